// A drop -> the same drop with the hash of every file, which is what tells later whether it was loaded before.
import { createHash } from "node:crypto";
import { Mistake, type Model } from "../generator/index.ts";
import type { Drop, DropFile } from "./drop.ts";
import type { Progress } from "./event.ts";
import { contractOf } from "./fingerprint.ts";
import { foreignFormat } from "./record/foreign.ts";
import type { Storage } from "./storage/storage.ts";

/** A file whose bytes are known. */
export interface OpenFile extends DropFile {
  /** How many bytes were read. */
  readonly size: number;
  /** Of all its bytes, in hexadecimal. Size and hash together are the file's version. */
  readonly sha256: string;
  /** What the model says about its source now; see `contractOf`. */
  readonly contract: string;
}

/** A drop whose bytes are known. */
export interface OpenDrop extends Drop {
  readonly files: readonly OpenFile[];
}

/**
 * @throws Mistake when a file is empty or of a format that cannot be read, Outage when the storage fails
 */
export async function openDrop(
  drop: Drop,
  model: Model,
  storage: Storage,
  progress: Progress,
): Promise<OpenDrop> {
  const bytesTotal = drop.files.reduce((sum, { file }) => sum + file.size, 0);
  let bytesDone = 0;
  const files: OpenFile[] = [];
  for (const one of drop.files) {
    const hash = createHash("sha256");
    let size = 0;
    let first: Buffer = Buffer.alloc(0);
    for await (const chunk of storage.read(one.file)) {
      if (first.length < 4) first = Buffer.concat([first, chunk.subarray(0, 4)]);
      hash.update(chunk);
      size += chunk.length;
      bytesDone += chunk.length;
      progress({
        step: "open",
        drop: drop.name,
        about: one.file.name,
        records: 0,
        bytesDone,
        bytesTotal,
        report: undefined,
      });
    }
    const foreign = foreignFormat(first);
    if (foreign !== undefined)
      throw new Mistake(`${one.file.name} ${foreign}. Nothing of this drop was loaded.`);
    files.push({ ...one, size, sha256: hash.digest("hex"), contract: contractOf(model, one.source) });
  }
  return { ...drop, files };
}
