// A part of the pipeline bucket -> the row that stands in it on a line, or that came from a record.
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { cellCount, cellText, createSplitter, type RawRecord } from "../../record/split.ts";
import type { Pipeline } from "./pipeline.ts";

/** A part after it was sent. */
export interface SentPart {
  readonly target: number;
  readonly number: number;
  readonly firstOrdinal: number;
  readonly rows: number;
  readonly key: string;
  /** Of the compressed file. */
  readonly bytes: number;
}

const expand = promisify(gunzip);
/** A row of a part is at most what COPY takes, and longer than any record that we keep. */
const LONGEST_ROW = 64 * 1024 * 1024;

/** The row that has something on this line of the part, counted from 1; a row with line ends in it has several. */
export async function rowAtLine(
  part: SentPart,
  line: number,
  pipeline: Pipeline,
): Promise<readonly string[] | undefined> {
  const rows = await rowsOf(part, pipeline);
  return cellsOf(rows.findLast((row) => row.line <= line));
}

/** The first row of a table that came from this record. @param at the place of the ordinal among its columns */
export async function findRow(
  parts: readonly SentPart[],
  ordinal: number,
  at: number,
  pipeline: Pipeline,
): Promise<readonly string[] | undefined> {
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    if (part.firstOrdinal > ordinal || (next !== undefined && next.firstOrdinal < ordinal)) continue;
    const found = (await rowsOf(part, pipeline)).find((row) => cellText(row, at) === String(ordinal));
    if (found !== undefined) return cellsOf(found);
  }
  return undefined;
}

async function rowsOf(part: SentPart, pipeline: Pipeline): Promise<readonly RawRecord[]> {
  const body = await pipeline.get(part.key);
  if (body === undefined) return [];
  const splitter = createSplitter(LONGEST_ROW);
  return splitter.push(await expand(body));
}

function cellsOf(row: RawRecord | undefined): readonly string[] | undefined {
  if (row === undefined) return undefined;
  return Array.from({ length: cellCount(row) }, (_, at) => cellText(row, at));
}
