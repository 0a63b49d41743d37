// Model -> tasks: for each table, which sources fill it, from where in a record, and whose its rows are.
import {
  filledTables,
  Mistake,
  type Model,
  type Source,
  type Table,
  type TableOrigin,
} from "../generator/index.ts";
import { listed } from "./words.ts";

/** Where one column's value stands in a decoded record; numbers count the source's columns and the shape's fields. */
export type Take =
  | { readonly kind: "record"; readonly cell: number }
  | { readonly kind: "object"; readonly cell: number; readonly field: number }
  | { readonly kind: "element"; readonly field: number };

/** How one source fills a table. */
export interface Feed {
  readonly source: string;
  /** The list cell whose elements become rows; undefined when the record itself becomes one. */
  readonly list: number | undefined;
  /** How many fields an element of that list has. */
  readonly fields: number;
  /** For each column of the table, in its order. */
  readonly takes: readonly Take[];
  /** What messages call these places: `id`, `saga.id`, `genres.id`. */
  readonly places: readonly string[];
  /** For an owned table: for each owner column, which part of the source's key it holds. */
  readonly ownerParts: readonly number[];
}

/** One table's load. */
export interface Task {
  /** The table's place in the model, from 0. */
  readonly number: number;
  readonly table: Table;
  readonly feeds: readonly Feed[];
  /**
   * The key columns that name the record a row came from. Such rows are *owned*: when the record comes
   * again, all of them are replaced. Undefined: the rows are *shared*, any record may bring one again, and
   * they are replaced one by one.
   */
  readonly owner: readonly string[] | undefined;
}

/**
 * @returns one task for each table, in the model's order
 * @throws Mistake when a table mixes owned and shared rows
 */
export function tasksOf(model: Model): readonly Task[] {
  return filledTables(model).map((table, number) => {
    const owners = table.from.map((origin) => ownerColumns(table, sourceNamed(model, origin.source)));
    const [first] = owners;
    const odd = owners.findIndex((owner) => owner?.join() !== first?.join());
    const lists = new Set(table.from.map((origin) => origin.list === undefined));
    if (odd > 0 || lists.size > 1) throw new Mistake(explain(table, lists.size > 1));
    const feeds = table.from.map((origin) => feedOf(table, origin, sourceNamed(model, origin.source), first));
    return { number, table, feeds, owner: first };
  });
}

/** Each of the table's key columns that holds a part of the source's key, if together they hold all of it. */
function ownerColumns(table: Table, source: Source): readonly string[] | undefined {
  const parts = table.key.flatMap((name) => {
    const origin = table.columns.find((column) => column.name === name)?.origin;
    return origin?.kind === "record" && source.key.includes(origin.column)
      ? [{ name, part: origin.column }]
      : [];
  });
  const whole = source.key.every((column) => parts.some(({ part }) => part === column));
  return whole ? parts.map(({ name }) => name) : undefined;
}

function feedOf(
  table: Table,
  origin: TableOrigin,
  source: Source,
  owner: readonly string[] | undefined,
): Feed {
  const cellOf = (name: string): number => source.columns.findIndex((column) => column.name === name);
  const fieldOf = (cell: number, name: string): number => {
    const shape = source.columns[cell]?.shape;
    return shape === undefined || shape.kind === "scalar"
      ? -1
      : shape.fields.findIndex((field) => field.name === name);
  };
  const list = origin.list === undefined ? undefined : cellOf(origin.list);
  const takes = table.columns.map((column): Take => {
    const from = column.origin;
    if (from.kind === "record") return { kind: "record", cell: cellOf(from.column) };
    if (from.kind === "element") return { kind: "element", field: fieldOf(list ?? -1, from.field) };
    if (from.kind === "given") throw new Error(`table ${table.name} is given, and yet is filled`);
    const cell = cellOf(from.column);
    return { kind: "object", cell, field: fieldOf(cell, from.field) };
  });
  const places = table.columns.map((column) => {
    const from = column.origin;
    if (from.kind === "object") return `${from.column}.${from.field}`;
    if (from.kind === "given") return column.name;
    return from.kind === "element" ? `${origin.list}.${from.field}` : from.column;
  });
  const ownerParts = (owner ?? []).map((name) => {
    const column = table.columns.find((one) => one.name === name);
    return column?.origin.kind === "record" ? source.key.indexOf(column.origin.column) : -1;
  });
  const shape = list === undefined ? undefined : source.columns[list]?.shape;
  const fields = shape === undefined || shape.kind === "scalar" ? 0 : shape.fields.length;
  return { source: source.name, list, fields, takes, places, ownerParts };
}

function explain(table: Table, mixed: boolean): string {
  const names = listed(table.from.map(sayOrigin));
  const why = mixed
    ? "one gives a row for each record and the other a row for each element of a list"
    : "whose records are told apart by different keys, so that nobody can say which rows a corrected record replaces";
  return `Table \`${table.name}\` is filled from ${names}: ${why}.\nGive each its own table in the model.`;
}

function sourceNamed(model: Model, name: string): Source {
  const source = model.sources.find((one) => one.name === name);
  if (source === undefined) throw new Error(`the model has no source ${name}`);
  return source;
}

function sayOrigin(origin: TableOrigin): string {
  return origin.list === undefined ? origin.source : `${origin.source}.${origin.list}`;
}
