// A path -> the drops that lie there, by their listing alone: what they are called, and a mark that changes when a file does.
import type { Model } from "../generator/index.ts";
import { findDrops } from "./drop.ts";
import { storageOf } from "./storage/named.ts";
import { needsSignature } from "./trust/keys.ts";
import { MANIFEST_NAME, SIGNATURE_NAME } from "./trust/manifest.ts";

/** A drop as it is listed; none of its files was read. */
export interface ListedDrop {
  readonly name: string;
  readonly period: string | undefined;
  readonly files: number;
  readonly bytes: number;
  /** Equal as long as no file was added, taken away or changed, as far as the listing tells. */
  readonly mark: string;
  /** Whether its manifest and the signature, which are written last, are there. */
  readonly signed: boolean;
  /** Whether it may load only with them. */
  readonly mustBeSigned: boolean;
}

/**
 * @param source the source's name, when the files' names do not tell
 * @returns at least one, in the order of their names
 * @throws Mistake when there is none or it is not clear what a file is, Outage when the storage does not answer
 */
export async function listDrops(
  model: Model,
  path: string,
  source: string | undefined,
): Promise<readonly ListedDrop[]> {
  const drops = await findDrops({ model, path, source }, storageOf(path));
  return drops.map(({ name, period, files, listing, shared }) => {
    const names = listing.map((file) => file.name);
    return {
      name,
      period,
      files: files.length,
      bytes: files.reduce((sum, { file }) => sum + file.size, 0),
      mark: JSON.stringify(listing.map(({ name: file, size, etag, version }) => [file, size, etag, version])),
      signed: names.includes(MANIFEST_NAME) && names.includes(SIGNATURE_NAME),
      mustBeSigned: files.some((file) => needsSignature(file.source, shared)),
    };
  });
}
