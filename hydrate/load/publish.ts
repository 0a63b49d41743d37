// Arranged rows -> the published tables, changed only where they differ. Inside a transaction: nobody sees a step of it.
import type { Source } from "../../generator/index.ts";
import { lineageColumns, lineageKey } from "./lineage.ts";
import { agree, columnsOf, differ } from "./match.ts";
import type { TableReport } from "../outcome.ts";
import type { Task } from "../tasks.ts";
import { ordinalsOf, sourcesOf, type Work } from "./work.ts";

/**
 * Brings one table up to date.
 *
 * Owned rows of a record that came again are replaced by what it gives now; those of a snapshot's records
 * that did not come again are removed. Shared rows are replaced one by one; a snapshot removes those that
 * only it has brought and brings no more.
 */
export async function publishTable(work: Work, task: Task): Promise<TableReport> {
  const removed = task.owner === undefined ? await removeShared(work, task) : await removeOwned(work, task);
  const { table } = task;
  const { warehouse, scratch, names } = work;
  const quote = names.quote;
  const rows = task.owner === undefined ? scratch.distinct(task) : scratch.rows(task);
  const published = names.published(table.name);
  const columns = table.columns.map((column) => column.name);
  const values = columns.filter((name) => !table.key.includes(name));
  let changed = 0;
  if (values.length > 0) {
    const updated = await warehouse.query(
      `UPDATE ${published} t SET ${values.map((name) => `${quote(name)} = s.${quote(name)}`).join(", ")}
         FROM ${rows} s
        WHERE ${agree("t", "s", table.key, quote)} AND (${differ("t", "s", values, quote)})`,
    );
    changed = updated.count;
  }
  const inserted = await warehouse.query(
    `INSERT INTO ${published} (${columns.map(quote).join(", ")})
     SELECT ${columnsOf("s", columns, quote)} FROM ${rows} s
      WHERE NOT EXISTS (SELECT 1 FROM ${published} t WHERE ${agree("t", "s", table.key, quote)})`,
  );
  const staged = await warehouse.query<{ n: string }>(`SELECT count(*) AS n FROM ${rows}`);
  if (task.owner === undefined) await traceShared(work, task);
  else await traceOwned(work, task);
  const added = inserted.count;
  return {
    table: table.name,
    added,
    changed,
    removed,
    unchanged: Number(staged.rows[0]?.n) - added - changed,
  };
}

async function removeOwned(work: Work, task: Task): Promise<number> {
  const { warehouse, scratch, names } = work;
  const quote = names.quote;
  const { table } = task;
  const key = lineageKey(task);
  const published = names.published(table.name);
  let removed = 0;
  // Where a record gives one row and no more, there is never a row too many.
  if (table.key.some((column) => !key.includes(column))) {
    const gone = await warehouse.query(
      `DELETE FROM ${published} t USING ${scratch.owners(task)} o
        WHERE ${agree("t", "o", key, quote)}
          AND NOT EXISTS (SELECT 1 FROM ${scratch.rows(task)} s WHERE ${agree("s", "t", table.key, quote)})`,
    );
    removed += gone.count;
  }
  for (const source of snapshotsOf(work, task)) {
    const vanished = `l._source = $1 AND NOT EXISTS (SELECT 1 FROM ${scratch.owners(task)} o WHERE ${agree("o", "l", key, quote)})`;
    const gone = await warehouse.query(
      `DELETE FROM ${published} t USING ${names.lineage(table.name)} l WHERE ${agree("t", "l", key, quote)} AND ${vanished}`,
      [source.name],
    );
    removed += gone.count;
    await warehouse.query(`DELETE FROM ${names.lineage(table.name)} l WHERE ${vanished}`, [source.name]);
  }
  return removed;
}

async function removeShared(work: Work, task: Task): Promise<number> {
  const { warehouse, scratch, names } = work;
  const quote = names.quote;
  const { table } = task;
  const lineage = names.lineage(table.name);
  let removed = 0;
  for (const source of snapshotsOf(work, task)) {
    const { first, next } = ordinalsOf(work, source);
    const vanished = `l._source = $1
          AND NOT EXISTS (SELECT 1 FROM ${scratch.rows(task)} s WHERE ${agree("s", "l", table.key, quote)} AND s._ordinal >= $2 AND s._ordinal < $3)`;
    const gone = await warehouse.query(
      `DELETE FROM ${names.published(table.name)} t USING ${lineage} l
        WHERE ${agree("t", "l", table.key, quote)} AND ${vanished}
          AND NOT EXISTS (SELECT 1 FROM ${scratch.distinct(task)} d WHERE ${agree("d", "l", table.key, quote)})
          AND NOT EXISTS (SELECT 1 FROM ${lineage} m WHERE ${agree("m", "l", table.key, quote)} AND m._source <> $1)`,
      [source.name, first, next],
    );
    removed += gone.count;
    await warehouse.query(`DELETE FROM ${lineage} l WHERE ${vanished}`, [source.name, first, next]);
  }
  return removed;
}

async function traceOwned({ run, warehouse, scratch, names }: Work, task: Task): Promise<void> {
  const quote = names.quote;
  const lineage = names.lineage(task.table.name);
  const columns = lineageColumns(task, warehouse).map(({ name }) => name);
  await warehouse.query(
    `DELETE FROM ${lineage} l USING ${scratch.owners(task)} o WHERE ${agree("l", "o", lineageKey(task), quote)}`,
  );
  await warehouse.query(
    `INSERT INTO ${lineage} (${columns.map(quote).join(", ")})
     SELECT ${columns.map((name) => (name === "_run" ? "CAST($1 AS bigint)" : `o.${quote(name)}`)).join(", ")}
       FROM ${scratch.owners(task)} o`,
    [run],
  );
}

async function traceShared(work: Work, task: Task): Promise<void> {
  const { run, warehouse, scratch, names, period } = work;
  const quote = names.quote;
  const key = task.table.key;
  const lineage = names.lineage(task.table.name);
  for (const source of sourcesOf(work, task)) {
    const { first, next } = ordinalsOf(work, source);
    const later = work.late
      ? `AND NOT EXISTS (SELECT 1 FROM ${names.kept("runs")} u WHERE u.id = l._run AND u.period > $4)`
      : "";
    await warehouse.query(
      `DELETE FROM ${lineage} l
        WHERE l._source = $1 ${later}
          AND EXISTS (SELECT 1 FROM ${scratch.rows(task)} s WHERE ${agree("s", "l", key, quote)} AND s._ordinal >= $2 AND s._ordinal < $3)`,
      work.late ? [source.name, first, next, period] : [source.name, first, next],
    );
    await warehouse.query(
      `INSERT INTO ${lineage} (${key.map(quote).join(", ")}, _source, _run, _ordinal)
       SELECT ${columnsOf("s", key, quote)}, CAST($1 AS text), CAST($4 AS bigint), max(s._ordinal)
         FROM ${scratch.rows(task)} s
        WHERE s._ordinal >= $2 AND s._ordinal < $3
          AND NOT EXISTS (SELECT 1 FROM ${lineage} l WHERE ${agree("l", "s", key, quote)} AND l._source = $1)
        GROUP BY ${columnsOf("s", key, quote)}`,
      [source.name, first, next, run],
    );
  }
}

function snapshotsOf(work: Work, task: Task): readonly Source[] {
  return sourcesOf(work, task).filter((source) => source.load === "snapshot");
}
