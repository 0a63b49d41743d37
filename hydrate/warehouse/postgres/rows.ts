// Rows that gather for one COPY, in one of its formats.
import type { Line, Loaded } from "../warehouse.ts";

/** Rows that gather for one table. */
export interface Rows {
  readonly format: "text" | "binary";
  add(row: readonly Loaded[]): void;
  /** Adds a row value by value. */
  readonly line: Line;
  /** About how many bytes have gathered; 0 when there is nothing. */
  size(): number;
  /** All that has gathered, for one COPY; the bytes are good until the next call. */
  take(): Taken;
}

/** What one COPY is given. */
export interface Taken {
  readonly bytes: Buffer;
  readonly rows: number;
}
