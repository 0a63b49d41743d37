// A drop x the ledger -> it is the next of its chain and holds the records its vendor counted, or it is refused.
import type { Names } from "../names.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { acceptedManifests } from "./accepted.ts";
import { judgeChain } from "./chain.ts";
import { judgeRecords } from "./contents.ts";
import type { DeliveredDrop } from "./delivery.ts";
import { noting, refuseFor } from "./finding.ts";

/**
 * @returns what the admin should know of its delivery, sentences without their full stop
 * @throws Mistake when its manifest is not the next of its chain
 */
export async function proveChain(
  { name, delivery }: DeliveredDrop,
  warehouse: Warehouse,
  names: Names,
): Promise<readonly string[]> {
  const { signed, findings } = delivery;
  const chain = signed === undefined ? [] : judgeChain(signed, await acceptedManifests(warehouse, names));
  refuseFor(chain, name);
  return noting([...findings, ...chain]).map((finding) => finding.message);
}

/** A file whose records were counted; they have the ordinals from `first` up to, and without, `next`. */
interface CountedFile {
  readonly file: { readonly name: string };
  readonly first: number;
  readonly next: number;
}

/** @throws Mistake when files have more or fewer records than the manifest lists */
export function proveRecords({ name, delivery }: DeliveredDrop, files: readonly CountedFile[]): void {
  if (delivery.signed === undefined) return;
  const records = new Map(files.map(({ file, first, next }) => [file.name, next - first]));
  refuseFor(judgeRecords(records, delivery.signed.manifest), name);
}
