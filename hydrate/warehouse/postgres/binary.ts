// Rows of whole numbers and bytes -> COPY's binary format (PostgreSQL's manual, "COPY", "Binary Format").
import type { Line } from "../warehouse.ts";
import type { Rows } from "./rows.ts";
import { twinBuffer } from "./twin-buffer.ts";

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
/** What stands before a row: how many values it has. Before them all stands the signature. */
const COUNT_BYTES = 2;
/** The row of no columns that ends it all. */
const END_BYTES = 2;
const WORD = 2 ** 32;

/** Gathers rows as they stand on the wire: numbers as `bigint`, bytes as `bytea`. @param columns how many a row has */
export function binaryRows(columns: number): Rows {
  const twin = twinBuffer();
  let rows = 0;
  const line: Line = {
    begin() {
      const bytes = twin.room(SIGNATURE.length + COUNT_BYTES);
      if (twin.at === 0) twin.at = SIGNATURE.copy(bytes);
      bytes[twin.at++] = columns >>> 8;
      bytes[twin.at++] = columns & 255;
    },
    number(value) {
      const bytes = twin.room(12);
      const { at } = twin;
      word(bytes, at, 8);
      word(bytes, at + 4, Math.floor(value / WORD));
      word(bytes, at + 8, value >>> 0);
      twin.at = at + 12;
    },
    text() {
      throw new Error("a text was loaded into a table of numbers and bytes");
    },
    bytes(value) {
      const bytes = twin.room(4 + (value?.length ?? 0));
      word(bytes, twin.at, value === null ? -1 : value.length);
      twin.at += 4;
      if (value === null) return;
      bytes.set(value, twin.at);
      twin.at += value.length;
    },
    end() {
      rows += 1;
    },
  };
  return {
    format: "binary",
    line,
    add(row) {
      line.begin();
      for (const value of row) {
        if (typeof value === "number") line.number(value);
        else if (typeof value === "string") line.text(SIGNATURE, 0, 0);
        else line.bytes(value);
      }
      line.end();
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

/** 32 bits, the highest first; the methods of Buffer look at each number twice. */
function word(bytes: Buffer, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}
