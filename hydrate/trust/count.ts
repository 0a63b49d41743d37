// The content of a CSV file -> how many records it has.
import { createSplitter } from "../record/split.ts";
import { unpackedName } from "../storage/unpack.ts";

/** Whether a file of this name has records that can be counted. */
export function isCountable(name: string): boolean {
  return /\.csv$/i.test(unpackedName(name));
}

/** @returns what takes the content in chunks, and then tells how many records there were, without the header */
export function createCounter(): { take(chunk: Buffer): void; total(): number } {
  const splitter = createSplitter();
  let records = 0;
  return {
    take(chunk) {
      records += splitter.push(chunk).length;
    },
    total() {
      if (splitter.finish() !== undefined) records += 1;
      return Math.max(0, records - 1);
    },
  };
}
