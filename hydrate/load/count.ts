// Rows that are staged -> how many there are for each table.
import type { Task } from "../tasks.ts";
import { tablesOf } from "./scratch.ts";
import type { Work } from "./work.ts";

/** Call it once everything is settled and arranged. @returns rows for each task */
export async function countStaged({ warehouse, scratch, tasks }: Work): Promise<ReadonlyMap<Task, number>> {
  const counts = new Map<Task, number>();
  const owned = tasks.filter((task) => task.owner !== undefined);
  for (const { table, part } of tablesOf(owned.map(scratch.rows))) {
    const by = part === undefined ? "" : "GROUP BY _part";
    const found = await warehouse.query<{ part: string | null; n: string }>(
      `SELECT ${part === undefined ? "NULL" : "_part"} AS part, count(*) AS n FROM ${table} ${by}`,
    );
    const parts = new Map(found.rows.map((row) => [row.part, Number(row.n)]));
    for (const task of owned) {
      const staged = scratch.rows(task);
      if (staged.table !== table) continue;
      counts.set(task, parts.get(staged.part === undefined ? null : String(staged.part)) ?? 0);
    }
  }
  for (const task of tasks) {
    if (task.owner !== undefined) continue;
    const found = await warehouse.query<{ n: string }>(`SELECT count(*) AS n FROM ${scratch.distinct(task)}`);
    counts.set(task, Number(found.rows[0]?.n));
  }
  return counts;
}
