// The model's tables x those of the warehouse -> what must be made or widened first, or a refusal in words.
import { createTable, Mistake, type Column, type Table } from "../../generator/index.ts";
import { refuseUnfit } from "./fit.ts";
import { insertLines } from "./insert.ts";
import { lineageColumns } from "./lineage.ts";
import type { Names } from "../names.ts";
import type { Task } from "../tasks.ts";
import type { ExistingTable, Warehouse } from "../warehouse/warehouse.ts";
import { listed } from "../words.ts";

/** What has to happen to the warehouse's tables before rows are published. */
export interface TableChanges {
  /** Tables that are not there yet. */
  readonly made: readonly Task[];
  /** Statements for tables that are there, in order. */
  readonly statements: readonly string[];
  /** What is changed, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Compares; changes nothing.
 * @param tasks of the tables that will be filled
 * @throws Mistake when a table is there in a form that cannot be filled, with the statement that helps
 */
export async function compareTables(
  tasks: readonly Task[],
  warehouse: Warehouse,
  names: Names,
): Promise<TableChanges> {
  refuseUnfit(tasks, names, warehouse);
  const existing = new Map(
    (await warehouse.tablesOf(names.publishedSchema)).map((table) => [table.name, table]),
  );
  const lineages = new Map((await warehouse.tablesOf(names.schema)).map((table) => [table.name, table]));
  const complaints: string[] = [];
  const made: Task[] = [];
  const statements: string[] = [];
  const notes: string[] = [];
  for (const task of tasks) {
    const { table } = task;
    const found = existing.get(table.name);
    if (found === undefined) {
      made.push(task);
      continue;
    }
    const quoted = names.published(table.name);
    const { added, loosened, wrong } = compare(table, found, quoted, warehouse);
    complaints.push(...wrong);
    if (wrong.length === 0 && !sameLineage(task, lineages.get(names.lineagePlain(table.name)), warehouse)) {
      complaints.push(
        `Table \`${table.name}\`: the key of its source has changed, so nobody can say any more which record its rows came from.\n    DROP TABLE ${quoted};`,
      );
    }
    for (const column of added) {
      statements.push(
        `ALTER TABLE ${quoted} ADD COLUMN ${names.quote(column.name)} ${warehouse.dialect.columnType(column.type)}`,
      );
    }
    for (const column of loosened) {
      statements.push(`ALTER TABLE ${quoted} ALTER COLUMN ${names.quote(column.name)} DROP NOT NULL`);
    }
    if (added.length > 0) {
      notes.push(
        `table ${table.name} has got the new ${added.length === 1 ? "column" : "columns"} ${listed(added.map((column) => column.name))}, empty for rows that are not in this drop; hydrate the earlier drops again to fill ${added.length === 1 ? "it" : "them"}`,
      );
    }
  }
  if (complaints.length > 0) {
    throw new Mistake(
      `The tables in the warehouse are not as the model says, and only you can decide about what they hold. Nothing of this drop was loaded.\n${complaints.map((line) => `  ${line}`).join("\n")}\nRun what is named here (after DROP TABLE, hydrate all drops again, the oldest first), or change the model; then run the same command again. With the embedded database there is a shorter way: delete the folder .viewfinder beside the model, and hydrate all drops again.`,
    );
  }
  return { made, statements, notes };
}

/** Makes and widens the tables, without indexes beside those of keys. Call it inside the transaction that publishes. */
export async function changeTables(
  changes: TableChanges,
  run: number,
  warehouse: Warehouse,
  names: Names,
): Promise<void> {
  if (changes.made.length > 0 && !(await warehouse.hasSchema(names.publishedSchema))) {
    await warehouse.query(`CREATE SCHEMA ${names.quote(names.publishedSchema)}`);
  }
  const creates = changes.made.map(
    ({ table }) => createTable(table, names.publishedSchema, table.name, warehouse.dialect)[0] ?? "",
  );
  await warehouse.script([...creates, ...changes.statements]);
  await recordMade(changes.made, run, warehouse, names);
}

/** Before a table was made for the first time it was empty; of a table that somebody dropped nobody knows. */
async function recordMade(
  made: readonly Task[],
  run: number,
  warehouse: Warehouse,
  names: Names,
): Promise<void> {
  if (made.length === 0) return;
  const tables = names.kept("tables");
  const found = await warehouse.query<{ name: string }>(`SELECT name FROM ${tables}`);
  const before = new Set(found.rows.map((row) => row.name));
  for (const { table } of made)
    if (before.has(table.name)) await warehouse.query(`DELETE FROM ${tables} WHERE name = $1`, [table.name]);
  const lines = made.map(({ table }) => [table.name, run, before.has(table.name) ? run : 0]);
  await insertLines(warehouse, tables, ["name", "made_by_run", "kept_from"], lines);
}

/** Makes the indexes of tables that were made, after their rows have come: sorting once is quicker than finding places. */
export async function indexTables(changes: TableChanges, warehouse: Warehouse, names: Names): Promise<void> {
  await warehouse.script(
    changes.made.flatMap(({ table }) =>
      createTable(table, names.publishedSchema, table.name, warehouse.dialect).slice(1),
    ),
  );
}

function compare(
  table: Table,
  found: ExistingTable,
  quoted: string,
  { dialect, canLoosen, canRetype }: Warehouse,
): {
  readonly added: readonly Column[];
  readonly loosened: readonly Column[];
  readonly wrong: readonly string[];
} {
  const wrong: string[] = [];
  const added: Column[] = [];
  const loosened: Column[] = [];
  const remake = `DROP TABLE ${quoted};`;
  for (const column of table.columns) {
    const there = found.columns.find((one) => one.name === column.name);
    const type = dialect.columnType(column.type);
    if (there === undefined && column.required) {
      wrong.push(
        `Table \`${table.name}\` has no column \`${column.name}\`, which must hold a value in every row.\n    ${remake}`,
      );
    } else if (there === undefined) {
      added.push(column);
    } else if (plain(there.type) !== plain(type)) {
      const change = !table.key.includes(column.name) && canRetype(there.type, type);
      const alter = `ALTER TABLE ${quoted} ALTER COLUMN ${dialect.identifier(column.name)} TYPE ${type};`;
      wrong.push(
        `Table \`${table.name}\`: column \`${column.name}\` is ${there.type}, the model says ${type}.\n    ${change ? alter : remake}`,
      );
    } else if (there.required && !column.required && canLoosen) {
      loosened.push(column);
    } else if (there.required && !column.required) {
      wrong.push(
        `Table \`${table.name}\`: column \`${column.name}\` must hold a value in every row, and the model says that it need not; this warehouse cannot change that.\n    ${remake}`,
      );
    }
  }
  for (const column of found.columns) {
    if (table.columns.some((one) => one.name === column.name)) continue;
    wrong.push(
      `Table \`${table.name}\` has a column \`${column.name}\` (${column.type}) that the model does not name.\n    ALTER TABLE ${quoted} DROP COLUMN ${dialect.identifier(column.name)};`,
    );
  }
  if (wrong.length === 0 && dialect.enforcesKeys && found.key.join() !== table.key.join()) {
    const key = found.key.length === 0 ? "no key" : `the key ${listed(found.key)}`;
    wrong.push(`Table \`${table.name}\` has ${key}, the model says ${listed(table.key)}.\n    ${remake}`);
  }
  return { added, loosened, wrong };
}

/** A missing lineage is no trouble: the table was filled by something else, and nothing is known of its rows. */
function sameLineage(task: Task, found: ExistingTable | undefined, warehouse: Warehouse): boolean {
  if (found === undefined) return true;
  // Of our own columns, which begin with `_`, the names tell enough.
  const told = ({ name, type }: { readonly name: string; readonly type: string }): string =>
    name.startsWith("_") ? name : `${name} ${plain(type)}`;
  const wanted = lineageColumns(task, warehouse).map(told);
  return wanted.join() === found.columns.map(told).join();
}

function plain(type: string): string {
  return type.toLowerCase().replaceAll(" ", "");
}
