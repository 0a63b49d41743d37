// Lineage: beside each published table, the record that every row of it came from.
import type { Column, Table } from "../../generator/index.ts";
import type { Names } from "../names.ts";
import type { Task } from "../tasks.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/**
 * The columns by which lineage finds rows. An owned table has one line for each record that fills it, also
 * when the record gives no rows; a shared table has one for each row and source, since several bring it.
 */
export function lineageKey(task: Task): readonly string[] {
  return task.owner ?? task.table.key;
}

/**
 * The columns of a table's lineage, those of its key first; ours begin with `_`, which no name of a model
 * does. `_hash` is that of the whole record, and kept for owned tables only.
 */
export function lineageColumns(
  task: Task,
  warehouse: Pick<Warehouse, "dialect" | "bytesType" | "textType">,
): readonly { readonly name: string; readonly type: string }[] {
  const key = lineageKey(task).map((name) => ({
    name,
    type: warehouse.dialect.columnType(columnNamed(task.table, name).type),
  }));
  return [
    ...key,
    { name: "_source", type: warehouse.textType },
    { name: "_run", type: "bigint" },
    { name: "_ordinal", type: "bigint" },
    { name: "_hash", type: warehouse.bytesType },
  ];
}

/**
 * Makes the lineage tables where they are missing, and anew where the published table is new: rows that are gone
 * came from nowhere.
 * @param made the tasks whose published tables are new
 */
export async function makeLineages(
  {
    warehouse,
    names,
    own,
  }: {
    readonly warehouse: Warehouse;
    readonly names: Names;
    /** Hydrate's own tables that are there, by name. */
    readonly own: ReadonlyMap<string, unknown>;
  },
  tasks: readonly Task[],
  made: readonly Task[],
): Promise<void> {
  const anew = new Set(made);
  const statements: string[] = [];
  for (const task of tasks) {
    const lineage = names.lineage(task.table.name);
    const there = own.has(names.lineagePlain(task.table.name));
    if (there && !anew.has(task)) continue;
    if (there) statements.push(`DROP TABLE ${lineage}`);
    const columns = lineageColumns(task, warehouse).map(
      (column) =>
        `${names.quote(column.name)} ${storedType(column, warehouse)}${column.name === "_hash" ? "" : " NOT NULL"}`,
    );
    const primary = [...lineageKey(task), ...(task.owner === undefined ? ["_source"] : [])].map(names.quote);
    statements.push(
      `CREATE TABLE IF NOT EXISTS ${lineage} (${columns.join(", ")}, PRIMARY KEY (${primary.join(", ")}))`,
    );
  }
  await warehouse.script(statements);
}

/** The type of a column of a table that stays, as CREATE TABLE wants it. Ours hold the name of a source and a hash. */
export function storedType(
  { name, type }: { readonly name: string; readonly type: string },
  { alwaysShort }: Pick<Warehouse, "alwaysShort">,
): string {
  return name === "_source" || name === "_hash" ? `${type}${alwaysShort}` : type;
}

function columnNamed(table: Table, name: string): Column {
  const found = table.columns.find((column) => column.name === name);
  if (found === undefined) throw new Error(`table ${table.name} has no column ${name}`);
  return found;
}
