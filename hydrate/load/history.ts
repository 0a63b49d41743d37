// What rows were before each run that changed them, kept for some runs back: from it, every one of these states can be made again.
import type { Names } from "../names.ts";
import type { Task } from "../tasks.ts";
import type { ExistingTable, Warehouse } from "../warehouse/warehouse.ts";
import type { TableRecord } from "../table-records.ts";
import { lineageColumns, lineageKey, storedType } from "./lineage.ts";
import { columnsOf } from "./match.ts";

/** A table whose rows are kept track of: a published one, or its lineage. */
export interface Traced {
  /** Its quoted name, which also is what statements call its rows. */
  readonly table: string;
  readonly history: string;
  readonly historyPlain: string;
  readonly key: readonly string[];
  /** All columns, with the types the warehouse knows them by. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** What keeping track needs to know of a run. */
export interface Tracing {
  readonly run: number;
  /** The run whose rows were seen before it; 0 when there was none. */
  readonly head: number;
  readonly warehouse: Warehouse;
  readonly names: Names;
  /** Hydrate's own tables as they are, by name. */
  readonly own: ReadonlyMap<string, ExistingTable>;
  readonly records: ReadonlyMap<string, TableRecord>;
}

/** A published table, to keep track of. */
export function tracedRows({ table }: Task, warehouse: Warehouse, names: Names): Traced {
  return {
    table: names.published(table.name),
    history: names.history(table.name, "rows"),
    historyPlain: names.historyPlain(table.name, "rows"),
    key: table.key,
    columns: table.columns.map(({ name, type }) => ({ name, type: warehouse.dialect.columnType(type) })),
  };
}

/** The lineage of a published table, to keep track of. */
export function tracedLineage(task: Task, warehouse: Warehouse, names: Names): Traced {
  const { name } = task.table;
  return {
    table: names.lineage(name),
    history: names.history(name, "lineage"),
    historyPlain: names.historyPlain(name, "lineage"),
    key: task.owner === undefined ? [...lineageKey(task), "_source"] : lineageKey(task),
    columns: lineageColumns(task, warehouse),
  };
}

/**
 * Makes ready to write down what rows of a table were. A table that this run makes needs nothing of it:
 * before, it was empty.
 */
export async function openHistory(tracing: Tracing, task: Task, isNew: boolean): Promise<void> {
  const { head, warehouse, names, own, records } = tracing;
  const { name } = task.table;
  const both = [tracedRows(task, warehouse, names), tracedLineage(task, warehouse, names)];
  if (isNew) {
    // What was kept of a table of the same name that somebody dropped leads nowhere.
    for (const { history, historyPlain } of both) {
      if (own.has(historyPlain)) await warehouse.query(`DROP TABLE ${history}`);
    }
    return;
  }
  let begun = records.get(name)?.keptFrom === undefined;
  for (const traced of both) begun = (await makeHistory(traced, tracing)) || begun;
  if (!begun) return;
  const set = await warehouse.query(`UPDATE ${names.kept("tables")} SET kept_from = $2 WHERE name = $1`, [
    name,
    head,
  ]);
  if (set.count > 0) return;
  await warehouse.query(
    `INSERT INTO ${names.kept("tables")} (name, made_by_run, kept_from) VALUES ($1, 0, $2)`,
    [name, head],
  );
}

/** @returns true when what was kept before is of no use any more */
async function makeHistory(traced: Traced, { warehouse, names, own }: Tracing): Promise<boolean> {
  const { history, historyPlain, columns } = traced;
  const found = own.get(historyPlain);
  const create = async (): Promise<void> => {
    const written = columns.map((column) => `${names.quote(column.name)} ${storedType(column, warehouse)}`);
    await warehouse.query(
      `CREATE TABLE ${history} (_of_run bigint NOT NULL, _was boolean NOT NULL, ${written.join(", ")})`,
    );
  };
  if (found === undefined) {
    await create();
    return false;
  }
  const plain = (type: string): string => type.toLowerCase().replaceAll(" ", "");
  // Of our own columns, which begin with `_`, the names tell enough.
  const odd = columns.some(
    ({ name, type }) =>
      !name.startsWith("_") &&
      found.columns.some((one) => one.name === name && plain(one.type) !== plain(type)),
  );
  if (odd) {
    await warehouse.query(`DROP TABLE ${history}`);
    await create();
    return true;
  }
  for (const { name, type } of columns) {
    if (found.columns.some((one) => one.name === name)) continue;
    await warehouse.query(`ALTER TABLE ${history} ADD COLUMN ${names.quote(name)} ${type}`);
  }
  return false;
}

/**
 * Writes down rows as they are.
 * @param where which: a condition on the table's row
 */
export async function keepRows(
  { run, warehouse, names }: Pick<Tracing, "run" | "warehouse" | "names">,
  traced: Traced,
  where: string,
  values: readonly unknown[] = [],
): Promise<void> {
  const columns = traced.columns.map(({ name }) => name);
  await warehouse.query(
    `INSERT INTO ${traced.history} (_of_run, _was, ${columns.map(names.quote).join(", ")})
     SELECT CAST($${values.length + 1} AS bigint), TRUE, ${columnsOf(traced.table, columns, names.quote)} FROM ${traced.table} WHERE ${where}`,
    [...values, run],
  );
}

/**
 * Writes down that rows were not there.
 * @param keys a query that gives their keys
 */
export async function keepAbsence(
  { run, warehouse, names }: Pick<Tracing, "run" | "warehouse" | "names">,
  traced: Traced,
  keys: string,
  values: readonly unknown[] = [],
): Promise<void> {
  const key = traced.key;
  await warehouse.query(
    `INSERT INTO ${traced.history} (_of_run, _was, ${key.map(names.quote).join(", ")})
     SELECT CAST($${values.length + 1} AS bigint), FALSE, ${columnsOf("k", key, names.quote)} FROM (${keys}) k`,
    [...values, run],
  );
}

/** How many runs back the tables can be brought, where the model does not say it. */
export const GENERATIONS = 12;

/**
 * Forgets what rows were before the runs that are too far back.
 * @param tasks those whose tables this run has changed
 */
export async function pruneHistory(
  { warehouse, names, own, records }: Tracing,
  tasks: readonly Task[],
  generations: number,
): Promise<void> {
  const found = await warehouse.query<{ id: string }>(
    `SELECT id FROM ${names.kept("runs")} WHERE state = 'published' ORDER BY id DESC LIMIT 1 OFFSET $1`,
    [generations],
  );
  const floor = Number(found.rows[0]?.id ?? 0);
  if (floor === 0) return;
  const old = tasks.filter(({ table }) => (records.get(table.name)?.keptFrom ?? 0) < floor);
  const forget = async ({ table: { name } }: Task): Promise<void> => {
    for (const of of ["rows", "lineage"] as const) {
      if (!own.has(names.historyPlain(name, of))) continue;
      await warehouse.query(`DELETE FROM ${names.history(name, of)} WHERE _of_run <= $1`, [floor]);
    }
    await warehouse.query(
      `UPDATE ${names.kept("tables")} SET kept_from = $2 WHERE name = $1 AND kept_from < $2`,
      [name, floor],
    );
  };
  await warehouse.abreast(old.map((task) => () => forget(task)));
}
