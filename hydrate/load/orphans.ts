// Tables as they are about to be seen -> a refusal when a row refers to a row that is not there.
import { Mistake, type Table } from "../../generator/index.ts";
import { lineageKey } from "./lineage.ts";
import { agree } from "./match.ts";
import type { Task } from "../tasks.ts";
import type { Work } from "./work.ts";
import { count, number, shown } from "../words.ts";

interface Orphan {
  readonly value: string;
  readonly run: string;
  readonly record: string;
  readonly line: string;
  readonly here: string | null;
  readonly there: string | null;
  readonly every: string;
}

const MOST_EXAMPLES = 3;

/**
 * Asserts every reference that this run can have broken, from both ends. Warehouses such as Redshift do not.
 * @param all the model's tasks, all of whose tables are there
 * @throws Mistake that names the rows by file, record and line
 */
export async function refuseOrphans(work: Work, all: readonly Task[]): Promise<void> {
  const touched = new Set(work.tasks.map((task) => task.table.name));
  const complaints: string[] = [];
  for (const task of all) {
    for (const reference of task.table.references) {
      const target = all.find((one) => one.table.name === reference.table)?.table;
      if (target === undefined || (!touched.has(task.table.name) && !touched.has(target.name))) continue;
      const orphans = await findOrphans(work, task, reference.column, target);
      if (orphans.length > 0) complaints.push(explain(work, task.table, reference.column, target, orphans));
    }
  }
  if (complaints.length === 0) return;
  throw new Mistake(
    [
      ...complaints,
      await quarantinedHere(work),
      "Nothing of this drop was loaded. Have what is missing delivered in the same drop or before it, or take the reference out of the model, and run the same command again.",
    ]
      .filter((line) => line !== "")
      .join("\n"),
  );
}

async function findOrphans(
  work: Work,
  task: Task,
  column: string,
  target: Table,
): Promise<readonly Orphan[]> {
  const { run, warehouse, scratch, names } = work;
  const quote = names.quote;
  const [key = ""] = target.key;
  const found = await warehouse.query<Orphan>(
    `SELECT ${warehouse.asText(`t.${quote(column)}`)} AS value, l._run AS run, w.record, w.line, here._name AS here, there.name AS there,
            count(*) OVER () AS every
       FROM ${names.published(task.table.name)} t
       LEFT JOIN ${names.lineage(task.table.name)} l ON ${agree("l", "t", lineageKey(task), quote)}
       LEFT JOIN ${names.kept("raw_records")} w ON w.run = l._run AND w.ordinal = l._ordinal
       LEFT JOIN ${scratch.files} here ON l._run = $1 AND here._number = w.file
       LEFT JOIN ${names.kept("files")} there ON there.run = l._run AND there.number = w.file
      WHERE t.${quote(column)} IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM ${names.published(target.name)} x WHERE x.${quote(key)} = t.${quote(column)})
      ORDER BY l._run DESC, l._ordinal, t.${quote(column)}
      LIMIT ${MOST_EXAMPLES}`,
    [run],
  );
  return found.rows;
}

function explain(
  work: Work,
  table: Table,
  column: string,
  target: Table,
  orphans: readonly Orphan[],
): string {
  const every = Number(orphans[0]?.every);
  const lines = orphans.map((orphan) => {
    const value = `${column} ${shown(orphan.value)}`;
    if (orphan.record === null) return `  ${value}`;
    const place = `record ${number(Number(orphan.record))} on line ${number(Number(orphan.line))} of ${orphan.here ?? orphan.there}`;
    const before =
      Number(orphan.run) === work.run
        ? ""
        : `, loaded by run ${orphan.run}; this drop takes away what it refers to`;
    return `  ${value}: ${place}${before}`;
  });
  if (every > orphans.length) lines.push(`  and ${number(every - orphans.length)} more`);
  return [
    `${count(every, "row")} of table \`${table.name}\` would refer to ${every === 1 ? "a row" : "rows"} of \`${target.name}\` that ${every === 1 ? "is" : "are"} not there:`,
    ...lines,
  ].join("\n");
}

/** What is missing may be in this very drop, and in quarantine. */
async function quarantinedHere({ run, warehouse, scratch, names }: Work): Promise<string> {
  const found = await warehouse.query<{ line: string; name: string; reason: string; every: string }>(
    `SELECT w.line, f._name AS name, x._reason AS reason, count(*) OVER () AS every
       FROM ${scratch.faults} x
       JOIN ${names.kept("raw_records")} w ON w.run = $1 AND w.ordinal = x._ordinal
       JOIN ${scratch.files} f ON f._number = w.file
      ORDER BY x._ordinal LIMIT ${MOST_EXAMPLES}`,
    [run],
  );
  const [first] = found.rows;
  if (first === undefined) return "";
  const every = Number(first.every);
  return [
    `${count(every, "record")} of this drop did not pass, which may be why:`,
    ...found.rows.map((row) => `  ${row.name}:${row.line} ${row.reason}`),
    ...(every > found.rows.length ? [`  and ${number(every - found.rows.length)} more`] : []),
  ].join("\n");
}
