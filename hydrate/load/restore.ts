// What is kept of a table's past -> the table as it was after an earlier run, or, once back, as it was after a later one.
import type { TableReport } from "../outcome.ts";
import type { Task } from "../tasks.ts";
import { beginChanges, carryOut, listChanged, listOf, listRemoved, type ChangeCounts } from "./change.ts";
import { openHistory, tracedLineage, tracedRows, type Traced, type Tracing } from "./history.ts";
import { agree, columnsOf } from "./match.ts";

/**
 * Brings one table and its lineage to what they were after a run. What they are now is kept, so that this can
 * be taken back, too. Inside a transaction.
 * @param to the run; all that was kept since is there
 */
export async function restoreTable(tracing: Tracing, task: Task, to: number): Promise<TableReport> {
  const { warehouse, names } = tracing;
  await openHistory(tracing, task, false);
  // The table was not there yet, and a table that is not there holds no rows.
  const empty = to < (tracing.records.get(task.table.name)?.madeBy ?? 0);
  const counts = await restore(tracing, tracedRows(task, warehouse, names), to, empty, (what) =>
    names.scratch(tracing.run, `${what}_${task.number}_${task.table.name}`),
  );
  await restore(tracing, tracedLineage(task, warehouse, names), to, empty, (what) =>
    names.scratch(tracing.run, `${what}_of_${task.number}_${task.table.name}`),
  );
  const left = await warehouse.query<{ n: string }>(
    `SELECT count(*) AS n FROM ${names.published(task.table.name)}`,
  );
  const unchanged = Number(left.rows[0]?.n) - counts.added - counts.changed;
  return { table: task.table.name, ...counts, unchanged };
}

async function restore(
  tracing: Tracing,
  traced: Traced,
  to: number,
  empty: boolean,
  scratch: (what: string) => string,
): Promise<ChangeCounts> {
  const { warehouse, names } = tracing;
  const quote = names.quote;
  const [then, list] = [scratch("then"), scratch("changes")];
  const columns = traced.columns.map(({ name }) => name);
  await warehouse.query(
    `${warehouse.createScratch} ${then} (_was boolean, ${traced.columns.map(({ name, type }) => `${quote(name)} ${type}`).join(", ")})`,
  );
  const changes = await beginChanges(tracing, listOf(traced, list, warehouse));
  if (empty) {
    await listRemoved(tracing, traced, changes, "TRUE");
  } else {
    // What a row was before the first run that changed it after `to` is what it was after `to`.
    await warehouse.query(
      `INSERT INTO ${then} (_was, ${columns.map(quote).join(", ")})
       SELECT _was, ${columnsOf("b", columns, quote)}
         FROM (SELECT h.*, row_number() OVER (PARTITION BY ${columnsOf("h", traced.key, quote)} ORDER BY h._of_run) AS _place
                 FROM ${traced.history} h WHERE h._of_run > $1) b
        WHERE _place = 1`,
      [to],
    );
    await listRemoved(
      tracing,
      traced,
      changes,
      `EXISTS (SELECT 1 FROM ${then} b WHERE ${agree("b", traced.table, traced.key, quote)} AND NOT b._was)`,
    );
    await warehouse.query(`DELETE FROM ${then} WHERE NOT _was`);
    await listChanged(tracing, traced, changes, then);
  }
  await carryOut(tracing, traced, changes, then, true);
  return changes.counts;
}
