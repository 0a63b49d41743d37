// Tables of a warehouse that enforces no keys -> the proof that each key stands in them once.
import { Mistake } from "../../generator/index.ts";
import type { Task } from "../tasks.ts";
import { count } from "../words.ts";
import type { Work } from "./work.ts";

/**
 * A planner that trusts keys nobody enforces gives wrong answers where one stands twice (Redshift, "Defining
 * constraints"), so they are counted: first in what is about to be published, then in the tables as they will be seen.
 * Call it inside the transaction that publishes, at its end.
 * @throws Mistake when somebody else has written rows into a table; Error when we would have, which is our bug
 */
export async function proveUnique(work: Work): Promise<void> {
  if (work.warehouse.dialect.enforcesKeys) return;
  for (const task of work.tasks) {
    const staged = task.owner === undefined ? work.scratch.distinct(task) : work.scratch.rows(task).lines;
    const twice = await keysTwice(work, task, staged);
    if (twice !== undefined)
      throw new Error(`staged rows of ${task.table.name} hold a key twice: ${twice.first}`);
  }
  const complaints: string[] = [];
  for (const task of work.tasks) {
    const twice = await keysTwice(work, task, work.names.published(task.table.name));
    if (twice === undefined) continue;
    complaints.push(
      `  table \`${task.table.name}\`: ${count(twice.keys, "key")} ${twice.keys === 1 ? "stands" : "stand"} in several rows, the first: ${twice.first}`,
    );
  }
  if (complaints.length === 0) return;
  throw new Mistake(
    `Tables hold rows that are not hydrate's, with keys that other rows have; this warehouse does not prevent it, and its answers are wrong while it is so.\n${complaints.join("\n")}\nNothing of this drop was loaded. Delete the rows that are too many, and run the same command again.`,
  );
}

async function keysTwice(
  { warehouse, names }: Work,
  { table }: Task,
  rows: string,
): Promise<{ readonly keys: number; readonly first: string } | undefined> {
  const key = table.key.map(names.quote);
  const spelled = table.key.map((name, at) => `${warehouse.asText(names.quote(name))} AS _key${at}`);
  const found = await warehouse.query<Readonly<Record<string, string>>>(
    `SELECT ${spelled.join(", ")}, count(*) OVER () AS _keys
       FROM (SELECT ${key.join(", ")} FROM ${rows} r GROUP BY ${key.join(", ")} HAVING count(*) > 1) twice
      ORDER BY ${key.join(", ")} LIMIT 1`,
  );
  const [row] = found.rows;
  if (row === undefined) return undefined;
  const first = table.key.map((name, at) => `${name} ${row[`_key${at}`]}`).join(", ");
  return { keys: Number(row["_keys"]), first };
}
