// Arranged rows -> the published tables, changed only where they differ. Inside a transaction: nobody sees a step of it.
import { beginChanges, carryOut, listChanged, listRemoved, type Changes } from "./change.ts";
import { openHistory, tracedRows } from "./history.ts";
import { agree, columnsOf } from "./match.ts";
import { ownersOf } from "./owners.ts";
import type { TableReport } from "../outcome.ts";
import type { Task } from "../tasks.ts";
import { lineageKey } from "./lineage.ts";
import { findWithdrawn } from "./withdrawn.ts";
import { sharedRows } from "./scratch.ts";
import { keepLineage, removeLineage, traceOwned, traceShared } from "./trace.ts";
import { ordinalsOf, snapshotsOf, type Work } from "./work.ts";

/**
 * Brings one table up to date.
 *
 * Owned rows of a record that came again are replaced by what it gives now; those of a snapshot's records
 * that did not come again are removed. Shared rows are replaced one by one; a snapshot removes those that
 * only it has brought and brings no more. What rows were before is kept, so that a rollback can bring it back.
 * @param staged how many rows are staged for it; see `countStaged`
 * @returns how it changed, and sentences about what the admin should know of it
 */
export async function publishTable(
  work: Work,
  task: Task,
  staged: number,
): Promise<{ readonly report: TableReport; readonly notes: readonly string[] }> {
  const { warehouse, scratch, names, made } = work;
  const isNew = made.has(task.table.name);
  const traced = tracedRows(task, warehouse, names);
  const rows = task.owner === undefined ? scratch.distinct(task) : scratch.rows(task).lines;
  await openHistory(work, task, isNew);
  if (isNew) {
    // Nothing stands in it, so there is nothing to compare with.
    const putBack = staged < MANY_ROWS ? [] : await withoutKeys(work, task);
    const columns = columnsOf(
      "s",
      traced.columns.map(({ name }) => name),
      names.quote,
    );
    await warehouse.query(
      `INSERT INTO ${traced.table} (${traced.columns.map(({ name }) => names.quote(name)).join(", ")}) SELECT ${columns} FROM ${rows} s`,
    );
    await trace(work, task);
    for (const keyOf of putBack) await keyOf();
    return {
      report: { table: task.table.name, added: staged, changed: 0, removed: 0, unchanged: 0 },
      notes: [],
    };
  }
  await keepLineage(work, task);
  const changes = await beginChanges(work, scratch.changes(task));
  const notes: string[] = [];
  if (task.owner === undefined) await listSharedRemoved(work, task, changes);
  else await listOwnedRemoved(work, task, changes, (note) => notes.push(note));
  await listChanged(work, traced, changes, rows);
  await carryOut(work, traced, changes, rows, true);
  await trace(work, task);
  const { added, changed, removed } = changes.counts;
  const unchanged = staged - added - changed;
  return { report: { table: task.table.name, added, changed, removed, unchanged }, notes };
}

/** So many rows come quicker into a table whose key is made after them. */
const MANY_ROWS = 5_000;

/** Of a shared table the lineage keeps its key: it is looked up while it is filled. */
async function withoutKeys(
  { warehouse, names }: Work,
  { table, owner }: Task,
): Promise<readonly (() => Promise<void>)[]> {
  const putBack = [await warehouse.withoutKey(names.publishedSchema, table.name)];
  if (owner !== undefined)
    putBack.push(await warehouse.withoutKey(names.schema, names.lineagePlain(table.name)));
  return putBack;
}

async function trace(work: Work, task: Task): Promise<void> {
  if (task.owner === undefined) await traceShared(work, task);
  else await traceOwned(work, task);
}

async function listOwnedRemoved(
  work: Work,
  task: Task,
  changes: Changes,
  say: (note: string) => void,
): Promise<void> {
  const { warehouse, scratch, names } = work;
  const quote = names.quote;
  const { table } = task;
  const key = lineageKey(task);
  const owners = ownersOf(work, task);
  const traced = tracedRows(task, warehouse, names);
  // Where a record gives one row and no more, there is never a row too many.
  if (table.key.some((column) => !key.includes(column))) {
    await listRemoved(
      work,
      traced,
      changes,
      `EXISTS (SELECT 1 FROM ${owners} o WHERE ${agree(traced.table, "o", key, quote)})
         AND NOT EXISTS (SELECT 1 FROM ${scratch.rows(task).lines} s WHERE ${agree("s", traced.table, table.key, quote)})`,
    );
  }
  for (const source of snapshotsOf(work, task)) {
    const lineage = names.lineage(table.name);
    for (const note of await findWithdrawn(work, task, source)) say(note);
    await listRemoved(
      work,
      traced,
      changes,
      `EXISTS (SELECT 1 FROM ${lineage} l WHERE ${agree(traced.table, "l", key, quote)} AND l._source = $1)
         AND NOT EXISTS (SELECT 1 FROM ${owners} o WHERE ${agree("o", traced.table, key, quote)})`,
      [source.name],
    );
    await removeLineage(work, task, source);
  }
}

async function listSharedRemoved(work: Work, task: Task, changes: Changes): Promise<void> {
  const { warehouse, scratch, names } = work;
  const quote = names.quote;
  const { key } = task.table;
  const lineage = names.lineage(task.table.name);
  const traced = tracedRows(task, warehouse, names);
  // One source after the other: what the last of them brings no more, nobody brings.
  for (const source of snapshotsOf(work, task)) {
    const { first, next } = ordinalsOf(work, source);
    await listRemoved(
      work,
      traced,
      changes,
      `EXISTS (SELECT 1 FROM ${lineage} l WHERE ${agree("l", traced.table, key, quote)} AND l._source = $1)
         AND NOT EXISTS (SELECT 1 FROM ${lineage} m WHERE ${agree("m", traced.table, key, quote)} AND m._source <> $1)
         AND NOT EXISTS (SELECT 1 FROM ${sharedRows(scratch, task)} s
                          WHERE ${agree("s", traced.table, key, quote)} AND s._ordinal >= $2 AND s._ordinal < $3)
         AND NOT EXISTS (SELECT 1 FROM ${scratch.distinct(task)} d WHERE ${agree("d", traced.table, key, quote)})`,
      [source.name, first, next],
    );
    await removeLineage(work, task, source);
  }
}
