// A run's records -> the lineage of a table: which record each of its rows came from, and what the lineage was before.
import type { Source } from "../../generator/index.ts";
import { keepAbsence, keepRows, tracedLineage } from "./history.ts";
import { lineageColumns, lineageKey } from "./lineage.ts";
import { agree, columnsOf } from "./match.ts";
import { ownersOf } from "./owners.ts";
import { sharedRows } from "./scratch.ts";
import { standsOver } from "./standing.ts";
import type { Task } from "../tasks.ts";
import { ordinalsOf, snapshotsOf, sourcesOf, type Work } from "./work.ts";

/** Writes down what the lineage was, wherever this run may change it. Before it changes. */
export async function keepLineage(work: Work, task: Task): Promise<void> {
  const traced = tracedLineage(task, work.warehouse, work.names);
  for (const { which, values } of task.owner === undefined
    ? sharedReach(work, task, traced.table)
    : ownedReach(work, task, traced.table)) {
    await keepRows(work, traced, which, values);
  }
  if (task.owner === undefined) {
    for (const source of sourcesOf(work, task)) await keepSharedAbsence(work, task, source);
    return;
  }
  const key = lineageKey(task);
  const quote = work.names.quote;
  await keepAbsence(
    work,
    traced,
    `SELECT ${columnsOf("o", key, quote)} FROM ${ownersOf(work, task)} o
      WHERE NOT EXISTS (SELECT 1 FROM ${traced.table} WHERE ${agree(traced.table, "o", key, quote)})`,
  );
}

/** A condition on lineage with its values. */
interface Reach {
  readonly which: string;
  readonly values: readonly unknown[];
}

/** Lines of records that came, and those of a snapshot's records that did not come again. */
function ownedReach(work: Work, task: Task, lineage: string): readonly Reach[] {
  const came = `EXISTS (SELECT 1 FROM ${ownersOf(work, task)} o WHERE ${agree("o", lineage, lineageKey(task), work.names.quote)})`;
  return [
    { which: came, values: [] },
    ...snapshotsOf(work, task).map((source) => ({
      which: `${lineage}._source = $1 AND NOT ${came}`,
      values: [source.name],
    })),
  ];
}

function sharedReach(work: Work, task: Task, lineage: string): readonly Reach[] {
  return sourcesOf(work, task).map((source) => {
    if (source.load === "snapshot") return { which: `${lineage}._source = $1`, values: [source.name] };
    const { first, next } = ordinalsOf(work, source);
    return {
      which: `${lineage}._source = $1 AND EXISTS (${broughtBy(work, task, lineage)})`,
      values: [source.name, first, next],
    };
  });
}

/** The rows of a source of this run with the key of a line: its first ordinal is `$2`, and `$3` the one after its last. */
function broughtBy({ scratch, names }: Work, task: Task, lineage: string): string {
  return `SELECT 1 FROM ${sharedRows(scratch, task)} s WHERE ${agree("s", lineage, task.table.key, names.quote)} AND s._ordinal >= $2 AND s._ordinal < $3`;
}

async function keepSharedAbsence(work: Work, task: Task, source: Source): Promise<void> {
  const { scratch, names, warehouse } = work;
  const quote = names.quote;
  const key = task.table.key;
  const traced = tracedLineage(task, warehouse, names);
  const { first, next } = ordinalsOf(work, source);
  await keepAbsence(
    work,
    traced,
    `SELECT DISTINCT ${columnsOf("s", key, quote)}, CAST($1 AS ${warehouse.textType}) AS _source FROM ${sharedRows(scratch, task)} s
      WHERE s._ordinal >= $2 AND s._ordinal < $3
        AND NOT EXISTS (SELECT 1 FROM ${traced.table} WHERE ${agree(traced.table, "s", key, quote)} AND ${traced.table}._source = $1)`,
    [source.name, first, next],
  );
}

/** Removes the lines of a snapshot's records (of a shared table: rows) that it brings no more. */
export async function removeLineage(work: Work, task: Task, source: Source): Promise<void> {
  const { warehouse, names } = work;
  const lineage = names.lineage(task.table.name);
  if (task.owner === undefined) {
    const { first, next } = ordinalsOf(work, source);
    await warehouse.query(
      `DELETE FROM ${lineage} WHERE ${lineage}._source = $1 AND NOT EXISTS (${broughtBy(work, task, lineage)})`,
      [source.name, first, next],
    );
    return;
  }
  await warehouse.query(
    `DELETE FROM ${lineage} WHERE ${lineage}._source = $1
        AND NOT EXISTS (SELECT 1 FROM ${ownersOf(work, task)} o WHERE ${agree("o", lineage, lineageKey(task), names.quote)})`,
    [source.name],
  );
}

/** One line for each record that fills an owned table. */
export async function traceOwned(work: Work, task: Task): Promise<void> {
  const { run, warehouse, names, made } = work;
  const quote = names.quote;
  const lineage = names.lineage(task.table.name);
  const owners = ownersOf(work, task);
  const columns = lineageColumns(task, warehouse).map(({ name }) => name);
  if (!made.has(task.table.name)) {
    await warehouse.query(
      `DELETE FROM ${lineage} WHERE EXISTS (SELECT 1 FROM ${owners} o WHERE ${agree(lineage, "o", lineageKey(task), quote)})`,
    );
  }
  await warehouse.query(
    `INSERT INTO ${lineage} (${columns.map(quote).join(", ")})
     SELECT ${columns.map((name) => (name === "_run" ? "CAST($1 AS bigint)" : `o.${quote(name)}`)).join(", ")}
       FROM ${owners} o`,
    [run],
  );
}

/** One line for each row and source of a shared table. What a later month has brought stays. */
export async function traceShared(work: Work, task: Task): Promise<void> {
  const { run, warehouse, scratch, names, period } = work;
  const quote = names.quote;
  const key = task.table.key;
  const lineage = names.lineage(task.table.name);
  for (const source of sourcesOf(work, task)) {
    const { first, next } = ordinalsOf(work, source);
    const later = work.late
      ? `AND NOT EXISTS (SELECT 1 FROM ${names.kept("runs")} u WHERE u.id = ${lineage}._run AND u.period > $4)`
      : "";
    const before = work.late ? [source.name, first, next, period] : [source.name, first, next];
    const stands =
      work.replayed === undefined ? undefined : standsOver(work.replayed, undefined, names, lineage, before);
    await warehouse.query(
      `DELETE FROM ${lineage}
        WHERE ${lineage}._source = $1 ${later} AND EXISTS (${broughtBy(work, task, lineage)})
        ${stands === undefined ? "" : `AND NOT ${stands.where}`}`,
      stands?.values ?? before,
    );
    await warehouse.query(
      `INSERT INTO ${lineage} (${key.map(quote).join(", ")}, _source, _run, _ordinal)
       SELECT ${columnsOf("s", key, quote)}, CAST($1 AS ${warehouse.textType}), CAST($4 AS bigint), max(s._ordinal)
         FROM ${sharedRows(scratch, task)} s
        WHERE s._ordinal >= $2 AND s._ordinal < $3
          AND NOT EXISTS (SELECT 1 FROM ${lineage} l WHERE ${agree("l", "s", key, quote)} AND l._source = $1)
        GROUP BY ${columnsOf("s", key, quote)}`,
      [source.name, first, next, run],
    );
  }
}
