// Rows of whole numbers and bytes -> COPY's binary format (PostgreSQL's manual, "COPY", "Binary Format").
import type { Loaded } from "../warehouse.ts";
import type { Rows } from "./rows.ts";
import { twinBuffer } from "./twin-buffer.ts";

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
/** The row of no columns that ends it all. */
const END_BYTES = 2;
const WORD = 2 ** 32;

/** Gathers rows as they stand on the wire: numbers as `bigint`, bytes as `bytea`. */
export function binaryRows(): Rows {
  const twin = twinBuffer();
  let rows = 0;
  return {
    format: "binary",
    add(row) {
      let size = SIGNATURE.length + 2;
      for (const value of row) size += 12 + (Buffer.isBuffer(value) ? value.length : 0);
      const bytes = twin.room(size + END_BYTES);
      let at = twin.at === 0 ? SIGNATURE.copy(bytes) : twin.at;
      at = bytes.writeInt16BE(row.length, at);
      for (const value of row) at = put(bytes, at, value);
      twin.at = at;
      rows += 1;
    },
    size: () => twin.at,
    take() {
      const bytes = twin.room(END_BYTES);
      twin.at = bytes.writeInt16BE(-1, twin.at);
      const taken = { bytes: twin.swap(), rows };
      rows = 0;
      return taken;
    },
  };
}

/** @returns the place after it */
function put(bytes: Buffer, at: number, value: Loaded): number {
  if (value === null) return bytes.writeInt32BE(-1, at);
  if (typeof value === "number") {
    bytes.writeInt32BE(8, at);
    bytes.writeInt32BE(Math.floor(value / WORD), at + 4);
    return bytes.writeUInt32BE(value >>> 0, at + 8);
  }
  if (typeof value === "string") throw new Error("a text was loaded into a table of numbers and bytes");
  const begin = bytes.writeInt32BE(value.length, at);
  return begin + value.copy(bytes, begin);
}
