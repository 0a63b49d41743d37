// A path -> for each drop that lies there, whether it is what was meant to arrive; nothing is loaded.
import { createHash } from "node:crypto";
import { Mistake, type Model } from "../../generator/index.ts";
import type { Progress } from "../event.ts";
import { storageOf } from "../storage/named.ts";
import type { Storage, StoredFile } from "../storage/storage.ts";
import { acceptedOf, judgeChain, type Accepted } from "./chain.ts";
import { judgeBytes, judgeListing, judgeRecords, type StoredSum } from "./contents.ts";
import { createCounter, isCountable } from "./count.ts";
import { deliveredDrops } from "./delivered.ts";
import type { DeliveredDrop } from "./delivery.ts";
import { refusing, type Finding } from "./finding.ts";

/** What to verify, and against what. */
export interface VerifyOptions {
  readonly model: Model;
  /** A file, a folder of one drop, a folder of such folders, or the same on S3. */
  readonly path: string;
  readonly source?: string | undefined;
  /** What the ledger has accepted before; the chain goes on from there. */
  readonly accepted: readonly Accepted[];
  readonly now: () => Date;
  readonly progress?: Progress | undefined;
}

/** One drop, verified. */
export interface VerifiedDrop {
  readonly name: string;
  readonly address: string;
  readonly period: string | undefined;
  readonly revision: number | undefined;
  /** The key that vouches for it; undefined when none does. */
  readonly key: string | undefined;
  readonly created: Date | undefined;
  readonly files: number;
  /** As stored. */
  readonly bytes: number;
  readonly findings: readonly Finding[];
  /** Whether it would be loaded. */
  readonly outcome: "genuine" | "not_signed" | "refused";
}

/**
 * Reads every file. Nothing is thrown for what is wrong with a drop: its findings say it.
 * @throws Mistake when there is no drop, Outage when the storage does not answer
 */
export async function verifyDrops(options: VerifyOptions): Promise<readonly VerifiedDrop[]> {
  const { model, path, source, now, progress = () => {} } = options;
  const storage = storageOf(path);
  let accepted = options.accepted;
  const verified: VerifiedDrop[] = [];
  for (const drop of await deliveredDrops({ model, path, source }, storage, now())) {
    const { signed, findings } = drop.delivery;
    // What somebody else has signed says nothing of the vendor's chain.
    const chain = refusing(findings).length > 0 ? [] : judgeChain(signed, accepted);
    // A manifest with its place in the chain keeps it, whatever is wrong with the files: what follows has no gap.
    if (signed !== undefined && refusing([...findings, ...chain]).length === 0)
      accepted = [...accepted, ...acceptedOf(signed)];
    verified.push(outcomeOf(drop, [...findings, ...chain, ...(await judgeFiles(drop, storage, progress))]));
  }
  return verified;
}

function outcomeOf(drop: DeliveredDrop, findings: readonly Finding[]): VerifiedDrop {
  const { signed } = drop.delivery;
  const files = filesOf(drop);
  return {
    name: drop.name,
    address: drop.address,
    period: drop.period,
    revision: signed?.manifest.revision,
    key: signed?.key,
    created: signed?.manifest.created,
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.size, 0),
    findings,
    outcome: refusing(findings).length > 0 ? "refused" : signed?.key === undefined ? "not_signed" : "genuine",
  };
}

/** Those that would be loaded, and those that are listed beside them. */
function filesOf(drop: DeliveredDrop): readonly StoredFile[] {
  const listed = new Set(drop.delivery.signed?.manifest.files.map((file) => file.name));
  const loaded = new Set(drop.files.map(({ file }) => file.name));
  return drop.listing.filter(({ name }) => listed.has(name) || loaded.has(name));
}

async function judgeFiles(
  drop: DeliveredDrop,
  storage: Storage,
  progress: Progress,
): Promise<readonly Finding[]> {
  const manifest = drop.delivery.signed?.manifest;
  if (manifest === undefined) return [];
  const files = filesOf(drop);
  const bytesTotal = files.reduce((sum, file) => sum + file.size, 0);
  let bytesDone = 0;
  const sums: StoredSum[] = [];
  const records = new Map<string, number>();
  const damaged: Finding[] = [];
  for (const [number, file] of files.entries()) {
    const sha256 = createHash("sha256");
    let size = 0;
    const counter = isCountable(file.name) ? createCounter() : undefined;
    const hear = (chunk: Buffer): void => {
      sha256.update(chunk);
      size += chunk.length;
      bytesDone += chunk.length;
      progress({
        step: "verify",
        drop: drop.name,
        about: file.name,
        place: { number: number + 1, of: files.length },
        records: 0,
        bytesDone,
        bytesTotal,
        report: undefined,
      });
    };
    try {
      for await (const chunk of storage.read(file, hear)) counter?.take(chunk);
      if (counter !== undefined) records.set(file.name, counter.total());
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      damaged.push({ code: "unreadable", message: error.message.split(". ")[0] ?? "" });
      continue;
    }
    sums.push({ name: file.name, size, sha256: sha256.digest("hex") });
  }
  const replaced = judgeBytes(sums, manifest);
  // A count is worth a word only where the bytes are those that were signed.
  const sound = new Map(
    [...records].filter(([name]) => !replaced.some((one) => one.message.startsWith(`${name} `))),
  );
  return [...judgeListing(drop, manifest), ...damaged, ...replaced, ...judgeRecords(sound, manifest)];
}
