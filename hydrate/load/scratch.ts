// The scratch tables of one run: what passed and what did not, before anybody sees it.
import type { Source } from "../../generator/index.ts";
import { SCRATCH_NAME, type Names } from "../names.ts";
import type { Task } from "../tasks.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** Quoted names of one run's scratch tables. Columns of our own begin with `_`, which no name of a model does. */
export interface Scratch {
  /** One line for each record of a source that passed: `_ordinal`, `_file`, `_hash`, `_rank`, and its key as `_key_0`, … */
  readonly records: (source: Source) => string;
  /** One line for each row: `_ordinal` of its record, and the table's columns. */
  readonly rows: (task: Task) => string;
  /** The rows of a shared table with one line for each key: the last. */
  readonly distinct: (task: Task) => string;
  /** One line for each record that fills an owned table: the owner columns, `_ordinal`, `_source`, `_hash`. */
  readonly owners: (task: Task) => string;
  /** The keys of a table's rows that change: `_change` says how. */
  readonly changes: (task: Task) => string;
  /** Records that go to quarantine: `_ordinal`, `_code`, `_column`, `_reason`. */
  readonly faults: string;
  /** Records that passed and still are not loaded: `_ordinal`, `_verdict`, and the record that stays: `_winner_run`, `_winner`. */
  readonly settled: string;
  /** The run's files: `_number`, `_name`, `_source`. */
  readonly files: string;
}

/** Names the scratch tables of a run. */
export function scratchOf(names: Names, run: number, sources: readonly Source[]): Scratch {
  return {
    records: (source) => names.scratch(run, `records_${sources.indexOf(source)}_${source.name}`),
    rows: (task) => names.scratch(run, `rows_${task.number}_${task.table.name}`),
    distinct: (task) => names.scratch(run, `distinct_${task.number}_${task.table.name}`),
    owners: (task) => names.scratch(run, `owners_${task.number}_${task.table.name}`),
    changes: (task) => names.scratch(run, `changes_${task.number}_${task.table.name}`),
    faults: names.scratch(run, "faults"),
    settled: names.scratch(run, "settled"),
    files: names.scratch(run, "files"),
  };
}

/** Makes those that records are staged into. */
export async function makeScratch(
  warehouse: Warehouse,
  scratch: Scratch,
  sources: readonly Source[],
  tasks: readonly Task[],
): Promise<void> {
  const make = (name: string, columns: readonly string[]): Promise<unknown> =>
    warehouse.query(`${warehouse.createScratch} ${name} (${columns.join(", ")})`);
  const text = warehouse.textType;
  for (const source of sources) {
    const types = recordTypes(source, warehouse);
    await make(
      scratch.records(source),
      types.map(({ name, type }) => `${name} ${type}`),
    );
  }
  for (const task of tasks) {
    const columns = task.table.columns.map(
      (column) => `${warehouse.dialect.identifier(column.name)} ${warehouse.dialect.columnType(column.type)}`,
    );
    await make(scratch.rows(task), ["_ordinal bigint", ...columns]);
  }
  await make(scratch.faults, ["_ordinal bigint", `_code ${text}`, `_column ${text}`, `_reason ${text}`]);
  await make(scratch.settled, [
    "_ordinal bigint",
    `_verdict ${text}`,
    "_winner_run bigint",
    "_winner bigint",
  ]);
  await make(scratch.files, ["_number bigint", `_name ${text}`, `_source ${text}`]);
}

/** Columns of `records(source)`. */
export function recordTypes(
  source: Source,
  warehouse: Pick<Warehouse, "dialect" | "bytesType" | "textType">,
): readonly { readonly name: string; readonly type: string }[] {
  const typeOf = (name: string): string => {
    const shape = source.columns.find((column) => column.name === name)?.shape;
    return warehouse.dialect.columnType(
      shape?.kind === "scalar" ? shape.type : { kind: "text", bytes: undefined },
    );
  };
  return [
    { name: "_ordinal", type: "bigint" },
    { name: "_file", type: "bigint" },
    { name: "_hash", type: warehouse.bytesType },
    {
      name: "_rank",
      type: "column" in source.duplicates ? typeOf(source.duplicates.column) : warehouse.textType,
    },
    ...source.key.map((name, index) => ({ name: keyColumn(index), type: typeOf(name) })),
  ];
}

/** The column of `records(source)` that holds a part of the source's key. @param part counts from 0 */
export function keyColumn(part: number): string {
  return `_key_${part}`;
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
