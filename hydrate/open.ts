// A drop -> the same drop with the hash of every file, which is what tells later whether it was loaded before.
import { createHash } from "node:crypto";
import { Mistake, type Model } from "../generator/index.ts";
import type { DropFile } from "./drop.ts";
import type { Progress } from "./event.ts";
import { contractOf } from "./fingerprint.ts";
import { foreignFormat } from "./record/foreign.ts";
import type { Storage } from "./storage/storage.ts";
import { isPacked } from "./storage/unpack.ts";
import { judgeBytes, judgeListing, type StoredSum } from "./trust/contents.ts";
import type { DeliveredDrop } from "./trust/delivery.ts";
import { refuseFor } from "./trust/finding.ts";

/** A file whose bytes are known. */
export interface OpenFile extends DropFile {
  /** How many bytes it holds; of a packed file unpacked. */
  readonly size: number;
  /** Of all those bytes, in hexadecimal. Size and hash together tell whether it was loaded before. */
  readonly sha256: string;
  /** What the model says about its source now; see `contractOf`. */
  readonly contract: string;
}

/** A drop whose bytes are known. */
export interface OpenDrop extends DeliveredDrop {
  readonly files: readonly OpenFile[];
}

/**
 * @throws Mistake when it is not what its vendor signed, or a file is of a format that cannot be read;
 *   Outage when the storage fails
 */
export async function openDrop(
  drop: DeliveredDrop,
  model: Model,
  storage: Storage,
  progress: Progress,
): Promise<OpenDrop> {
  const { delivery } = drop;
  const manifest = delivery.signed?.manifest;
  // Who must not be trusted is refused before a byte of the files is read.
  const before = manifest === undefined ? [] : judgeListing(drop, manifest);
  refuseFor([...delivery.findings, ...before], drop.name);
  const bytesTotal = drop.files.reduce((sum, { file }) => sum + file.size, 0);
  if (delivery.signed !== undefined) {
    progress({
      step: "verify",
      drop: drop.name,
      about: delivery.signed.key,
      records: 0,
      bytesDone: 0,
      bytesTotal,
      report: undefined,
    });
  }
  let bytesBefore = 0;
  const files: OpenFile[] = [];
  const sums: StoredSum[] = [];
  for (const [number, one] of drop.files.entries()) {
    const { name } = one.file;
    const hash = createHash("sha256");
    const packed = isPacked(name) ? createHash("sha256") : undefined;
    let size = 0;
    let storedSize = 0;
    let first: Buffer = Buffer.alloc(0);
    const opened = await storage.open(one.file, (chunk) => {
      packed?.update(chunk);
      storedSize += chunk.length;
    });
    for await (const chunk of opened.content) {
      if (first.length < 4) first = Buffer.concat([first, chunk.subarray(0, 4)]);
      hash.update(chunk);
      size += chunk.length;
      progress({
        step: "open",
        drop: drop.name,
        about: name,
        place: { number: number + 1, of: drop.files.length },
        records: 0,
        bytesDone: bytesBefore + storedSize,
        bytesTotal,
        report: undefined,
      });
    }
    bytesBefore += storedSize;
    const foreign = foreignFormat(first);
    if (foreign !== undefined && packed !== undefined && first[0] === 0x1f)
      throw new Mistake(
        `${name} is packed with gzip twice. Nothing of this drop was loaded.\nHave it delivered packed once, and run the same command again.`,
      );
    if (foreign !== undefined) throw new Mistake(`${name} ${foreign}. Nothing of this drop was loaded.`);
    const sha256 = hash.digest("hex");
    sums.push({ name, size: storedSize, sha256: packed?.digest("hex") ?? sha256 });
    files.push({ ...one, file: opened.file, size, sha256, contract: contractOf(model, one.source) });
  }
  if (manifest !== undefined) refuseFor(judgeBytes(sums, manifest), drop.name);
  return { ...drop, files };
}
