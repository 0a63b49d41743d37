// The scratch tables of one run: what passed and what did not, before anybody sees it.
import type { Source } from "../../generator/index.ts";
import type { Names } from "../names.ts";
import type { Task } from "../tasks.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** A column of a scratch table: its name there, what it stands for, and its type. Names are not quoted. */
export interface ScratchColumn {
  readonly name: string;
  readonly means: string;
  readonly type: string;
}

/**
 * Where the lines of one source or table are. Small sources whose lines are alike share a scratch table: a
 * thousand tables cost more than what is in them.
 */
export interface Staged {
  /** The quoted name of the table, and what it is called in it and after `run_…_`. */
  readonly table: string;
  readonly plain: string;
  /** What marks these lines in the column `_part`; undefined where the table is theirs alone. */
  readonly part: number | undefined;
  /** Those after `_ordinal` and `_part`. */
  readonly columns: readonly ScratchColumn[];
  /** These lines alone, columns as what they stand for: SQL to stand after FROM, before a name of its own. */
  readonly lines: string;
}

/** The scratch tables of one run. Columns of our own begin with `_`, which no name of a model does. */
export interface Scratch {
  /** One line for each record of a source that passed: `_ordinal`, `_file`, `_hash`, `_rank`, and its key as `_key_0`, … */
  readonly records: (source: Source) => Staged;
  /** One line for each row: `_ordinal` of its record, and the table's columns. */
  readonly rows: (task: Task) => Staged;
  /** The keys of a table's rows that change: `_change` says how. */
  readonly changes: (task: Task) => Staged;
  /**
   * The rows of a shared table, each once for each source that brings it: `_ordinal` is that of the last record that
   * does, `_first` that of the first. Quoted name; only where the rows have a scratch table of their own.
   */
  readonly variants: (task: Task) => string;
  /** The rows of a shared table with one line for each key: the last. Quoted name. */
  readonly distinct: (task: Task) => string;
  /** One line for each record that fills an owned table: the owner columns, `_ordinal`, `_source`, `_hash`. Quoted name. */
  readonly owners: (task: Task) => string;
  /** Records that go to quarantine: `_ordinal`, `_file`, `_code`, `_column`, `_reason`, and as text what can be read of the key: `_key_0`, … */
  readonly faults: string;
  /** Records that passed and still are not loaded: `_ordinal`, `_file`, `_verdict`, and the record that stays: `_winner_run`, `_winner`. */
  readonly settled: string;
  /** Records that are loaded, but not into a table: `_ordinal`, `_table`, `_to`. */
  readonly gaveWay: string;
  /** The run's files: `_number`, `_name`, `_source`. */
  readonly files: string;
}

/** What scratch tables are made for. */
export interface ScratchOf {
  readonly run: number;
  readonly sources: readonly Source[];
  readonly tasks: readonly Task[];
  /** Whether what a source brings is little. */
  readonly isSmall: (source: Source) => boolean;
}

/** A source that brings no more bytes than this may share scratch tables; finding lines in them costs no more than a table. */
export const SMALL_SOURCE = 256 * 1024;

/** Names the scratch tables of a run. */
export function scratchOf(
  names: Names,
  warehouse: Pick<Warehouse, "dialect" | "bytesType" | "textType">,
  { run, sources, tasks, isSmall }: ScratchOf,
): Scratch {
  const name = (plain: string): string => names.scratch(run, plain);
  const place = <Of>(
    kind: string,
    members: readonly Of[],
    smalls: (one: Of) => boolean,
    called: (one: Of) => string,
    columnsOf: (one: Of) => readonly ScratchColumn[],
    besides: { readonly withOrdinal?: boolean; readonly alike?: (one: Of) => string } = {},
  ): ((one: Of) => Staged) => {
    const shapes = new Map<string, Of[]>();
    for (const one of members.filter(smalls)) {
      const types = columnsOf(one).map((column) => column.type);
      const shape = [...types, besides.alike?.(one)].join();
      shapes.set(shape, [...(shapes.get(shape) ?? []), one]);
    }
    const places = new Map<Of, Staged>();
    for (const [number, alike] of [...shapes.values()].filter((some) => some.length > 1).entries()) {
      for (const [part, one] of alike.entries()) {
        const plain = `${kind}_shared_${number}`;
        const columns = columnsOf(one).map((column, at) => ({ ...column, name: `_${at}` }));
        const read = columns.map((column) => `${names.quote(column.name)} AS ${names.quote(column.means)}`);
        const lines = `(SELECT ${[...(besides.withOrdinal === false ? [] : ["_ordinal"]), ...read].join(", ")} FROM ${name(plain)} WHERE _part = ${part})`;
        places.set(one, { table: name(plain), plain, part, columns, lines });
      }
    }
    return (one) => {
      const found = places.get(one);
      if (found !== undefined) return found;
      const plain = `${kind}_${called(one)}`;
      const alone = {
        table: name(plain),
        plain,
        part: undefined,
        columns: columnsOf(one),
        lines: name(plain),
      };
      places.set(one, alone);
      return alone;
    };
  };
  const large = new Set(sources.filter((source) => !isSmall(source)).map((source) => source.name));
  const small = (task: Task): boolean => !task.feeds.some((feed) => large.has(feed.source));
  const numbered = (task: Task): string => `${task.number}_${task.table.name}`;
  const own = (means: string, type: string): ScratchColumn => ({ name: means, means, type });
  const columnsOf = (task: Task, wanted: (column: string) => boolean): readonly ScratchColumn[] =>
    task.table.columns.flatMap((column) =>
      wanted(column.name) ? [own(column.name, warehouse.dialect.columnType(column.type))] : [],
    );
  return {
    records: place(
      "records",
      sources,
      isSmall,
      (source) => `${sources.indexOf(source)}_${source.name}`,
      (source) => recordColumns(source, warehouse),
      // Rivals are ranked in all of a table at once.
      { alike: ({ duplicates }) => `${duplicates.keep} ${"column" in duplicates}` },
    ),
    rows: place("rows", tasks, small, numbered, (task) => columnsOf(task, () => true)),
    changes: place(
      "changes",
      tasks,
      small,
      numbered,
      (task) => [
        own("_change", warehouse.textType),
        ...columnsOf(task, (column) => task.table.key.includes(column)),
      ],
      { withOrdinal: false },
    ),
    variants: (task) => name(`variants_${numbered(task)}`),
    distinct: (task) => name(`distinct_${numbered(task)}`),
    owners: (task) => name(`owners_${numbered(task)}`),
    faults: name("faults"),
    settled: name("settled"),
    gaveWay: name("gave_way"),
    files: name("files"),
  };
}

/** Columns of the records of a source, after `_ordinal`. */
function recordColumns(
  source: Source,
  warehouse: Pick<Warehouse, "dialect" | "bytesType" | "textType">,
): readonly ScratchColumn[] {
  const typeOf = (name: string): string => {
    const shape = source.columns.find((column) => column.name === name)?.shape;
    return warehouse.dialect.columnType(
      shape?.kind === "scalar" ? shape.type : { kind: "text", bytes: undefined },
    );
  };
  const rule = source.duplicates;
  const own = (means: string, type: string): ScratchColumn => ({ name: means, means, type });
  return [
    own("_file", "bigint"),
    own("_hash", warehouse.bytesType),
    own("_rank", "column" in rule ? typeOf(rule.column) : warehouse.textType),
    ...source.key.map((name, index) => own(keyColumn(index), typeOf(name))),
  ];
}

/** The column of a source's records that holds a part of the source's key. @param part counts from 0 */
export function keyColumn(part: number): string {
  return `_key_${part}`;
}

/** How many parts the longest key of these sources has. */
export function mostKeyParts(sources: readonly Source[]): number {
  return sources.reduce((most, source) => Math.max(most, source.key.length), 1);
}

/** What begins a statement that adds lines, and what each line begins with. */
export interface Into {
  /** `INSERT INTO … (…)` */
  readonly into: string;
  /** Stands after SELECT, before the values of the columns. */
  readonly mark: string;
}

/** @param means what the columns stand for that lines are added with, in the order of their values */
export function intoOf(
  staged: Pick<Staged, "table" | "part" | "columns">,
  means: readonly string[],
  quote: (name: string) => string,
): Into {
  const named = means.map((one) => staged.columns.find((column) => column.means === one)?.name ?? one);
  const shared = staged.part !== undefined;
  return {
    into: `INSERT INTO ${staged.table} (${[...(shared ? ["_part"] : []), ...named].map(quote).join(", ")})`,
    mark: shared ? `${staged.part}, ` : "",
  };
}

/**
 * What a shared table's rows are read from once they are settled: thousands of records bring the same row, and it is
 * told once. Lines that share a scratch table are few, and told as they came.
 * @returns SQL to stand after FROM, before a name of its own
 */
export function sharedRows(scratch: Scratch, task: Task): string {
  const { part, lines } = scratch.rows(task);
  return part === undefined ? scratch.variants(task) : lines;
}

/** One for each table that these are staged in. */
export function tablesOf(staged: readonly Staged[]): readonly Staged[] {
  return [...new Map(staged.map((one) => [one.table, one])).values()];
}
