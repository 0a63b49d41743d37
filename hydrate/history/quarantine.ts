// The ledger -> what is in quarantine: by reason, and record by record with its bytes.
import type { FaultCode } from "../record/decode.ts";
import type { Settled } from "../load/corrected.ts";
import type { QuarantineReport } from "../outcome.ts";
import type { History } from "./open.ts";
import { correctedNone, replayedNone } from "../settled.ts";
import { runNumbered } from "./runs.ts";
import { sourceNamed } from "./source-named.ts";

/** Which records of quarantine are meant. */
export interface QuarantineFilter {
  readonly run?: number | undefined;
  readonly source?: string | undefined;
  readonly code?: FaultCode | undefined;
  /** Also those that were put through again. */
  readonly replayed?: boolean | undefined;
  /** Also those that a later drop has brought anew. */
  readonly corrected?: boolean | undefined;
}

/** One reason in one run. */
export interface QuarantinedGroup extends QuarantineReport {
  readonly run: number;
  readonly drop: string;
  readonly source: string;
}

/** Records of one run and source that one later run has settled. */
export interface SettledGroup {
  readonly run: number;
  readonly drop: string;
  readonly source: string;
  /** The run that did, and its drop. */
  readonly by: number;
  readonly byDrop: string;
  /** Why: their key or their very bytes came, their file came again with all else in it, or the next snapshot came. */
  readonly how: Settled;
  readonly count: number;
  /** The first of them. */
  readonly example: QuarantineReport["example"];
}

/** What is in quarantine. */
export interface QuarantineList {
  /** The latest run first, in it the most frequent reason first. */
  readonly groups: readonly QuarantinedGroup[];
  /** How many records that is. */
  readonly records: number;
  /** How many more there were that have been put through again since. */
  readonly replayed: number;
  /** How many more there were that later drops have brought anew; by source and run in `settled`. */
  readonly corrected: number;
  /** The latest run first. */
  readonly settled: readonly SettledGroup[];
}

/** One record of quarantine. */
export interface QuarantinedRecord {
  readonly run: number;
  readonly ordinal: number;
  readonly source: string;
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly code: FaultCode;
  readonly column: string | undefined;
  readonly reason: string;
  /** Undefined when it was too long to be kept; it stands in its file. */
  readonly raw: Buffer | undefined;
}

interface GroupRow {
  readonly run: string;
  readonly drop_name: string;
  readonly source: string;
  readonly code: FaultCode;
  readonly column_name: string | null;
  readonly n: string;
  readonly file: string;
  readonly record: string;
  readonly line: string;
  readonly reason: string;
}

/** @throws Mistake when the model has no such source, or the ledger no such run */
export async function listQuarantine(
  history: History,
  filter: QuarantineFilter = {},
): Promise<QuarantineList> {
  const { warehouse, names } = history;
  if (filter.run !== undefined) await runNumbered(history, filter.run);
  const { where, values } = conditions(history, filter);
  const found = await warehouse.query<GroupRow>(
    `SELECT g.run, r.drop_name, q.source, q.code, q.column_name, g.n, q.file, q.record, q.line, q.reason
       FROM (SELECT q.run, q.source, q.code, q.column_name, count(*) AS n, min(q.ordinal) AS first
               FROM ${names.kept("quarantine")} q JOIN ${names.kept("runs")} r ON r.id = q.run WHERE ${where}
              GROUP BY q.run, q.source, q.code, q.column_name) g
       JOIN ${names.kept("quarantine")} q ON q.run = g.run AND q.ordinal = g.first
       JOIN ${names.kept("runs")} r ON r.id = g.run
      ORDER BY g.run DESC, g.n DESC, g.first`,
    values,
  );
  const groups = found.rows.map((row) => ({
    run: Number(row.run),
    drop: row.drop_name,
    source: row.source,
    code: row.code,
    column: row.column_name ?? undefined,
    count: Number(row.n),
    example: {
      file: row.file,
      record: Number(row.record),
      line: Number(row.line),
      reason: row.reason,
    },
  }));
  const records = groups.reduce((sum, group) => sum + group.count, 0);
  const settled = await listSettled(history, filter);
  const corrected = settled.reduce((sum, group) => sum + group.count, 0);
  const beside = filter.corrected === true ? 0 : corrected;
  const replayed =
    filter.replayed === true
      ? 0
      : (await countRecords(history, { ...filter, replayed: true, corrected: true })) - records - beside;
  return { groups, records, replayed, corrected, settled };
}

interface SettledRow {
  readonly run: string;
  readonly drop_name: string;
  readonly source: string;
  readonly by_run: string;
  readonly by_drop: string;
  readonly how: SettledGroup["how"];
  readonly n: string;
  readonly file: string;
  readonly record: string;
  readonly line: string;
  readonly reason: string;
}

/** Those that were put through again are counted as that. */
async function listSettled(history: History, filter: QuarantineFilter): Promise<readonly SettledGroup[]> {
  const { warehouse, names, kept } = history;
  if (!kept.has("corrections")) return [];
  const { where, values } = conditions(history, { ...filter, replayed: false, corrected: true });
  const found = await warehouse.query<SettledRow>(
    `SELECT g.run, r.drop_name, q.source, g.by_run, b.drop_name AS by_drop, g.how, g.n, q.file, q.record, q.line, q.reason
       FROM (SELECT q.run, q.source, c.run AS by_run, c.how, count(*) AS n, min(q.ordinal) AS first
               FROM ${names.kept("quarantine")} q JOIN ${names.kept("runs")} r ON r.id = q.run
               JOIN ${names.kept("corrections")} c ON c.of_run = q.run AND c.of_ordinal = q.ordinal
               JOIN ${names.kept("runs")} m ON m.id = c.run AND m.state = 'published'
              WHERE ${where}
              GROUP BY q.run, q.source, c.run, c.how) g
       JOIN ${names.kept("quarantine")} q ON q.run = g.run AND q.ordinal = g.first
       JOIN ${names.kept("runs")} r ON r.id = g.run
       JOIN ${names.kept("runs")} b ON b.id = g.by_run
      ORDER BY g.run DESC, g.by_run DESC, g.n DESC, g.first`,
    values,
  );
  return found.rows.map((row) => ({
    run: Number(row.run),
    drop: row.drop_name,
    source: row.source,
    by: Number(row.by_run),
    byDrop: row.by_drop,
    how: row.how,
    count: Number(row.n),
    example: {
      file: row.file,
      record: Number(row.record),
      line: Number(row.line),
      reason: row.reason,
    },
  }));
}

async function countRecords(history: History, filter: QuarantineFilter): Promise<number> {
  const { warehouse, names } = history;
  const { where, values } = conditions(history, filter);
  const found = await warehouse.query<{ n: string }>(
    `SELECT count(*) AS n FROM ${names.kept("quarantine")} q JOIN ${names.kept("runs")} r ON r.id = q.run WHERE ${where}`,
    values,
  );
  return Number(found.rows[0]?.n ?? 0);
}

/** How many records are fetched at once, so that memory does not grow with what is in quarantine. */
const PAGE = 500;

interface RecordRow {
  readonly run: string;
  readonly ordinal: string;
  readonly source: string;
  readonly file: string;
  readonly record: string;
  readonly line: string;
  readonly start_byte: string;
  readonly end_byte: string;
  readonly code: FaultCode;
  readonly column_name: string | null;
  readonly reason: string;
  readonly raw: unknown;
}

/** The records themselves, by run and in the order they were read. */
export async function* quarantinedRecords(
  history: History,
  filter: QuarantineFilter,
): AsyncGenerator<QuarantinedRecord> {
  const { warehouse, names } = history;
  const { where, values } = conditions(history, filter);
  let [run, ordinal] = [0, 0];
  for (;;) {
    const found = await warehouse.query<RecordRow>(
      `SELECT q.run, q.ordinal, q.source, q.file, q.record, q.line, q.start_byte, q.end_byte, q.code, q.column_name, q.reason, q.raw
         FROM ${names.kept("quarantine")} q JOIN ${names.kept("runs")} r ON r.id = q.run
        WHERE ${where} AND (q.run > $${values.length + 1} OR (q.run = $${values.length + 1} AND q.ordinal > $${values.length + 2}))
        ORDER BY q.run, q.ordinal LIMIT ${PAGE}`,
      [...values, run, ordinal],
    );
    for (const row of found.rows) {
      [run, ordinal] = [Number(row.run), Number(row.ordinal)];
      yield {
        run,
        ordinal,
        source: row.source,
        file: row.file,
        record: Number(row.record),
        line: Number(row.line),
        start: Number(row.start_byte),
        end: Number(row.end_byte),
        code: row.code,
        column: row.column_name ?? undefined,
        reason: row.reason,
        raw: warehouse.readBytes(row.raw),
      };
    }
    if (found.rows.length < PAGE) return;
  }
}

/** Quarantine counts as long as its run does: what a rollback took away is not waited for. */
function conditions(
  { names, kept, model }: History,
  { run, source, code, replayed = false, corrected = false }: QuarantineFilter,
): { readonly where: string; readonly values: readonly unknown[] } {
  if (source !== undefined) sourceNamed(model, source);
  const values: unknown[] = [];
  const mark = (value: unknown): string => `$${values.push(value)}`;
  const where = [
    "r.state = 'published'",
    ...(run === undefined ? [] : [`q.run = ${mark(run)}`]),
    ...(source === undefined ? [] : [`q.source = ${mark(source)}`]),
    ...(code === undefined ? [] : [`q.code = ${mark(code)}`]),
    ...(replayed || !kept.has("replays") ? [] : [replayedNone(names)]),
    ...(corrected || !kept.has("corrections") ? [] : [correctedNone(names)]),
  ];
  return { where: where.join(" AND "), values };
}
