// A question -> its answer, from the printed LookML: every joined row fetched, and grouped and added up here, one by one.
import type { Expected, Kind } from "../../oracle/evaluate.ts";
import { readFraction } from "../../oracle/fraction.ts";
import { identityOf, type Value } from "../../oracle/value.ts";
import { aggregate, type Counted, type MadeUp } from "./aggregate.ts";
import { askedField, joinRows, measuresAlways } from "./join.ts";
import { numberPasses, readNumberFilter } from "./number-filter.ts";
import { inLookersOrder } from "./order.ts";
import { type Project, textOf } from "./project.ts";
import { type LookerField, type LookerQuestion, Scope, timeframeSql } from "./scope.ts";

/** Runs SQL; every value comes back as Postgres spells it. */
export type Run = (
  text: string,
  values: readonly unknown[],
) => Promise<readonly (readonly (string | null)[])[]>;

/** Stands in SQL where a measure's value goes; no text has it. */
const GAP = "\u0000";

/** The most joined rows worth fetching. */
const MOST = 20_000;

type Column =
  | { readonly kind: "dimension"; readonly at: number; readonly holds: Kind; readonly isTime: boolean }
  | { readonly kind: "measure"; readonly counted: Counted | undefined; readonly isTime: false }
  | ComputedColumn;

/** A measure of type number: its SQL, with places for the values of other measures. */
interface ComputedColumn {
  readonly kind: "measure";
  readonly isTime: false;
  readonly computed: { readonly pieces: readonly string[]; readonly between: readonly Column[] };
}

/**
 * Looker's meaning, taken literally: left joins, WHERE on the joined rows, groups; counts, totals, averages,
 * medians and percentiles take each key once where the relationships say that rows repeat, as symmetric aggregates do
 * (Google, "Understanding symmetric aggregates"); least, greatest and different values need no key.
 * @returns undefined when the joins make more rows than are worth fetching
 * @throws Error when one key stands for two values: the printed key does not tell the rows apart
 */
export async function interpret(
  project: Project,
  question: LookerQuestion,
  run: Run,
  madeUp: MadeUp = "counted",
): Promise<Expected | undefined> {
  const scope = new Scope(project, question);
  const joined = joinRows(scope);
  const selected: string[] = [];
  const select = (sql: string): number => selected.push(sql) - 1;
  const columnOf = (name: string): Column => {
    const field = askedField(scope, name);
    if (field.kind === "measure") return measureColumn(scope, field, joined.repeats, select);
    return dimensionColumn(scope, field, select);
  };
  const columns = question.fields.map(columnOf);
  const always = measuresAlways(scope).map((name) => ({ name, column: columnOf(name) }));
  const having = Object.entries(scope.question.filters).flatMap(([name, expression]) =>
    askedField(scope, name).kind === "measure" && expression.trim() !== ""
      ? [{ column: columnOf(name), filter: readNumberFilter(expression) }]
      : [],
  );
  const where = joined.where.length === 0 ? "" : `\nWHERE ${joined.where.join("\n  AND ")}`;
  const rows = await run(
    `SELECT ${["1", ...selected].join(",\n  ")}\nFROM ${joined.from}${where}\nLIMIT ${MOST + 1}`,
    scope.values,
  );
  if (rows.length > MOST) return undefined;

  type Cells = readonly (string | null)[];
  // The first column only keeps the list from being empty.
  const cell = (row: Cells, at: number): string | null => row[at + 1] ?? null;
  const label = (row: Cells, column: Column): Value =>
    column.kind === "dimension" ? valueOf(cell(row, column.at), column.holds) : null;
  const groups = new Map<string, Cells[]>();
  if (columns.every((column) => column.kind === "measure")) groups.set("", []);
  for (const row of rows) {
    const identity = JSON.stringify(columns.map((column) => identityOf(label(row, column))));
    const key = groups.has("") ? "" : identity;
    const group = groups.get(key) ?? [];
    group.push(row);
    groups.set(key, group);
  }
  const measured = async (column: Column, group: readonly Cells[]): Promise<Value> => {
    if (column.kind === "dimension") return null;
    if ("computed" in column) {
      const values: Value[] = [];
      for (const one of column.computed.between) values.push(await measured(one, group));
      return compute(column.computed.pieces, values, run);
    }
    return column.counted === undefined ? null : aggregate(column.counted, group, cell, madeUp);
  };
  const passing: (typeof rows)[] = [];
  for (const group of groups.values()) {
    const values: { readonly name: string; readonly value: Value }[] = [];
    for (const { name, column } of always) values.push({ name, value: await measured(column, group) });
    if (values.length === 0 || (await holdsAlways(scope, values, run))) passing.push(group);
  }
  const answer: Value[][] = [];
  for (const group of passing) {
    let passes = true;
    for (const { column, filter } of having) {
      const value = await measured(column, group);
      if (value !== null && typeof value !== "object") throw new Error("a filter on what is no number");
      passes = passes && numberPasses(filter, value);
    }
    if (!passes) continue;
    const row: Value[] = [];
    for (const column of columns)
      row.push(column.kind === "measure" ? await measured(column, group) : label(group[0] ?? [], column));
    answer.push(row);
  }
  const kinds = columns.map((column): Kind => {
    if (column.kind === "dimension") return column.holds;
    return "computed" in column || column.counted?.type === "average" ? "average" : "number";
  });
  return { kinds, rows: inLookersOrder(answer, question, columns).slice(0, question.limit) };
}

/** What a measure is computed to is any SQL too; there the database knows each value as the quotient that it is. */
async function compute(pieces: readonly string[], values: readonly Value[], run: Run): Promise<Value> {
  const bound: (string | null)[] = [];
  const sql = pieces.map((piece, at) => {
    const value = values[at];
    if (at >= values.length || value === undefined) return piece;
    if (value !== null && typeof value !== "object") throw new Error("computed from what is no number");
    bound.push(value === null ? null : String(value.top), value === null ? null : String(value.bottom));
    return `${piece}($${bound.length - 1}::numeric / $${bound.length}::numeric)`;
  });
  const [[found = null] = []] = await run(`SELECT ${sql.join("")}`, bound);
  return found === null ? null : readFraction(found);
}

/** The explore's condition on groups is any SQL, so the database is asked, about one group at a time. */
async function holdsAlways(
  scope: Scope,
  measures: readonly { readonly name: string; readonly value: Value }[],
  run: Run,
): Promise<boolean> {
  const values: (string | null)[] = [];
  const sql = textOf(scope.explore, "sql_always_having").replaceAll(
    /\$\{([\w.]+)\}/g,
    (_match, name: string) => {
      const value = measures.find((one) => one.name === name)?.value ?? null;
      if (value !== null && typeof value !== "object") throw new Error(`${name} is no number`);
      values.push(value === null ? null : String(value.top), value === null ? null : String(value.bottom));
      return `($${values.length - 1}::numeric / $${values.length}::numeric)`;
    },
  );
  const [[passes] = []] = await run(`SELECT CASE WHEN ${sql} THEN 1 END`, values);
  return passes === "1";
}

function dimensionColumn(scope: Scope, field: LookerField, select: (sql: string) => number): Column {
  const sql = scope.expressionOf(field);
  if (field.kind === "dimension_group")
    return {
      kind: "dimension",
      at: select(timeframeSql(sql, field.timeframe)),
      holds: field.timeframe === "year" ? "number" : "text",
      isTime: true,
    };
  if (field.kind !== "dimension") throw new Error(`${field.name} cannot be shown`);
  const type = textOf(field.block, "type", "string");
  if (type === "yesno")
    // Looker's own spelling of a yesno that is shown.
    return {
      kind: "dimension",
      at: select(`CASE WHEN ${sql} THEN 'Yes' ELSE 'No' END`),
      holds: "yesno",
      isTime: false,
    };
  return { kind: "dimension", at: select(sql), holds: type === "number" ? "number" : "text", isTime: false };
}

function measureColumn(
  scope: Scope,
  asked: LookerField,
  repeats: (alias: string) => boolean,
  select: (sql: string) => number,
): Column {
  const field = scope.measureOf(asked);
  if (field === undefined) return { kind: "measure", isTime: false, counted: undefined };
  if (field.block["type"] === "number") {
    const between: Column[] = [];
    const sql = scope.computedSql(field, (name) => {
      between.push(measureColumn(scope, scope.fieldOf(field.alias, name), repeats, select));
      return GAP;
    });
    return { kind: "measure", isTime: false, computed: { pieces: sql.split(GAP), between } };
  }
  const key = scope.keyOf(field.alias);
  const type = textOf(field.block, "type");
  const filters = scope.filtersOf(field);
  if (key === undefined) throw new Error(`${field.alias} has no primary key`);
  return {
    kind: "measure",
    isTime: false,
    counted: {
      type,
      percentile: type === "percentile" ? textOf(field.block, "percentile") : undefined,
      isNumber: type !== "count" && isNumber(scope, field),
      key: select(key),
      repeated: repeats(field.alias),
      value: type === "count" ? undefined : select(scope.sqlOf(field.alias, textOf(field.block, "sql"))),
      passes: filters.length === 0 ? undefined : select(`CASE WHEN ${filters.join(" AND ")} THEN 1 END`),
    },
  };
}

/** A measure of one dimension counts numbers when that dimension is one; an average is of numbers anyhow. */
function isNumber(scope: Scope, { alias, block }: LookerField): boolean {
  if (block["type"] === "average") return true;
  const [, name] = /^\s*\$\{(\w+)\}\s*$/.exec(textOf(block, "sql")) ?? [];
  if (name === undefined) throw new Error(`a measure of more than one dimension: ${textOf(block, "sql")}`);
  return scope.fieldOf(alias, name).block["type"] === "number";
}

function valueOf(cell: string | null, holds: Kind): Value {
  if (cell === null) return null;
  if (holds === "number") return readFraction(cell);
  return holds === "yesno" ? cell === "Yes" : cell;
}
