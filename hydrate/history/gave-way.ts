// The ledger -> the records of a run that were loaded, but not into every table: by table, and by file, line and byte.
import type { History } from "./open.ts";

/** One record that one table took nothing from. */
export interface GaveWayRecord {
  readonly table: string;
  /** What it gave way to there: another source of the drop, a later month, or (put through again) what came since. */
  readonly to: "source" | "later_month" | "since";
  readonly file: string;
  readonly record: number;
  readonly line: number;
  /** Its bytes in the (unpacked) file: from `start` up to, and without, `end`. */
  readonly start: number;
  readonly end: number;
}

/** All of a run. */
export interface GaveWay {
  /** How many for each table and reason, the most first. */
  readonly groups: readonly Readonly<Pick<GaveWayRecord, "table" | "to"> & { count: number }>[];
  /** By table, in the order they were read; of very many the first. */
  readonly records: readonly GaveWayRecord[];
}

/** More than this nobody reads; the ledger has them all. */
const MOST = 10_000;

/** @returns nothing of a run that published nothing */
export async function gaveWayIn({ warehouse, names, kept }: History, run: number): Promise<GaveWay> {
  if (!kept.has("gave_way")) return { groups: [], records: [] };
  const groups = await warehouse.query<{ table_name: string; gave_way_to: GaveWayRecord["to"]; n: string }>(
    `SELECT table_name, gave_way_to, count(*) AS n FROM ${names.kept("gave_way")} WHERE run = $1
      GROUP BY table_name, gave_way_to ORDER BY n DESC, table_name, gave_way_to`,
    [run],
  );
  if (groups.rows.length === 0) return { groups: [], records: [] };
  const records = await warehouse.query<
    Readonly<Record<"table_name" | "name" | "record" | "line" | "start_byte" | "end_byte", string>> & {
      readonly gave_way_to: GaveWayRecord["to"];
    }
  >(
    `SELECT g.table_name, g.gave_way_to, f.name, w.record, w.line, w.start_byte, w.end_byte
       FROM ${names.kept("gave_way")} g
       JOIN ${names.kept("raw_records")} w ON w.run = g.run AND w.ordinal = g.ordinal
       JOIN ${names.kept("files")} f ON f.run = g.run AND f.number = w.file
      WHERE g.run = $1 ORDER BY g.table_name, g.ordinal LIMIT ${MOST}`,
    [run],
  );
  return {
    groups: groups.rows.map((row) => ({ table: row.table_name, to: row.gave_way_to, count: Number(row.n) })),
    records: records.rows.map((row) => ({
      table: row.table_name,
      to: row.gave_way_to,
      file: row.name,
      record: Number(row.record),
      line: Number(row.line),
      start: Number(row.start_byte),
      end: Number(row.end_byte),
    })),
  };
}
