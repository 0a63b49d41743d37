// Values one by one -> a row of them.
import type { Line, Loaded } from "../warehouse.ts";

/** @param add takes each row; the array is the next row's afterwards */
export function lineOf(add: (row: readonly Loaded[]) => void): Line {
  const row: Loaded[] = [];
  return {
    begin() {
      row.length = 0;
    },
    number(value) {
      row.push(value);
    },
    text(bytes, from, to) {
      row.push(from === to ? null : Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString());
    },
    bytes(value) {
      row.push(value);
    },
    end() {
      add(row);
    },
  };
}
