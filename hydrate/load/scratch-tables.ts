// The names of a run's scratch tables -> the tables, made before its records come and removed when it is over.
import type { Source } from "../../generator/index.ts";
import { SCRATCH_NAME, type Names } from "../names.ts";
import type { Task } from "../tasks.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { keyColumn, mostKeyParts, tablesOf, type Scratch, type Staged } from "./scratch.ts";

/** Makes those that records are staged into, and those that changes are listed in together. */
export async function makeScratch(
  warehouse: Warehouse,
  scratch: Scratch,
  sources: readonly Source[],
  tasks: readonly Task[],
): Promise<void> {
  const statements: string[] = [];
  const make = (name: string, columns: readonly string[]): void => {
    statements.push(`${warehouse.createScratch} ${name} (${columns.join(", ")})`);
  };
  const text = warehouse.textType;
  const listed = tasks.map(scratch.changes).filter((staged) => staged.part !== undefined);
  for (const staged of tablesOf([...sources.map(scratch.records), ...tasks.map(scratch.rows)]))
    make(staged.table, ["_ordinal bigint", ...columnsWritten(staged, warehouse.dialect.identifier)]);
  for (const staged of tablesOf(listed)) {
    make(staged.table, columnsWritten(staged, warehouse.dialect.identifier));
    if (warehouse.dialect.enforcesKeys) statements.push(`CREATE INDEX ON ${staged.table} (_part)`);
  }
  make(scratch.faults, [
    "_ordinal bigint",
    "_file bigint",
    `_code ${text}`,
    `_column ${text}`,
    `_reason ${text}`,
    ...Array.from({ length: mostKeyParts(sources) }, (_, at) => `${keyColumn(at)} ${text}`),
  ]);
  make(scratch.settled, [
    "_ordinal bigint",
    "_file bigint",
    `_verdict ${text}`,
    "_winner_run bigint",
    "_winner bigint",
  ]);
  make(scratch.gaveWay, ["_ordinal bigint", `_table ${text}`, `_to ${text}`]);
  make(scratch.files, ["_number bigint", `_name ${text}`, `_source ${text}`]);
  await warehouse.script(statements);
}

/** The columns of a scratch table after `_ordinal`, as CREATE TABLE wants them. */
export function columnsWritten(
  { part, columns }: Pick<Staged, "part" | "columns">,
  quote: (name: string) => string,
): readonly string[] {
  return [
    ...(part === undefined ? [] : ["_part bigint"]),
    ...columns.map(({ name, type }) => `${quote(name)} ${type}`),
  ];
}

/** Makes lines that share a table quick to find, once they are all there. */
export async function indexShared(
  warehouse: Warehouse,
  scratch: Scratch,
  sources: readonly Source[],
  tasks: readonly Task[],
): Promise<void> {
  // A warehouse without indexes has them in the order they came, part by part.
  if (!warehouse.dialect.enforcesKeys) return;
  const shared = tablesOf([...sources.map(scratch.records), ...tasks.map(scratch.rows)]).filter(
    ({ part }) => part !== undefined,
  );
  await warehouse.script(
    shared.flatMap(({ table }) => [`CREATE INDEX ON ${table} (_part)`, `ANALYZE ${table}`]),
  );
}

/**
 * Removes what runs have left behind.
 * @param run the run whose tables go; undefined: of all runs, which only the holder of the lease may do
 */
export async function clearScratch(
  warehouse: Warehouse,
  names: Names,
  run: number | undefined,
): Promise<void> {
  const left = (await warehouse.tablesOf(names.schema)).filter(
    ({ name }) => SCRATCH_NAME.test(name) && (run === undefined || name.startsWith(`run_${run}_`)),
  );
  for (let from = 0; from < left.length; from += AT_ONCE) {
    const some = left
      .slice(from, from + AT_ONCE)
      .map(({ name }) => `${names.quotedSchema}.${names.quote(name)}`);
    await warehouse.query(`DROP TABLE IF EXISTS ${some.join(", ")}`);
  }
}

/** How many tables are dropped in one statement: each takes locks until it ends. */
const AT_ONCE = 200;
