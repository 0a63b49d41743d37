// The formats a download comes in: how each is called, and how many rows it can hold.
import { MOST_XLSX_ROWS } from "./xlsx.ts";

/** One format. */
export interface DownloadFormat {
  readonly type: string;
  /** The most rows of a file, where there is such a thing. */
  readonly mostRows: number | undefined;
}

/** By the ending of the file's name. */
export const FORMATS = {
  csv: { type: "text/csv; charset=utf-8", mostRows: undefined },
  json: { type: "application/json; charset=utf-8", mostRows: undefined },
  ndjson: { type: "application/x-ndjson; charset=utf-8", mostRows: undefined },
  xlsx: {
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    mostRows: MOST_XLSX_ROWS,
  },
  parquet: { type: "application/vnd.apache.parquet", mostRows: undefined },
} as const satisfies Readonly<Record<string, DownloadFormat>>;

/** An ending. */
export type FormatName = keyof typeof FORMATS;

/** Whether a word is an ending of ours. */
export function isFormat(word: string): word is FormatName {
  return Object.hasOwn(FORMATS, word);
}
