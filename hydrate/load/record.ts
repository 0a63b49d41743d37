// A published run -> its lines in the ledger: files, tables, quarantine, coercions, and the run itself.
import type { CoercionReport, DriftReport, FileReport, QuarantineReport, TableReport } from "../outcome.ts";
import type { FaultCode } from "../record/decode.ts";
import type { KeptTable } from "../names.ts";
import { keepKeys } from "./corrected.ts";
import { recordGaveWay } from "./gave-way.ts";
import { insertLines } from "./insert.ts";
import { sumOf } from "./prove.ts";
import type { Work } from "./work.ts";

/** What the ledger is told of a run. */
export interface Published {
  readonly files: readonly FileReport[];
  readonly tables: readonly TableReport[];
  readonly coercions: readonly CoercionReport[];
  readonly drift: readonly DriftReport[];
  readonly finished: Date;
}

/** Writes it all. Call it inside the transaction that publishes. */
export async function recordRun(work: Work, published: Published): Promise<void> {
  const { run, warehouse, scratch, names } = work;
  const insert = (
    into: KeptTable,
    columns: readonly string[],
    lines: readonly (readonly unknown[])[],
  ): Promise<void> =>
    insertLines(
      warehouse,
      names.kept(into),
      ["run", ...columns],
      lines.map((line) => [run, ...line]),
    );
  const counts = ["records_read", "loaded", "collapsed", "quarantined"] as const;
  await insert(
    "files",
    ["number", "name", "source", "size", "sha256", "contract", ...counts, "header", "address", "version"],
    work.files.map((file) => {
      const records = published.files[file.number]?.records;
      const { name, address, version = null } = file.file;
      return [
        file.number,
        name,
        file.source.name,
        file.size,
        file.sha256,
        file.contract,
        records?.read,
        records?.loaded,
        records?.collapsed,
        records?.quarantined,
        file.header,
        address,
        version,
      ];
    }),
  );
  await insert(
    "tasks",
    ["table_name", "added", "changed", "removed", "unchanged"],
    published.tables.map(({ table, added, changed, removed, unchanged }) => [
      table,
      added,
      changed,
      removed,
      unchanged,
    ]),
  );
  await insert(
    "coercions",
    ["source", "column_name", "coercion", "cells"],
    published.coercions.map(({ source, column, coercion, cells }) => [source, column, coercion, cells]),
  );
  await insert(
    "drift",
    ["source", "column_name", "kind", "said", "fits"],
    published.drift.map(({ source, column, kind, said, fits = null }) => [source, column, kind, said, fits]),
  );
  await warehouse.query(
    `INSERT INTO ${names.kept("quarantine")} (run, ordinal, source, file, record, line, start_byte, end_byte, code, column_name, reason, raw)
     SELECT w.run, w.ordinal, f._source, f._name, w.record, w.line, w.start_byte, w.end_byte, x._code, x._column, x._reason, w.raw
       FROM ${scratch.faults} x
       JOIN ${names.kept("raw_records")} w ON w.run = $1 AND w.ordinal = x._ordinal
       JOIN ${scratch.files} f ON f._number = w.file`,
    [run],
  );
  await keepKeys(work);
  await recordGaveWay(work);
  const { read, loaded, collapsed, quarantined } = sumOf(published.files);
  const ended = await warehouse.query(
    `UPDATE ${names.kept("runs")}
        SET state = 'published', finished = $2, records_read = $3, loaded = $4, collapsed = $5, quarantined = $6
      WHERE id = $1 AND state = 'running'`,
    [run, published.finished, read, loaded, collapsed, quarantined],
  );
  if (ended.count !== 1) throw new Error(`run ${run} is not the ledger's running one`);
}

interface ReasonRow {
  readonly code: FaultCode;
  readonly column_name: string | null;
  readonly n: string;
  readonly file: string;
  readonly record: string;
  readonly line: string;
  readonly reason: string;
}

/** What the ledger has in quarantine for a run, by reason, the most frequent first. */
export async function quarantineOf(work: Work): Promise<readonly QuarantineReport[]> {
  const found = await work.warehouse.query<ReasonRow>(
    `SELECT q.code, q.column_name, g.n, q.file, q.record, q.line, q.reason
       FROM (SELECT count(*) AS n, min(ordinal) AS first
               FROM ${work.names.kept("quarantine")} WHERE run = $1 GROUP BY code, column_name) g
       JOIN ${work.names.kept("quarantine")} q ON q.run = $1 AND q.ordinal = g.first
      ORDER BY g.n DESC, q.ordinal`,
    [work.run],
  );
  return found.rows.map((row) => ({
    code: row.code,
    column: row.column_name ?? undefined,
    count: Number(row.n),
    example: { file: row.file, record: Number(row.record), line: Number(row.line), reason: row.reason },
  }));
}
