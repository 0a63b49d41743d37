// Records that are loaded, but not into every table of their source -> where each of them gave way, and to what, for the ledger.
import type { Task } from "../tasks.ts";
import { sourcesOf, type Work } from "./work.ts";

/** What a record gave way to in one table: another source of the drop, a later month, or (put through again) what came since. */
export type GaveWayTo = "source" | "later_month" | "since";

/**
 * Writes down the records that own no rows of a table any more and are not written down yet. Call it whenever
 * owners were removed.
 */
export async function keepGaveWay(work: Work, task: Task, to: GaveWayTo): Promise<void> {
  const { warehouse, scratch } = work;
  for (const source of sourcesOf(work, task)) {
    await warehouse.query(
      `INSERT INTO ${scratch.gaveWay} (_ordinal, _table, _to)
       SELECT s._ordinal, ${warehouse.asText("$1")}, ${warehouse.asText("$2")} FROM ${scratch.records(source).lines} s
        WHERE NOT EXISTS (SELECT 1 FROM ${scratch.owners(task)} o WHERE o._ordinal = s._ordinal)
          AND NOT EXISTS (SELECT 1 FROM ${scratch.gaveWay} g WHERE g._ordinal = s._ordinal AND g._table = $1)`,
      [task.table.name, to],
    );
  }
}

/** Copies them into the ledger. Call it inside the transaction that publishes. */
export async function recordGaveWay({ run, warehouse, scratch, names }: Work): Promise<void> {
  await warehouse.query(
    `INSERT INTO ${names.kept("gave_way")} (run, ordinal, table_name, gave_way_to)
     SELECT CAST($1 AS bigint), g._ordinal, g._table, g._to FROM ${scratch.gaveWay} g`,
    [run],
  );
}
