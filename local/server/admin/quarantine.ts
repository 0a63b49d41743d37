// The ledger -> what is in quarantine: how many records for which reason, and the records as they came.
import type { Ledger } from "./ledger.ts";

/** Which records of quarantine are meant. */
export interface QuarantineAsked {
  readonly run?: number | undefined;
  readonly source?: string | undefined;
  /** One of the reasons, as the ledger spells it, e.g. `too_few_cells`. */
  readonly code?: string | undefined;
  readonly column?: string | undefined;
}

/** Records of one run and source with one reason. */
export interface QuarantinedGroup {
  readonly run: number;
  readonly drop: string;
  readonly period: string | null;
  readonly source: string;
  readonly code: string;
  /** Null when the record as a whole is meant. */
  readonly column: string | null;
  readonly records: number;
  /** The first of them. */
  readonly example: {
    readonly file: string;
    readonly record: number;
    readonly line: number;
    readonly reason: string;
  };
}

/** Records of one run and source that one later run has settled. */
export interface SettledGroup {
  readonly run: number;
  readonly drop: string;
  readonly source: string;
  /** The run that brought them anew, and its drop. */
  readonly by: number;
  readonly byDrop: string;
  /** Their `key` or the very `record` came, their `file` came again with all else in it, or the next `snapshot` came. */
  readonly how: string;
  readonly records: number;
}

/** What is in quarantine. */
export interface Quarantine {
  /** The latest run first, in it the most frequent reason first. */
  readonly groups: readonly QuarantinedGroup[];
  readonly records: number;
  /** How many more there were that have been put through again since. */
  readonly replayed: number;
  /** How many more there were that later drops have brought anew. */
  readonly corrected: number;
  /** These by run and source, the latest run first. */
  readonly settled: readonly SettledGroup[];
}

/** One record of quarantine. */
export interface QuarantinedRecord {
  readonly run: number;
  /** Its number among the records of the run; with the run it says where the next page begins. */
  readonly ordinal: number;
  readonly source: string;
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly code: string;
  readonly column: string | null;
  readonly reason: string;
  /** The record as it came, bytes that are no text replaced; null when it was too long to be kept. */
  readonly raw: string | null;
  /** Whether only its beginning is given. */
  readonly cut: boolean;
}

/** Where a page of records begins: after this one. */
export interface QuarantinePlace {
  readonly run: number;
  readonly ordinal: number;
}

/** So many bytes of a record are shown; the whole of it stands in the quarantine. */
const MOST_RAW = 20_000;

/**
 * What counts is what readers could be missing: a rollback takes its quarantine along, a replay ends it, and so does
 * a later drop that brings the record anew.
 */
export async function readQuarantine(ledger: Ledger, asked: QuarantineAsked): Promise<Quarantine> {
  const standing = conditions(asked, standingOnly(ledger));
  const found = await ledger.rows<{
    readonly run: string;
    readonly drop_name: string;
    readonly period: string | null;
    readonly source: string;
    readonly code: string;
    readonly column_name: string | null;
    readonly n: string;
    readonly file: string;
    readonly record: string;
    readonly line: string;
    readonly reason: string;
  }>(
    `SELECT g.run, r.drop_name, r.period, q.source, q.code, q.column_name, g.n, q.file, q.record, q.line, q.reason
       FROM (SELECT q.run, COUNT(*) AS n, MIN(q.ordinal) AS first
               FROM ${ledger.own("quarantine")} q JOIN ${ledger.own("runs")} r ON r.id = q.run
              WHERE ${standing.where}
              GROUP BY q.run, q.source, q.code, q.column_name) g
       JOIN ${ledger.own("quarantine")} q ON q.run = g.run AND q.ordinal = g.first
       JOIN ${ledger.own("runs")} r ON r.id = g.run
      ORDER BY g.run DESC, g.n DESC, g.first`,
    standing.values,
  );
  const groups = found.map((row) => ({
    run: Number(row.run),
    drop: row.drop_name,
    period: row.period,
    source: row.source,
    code: row.code,
    column: row.column_name,
    records: Number(row.n),
    example: {
      file: row.file,
      record: Number(row.record),
      line: Number(row.line),
      reason: row.reason,
    },
  }));
  const records = groups.reduce((sum, group) => sum + group.records, 0);
  const settled = await readSettled(ledger, asked);
  const corrected = settled.reduce((sum, group) => sum + group.records, 0);
  const every = conditions(asked, []);
  const [all] = await ledger.rows<{ n: string }>(
    `SELECT COUNT(*) AS n FROM ${ledger.own("quarantine")} q JOIN ${ledger.own("runs")} r ON r.id = q.run WHERE ${every.where}`,
    every.values,
  );
  return { groups, records, replayed: Number(all?.n ?? 0) - records - corrected, corrected, settled };
}

/** Those that were put through again are counted as that. */
async function readSettled(ledger: Ledger, asked: QuarantineAsked): Promise<readonly SettledGroup[]> {
  if (!ledger.has("corrections")) return [];
  const { where, values } = conditions(asked, notReplayed(ledger));
  const found = await ledger.rows<
    Record<"run" | "drop_name" | "source" | "by_run" | "by_drop" | "how" | "n", string>
  >(
    `SELECT q.run, r.drop_name, q.source, m.id AS by_run, m.drop_name AS by_drop, c.how, COUNT(*) AS n
       FROM ${ledger.own("quarantine")} q JOIN ${ledger.own("runs")} r ON r.id = q.run
       JOIN ${ledger.own("corrections")} c ON c.of_run = q.run AND c.of_ordinal = q.ordinal
       JOIN ${ledger.own("runs")} m ON m.id = c.run AND m.state = 'published'
      WHERE ${where}
      GROUP BY q.run, r.drop_name, q.source, m.id, m.drop_name, c.how
      ORDER BY q.run DESC, m.id DESC, COUNT(*) DESC, q.source`,
    values,
  );
  return found.map((row) => ({
    run: Number(row.run),
    drop: row.drop_name,
    source: row.source,
    by: Number(row.by_run),
    byDrop: row.by_drop,
    how: row.how,
    records: Number(row.n),
  }));
}

/** @returns by run, in it in the order they were read, and whether more follow */
export async function readQuarantined(
  ledger: Ledger,
  asked: QuarantineAsked,
  after: QuarantinePlace,
  limit: number,
): Promise<{ readonly records: readonly QuarantinedRecord[]; readonly more: boolean }> {
  const { where, values } = conditions(asked, standingOnly(ledger));
  const mark = (value: unknown): string => `$${values.push(value)}`;
  const found = await ledger.rows<{
    readonly run: string;
    readonly ordinal: string;
    readonly source: string;
    readonly file: string;
    readonly record: string;
    readonly line: string;
    readonly code: string;
    readonly column_name: string | null;
    readonly reason: string;
    readonly raw: Buffer | null;
    readonly bytes: number | null;
  }>(
    `SELECT q.run, q.ordinal, q.source, q.file, q.record, q.line, q.code, q.column_name, q.reason,
            SUBSTRING(q.raw FROM 1 FOR ${MOST_RAW}) AS raw, LENGTH(q.raw) AS bytes
       FROM ${ledger.own("quarantine")} q JOIN ${ledger.own("runs")} r ON r.id = q.run
      WHERE ${where} AND (q.run, q.ordinal) > (${mark(after.run)}, ${mark(after.ordinal)})
      ORDER BY q.run, q.ordinal LIMIT ${mark(limit + 1)}`,
    values,
  );
  const records = found.slice(0, limit).map((row) => ({
    run: Number(row.run),
    ordinal: Number(row.ordinal),
    source: row.source,
    file: row.file,
    record: Number(row.record),
    line: Number(row.line),
    code: row.code,
    column: row.column_name,
    reason: row.reason,
    raw: row.raw === null ? null : row.raw.toString("utf8"),
    cut: (row.bytes ?? 0) > MOST_RAW,
  }));
  return { records, more: found.length > limit };
}

function conditions(
  { run, source, code, column }: QuarantineAsked,
  more: readonly string[],
): { readonly where: string; readonly values: unknown[] } {
  const values: unknown[] = [];
  const mark = (value: unknown): string => `$${values.push(value)}`;
  const where = [
    "r.state = 'published'",
    ...(run === undefined ? [] : [`q.run = ${mark(run)}`]),
    ...(source === undefined ? [] : [`q.source = ${mark(source)}`]),
    ...(code === undefined ? [] : [`q.code = ${mark(code)}`]),
    ...(column === undefined ? [] : [`q.column_name = ${mark(column)}`]),
    ...more,
  ];
  return { where: where.join(" AND "), values };
}

/** The conditions that no run that is published has put a record `q` through again, or brought it anew. */
export function standingOnly(ledger: Ledger): readonly string[] {
  if (!ledger.has("corrections")) return notReplayed(ledger);
  return [
    ...notReplayed(ledger),
    `NOT EXISTS (SELECT 1 FROM ${ledger.own("corrections")} c JOIN ${ledger.own("runs")} m ON m.id = c.run AND m.state = 'published'
                  WHERE c.of_run = q.run AND c.of_ordinal = q.ordinal)`,
  ];
}

function notReplayed(ledger: Ledger): readonly string[] {
  if (!ledger.has("replays")) return [];
  return [
    `NOT EXISTS (SELECT 1 FROM ${ledger.own("replays")} p JOIN ${ledger.own("runs")} m ON m.id = p.run AND m.state = 'published'
                  WHERE p.of_run = q.run AND p.of_ordinal = q.ordinal)`,
  ];
}
