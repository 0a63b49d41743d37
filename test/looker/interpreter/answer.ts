// A question -> its answer, from the printed LookML: every joined row fetched, and grouped and added up here, one by one.
import type { Expected, Kind } from "../../oracle/evaluate.ts";
import { readFraction } from "../../oracle/fraction.ts";
import { identityOf, type Value } from "../../oracle/value.ts";
import { aggregate, type Counted, type MadeUp } from "./aggregate.ts";
import { reckon } from "./reckon.ts";
import { dateSql } from "./date-filter.ts";
import { questionOf, rowsSql, Unanswered } from "./explore-source.ts";
import { askedField, joinRows, measuresAlways } from "./join.ts";
import { numberPasses, readNumberFilter } from "./number-filter.ts";
import { inLookersOrder } from "./order.ts";
import { type Project, textOf } from "./project.ts";
import { stringSql } from "./string-filter.ts";
import { holdsOf, type LookerField, type LookerQuestion, Scope } from "./scope.ts";

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
  | ComputedColumn
  | ReckonedColumn;

/** A measure of type number, string or yesno: its SQL, with places for the values of other measures. */
interface ComputedColumn {
  readonly kind: "measure";
  readonly isTime: false;
  readonly computed: {
    readonly pieces: readonly string[];
    readonly between: readonly Column[];
    readonly holds: Kind;
  };
}

/** A measure that Looker reckons when the rows have come: each of them holds what it is reckoned from until then. */
interface ReckonedColumn {
  readonly kind: "measure";
  readonly isTime: false;
  readonly reckoned: { readonly type: string; readonly from: Column };
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
  const answers = new Map<string, string>();
  for (;;) {
    try {
      return await interpretWith(answers, project, question, run, madeUp);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      const inner = questionOf(error, project);
      const answer = await interpret(project, inner, run, madeUp);
      if (answer === undefined) return undefined;
      const scope = new Scope(project, inner);
      answers.set(
        error.alias,
        rowsSql(error, project, inner, answer, (name) => askedField(scope, name)),
      );
    }
  }
}

/** @param answers the rows of the tables that are questions themselves, as far as they have been asked */
async function interpretWith(
  answers: ReadonlyMap<string, string>,
  project: Project,
  question: LookerQuestion,
  run: Run,
  madeUp: MadeUp,
): Promise<Expected | undefined> {
  const scope = new Scope(project, question, answers);
  const joined = joinRows(scope);
  const selected: string[] = [];
  const select = (sql: string): number => selected.push(sql) - 1;
  const columnOf = (name: string): Column => {
    const field = askedField(scope, name);
    if (field.kind === "measure") return measureColumn(scope, field, joined.repeats, select);
    return dimensionColumn(scope, field, select);
  };
  const asked = question.fields.map(columnOf);
  // Looker groups by what puts a dimension in order, and sorts by it.
  const ranks = question.fields.flatMap((name, at): readonly Ranked[] => {
    const field = askedField(scope, name);
    const sql = field.kind === "measure" ? undefined : scope.rankOf(field);
    if (sql === undefined) return [];
    return [
      { at, column: { kind: "dimension", at: select(sql), holds: rankHolds(scope, field), isTime: false } },
    ];
  });
  const columns: readonly Column[] = [...asked, ...ranks.map(({ column }) => column)];
  const always = measuresAlways(scope).map((name) => ({ name, column: columnOf(name) }));
  const having = Object.entries(scope.question.filters).flatMap(([name, expression]) =>
    askedField(scope, name).kind === "measure" && expression.trim() !== ""
      ? [{ column: columnOf(name), expression, type: textOf(askedField(scope, name).block, "type") }]
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
    if ("reckoned" in column) return measured(column.reckoned.from, group);
    if ("computed" in column) {
      const values: Value[] = [];
      for (const one of column.computed.between) values.push(await measured(one, group));
      const { pieces, holds } = column.computed;
      const value = await compute(pieces, values, holds, run);
      return holds === "yesno" ? value === true : value;
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
    for (const { column, expression, type } of having) {
      const value = await measured(column, group);
      passes = passes && (await keeps(scope, expression, type, value, run));
    }
    if (!passes) continue;
    const row: Value[] = [];
    for (const column of columns)
      row.push(column.kind === "measure" ? await measured(column, group) : label(group[0] ?? [], column));
    answer.push(row);
  }
  const kinds = columns.map((column): Kind => {
    if (column.kind === "dimension") return column.holds;
    if ("reckoned" in column) return column.reckoned.type === "running_total" ? "number" : "average";
    if ("computed" in column) return column.computed.holds === "number" ? "average" : column.computed.holds;
    if (/^(list|MIN|MAX)$/.test(column.counted?.type ?? "")) return "text";
    return column.counted?.type === "average" ? "average" : "number";
  });
  const rankOf = new Map(ranks.map(({ at }, index) => [at, asked.length + index]));
  const ordered = inLookersOrder(answer, question, columns, rankOf);
  const shown = ordered.slice(0, question.limit);
  const isWhole = shown.length === ordered.length;
  return {
    kinds: kinds.slice(0, asked.length),
    rows: shown.map((_, index) =>
      reckon(index, shown, columns.map(reckonedAs), isWhole).slice(0, asked.length),
    ),
  };
}

/** Whether a filter keeps a group, in the language of the measure's type. */
async function keeps(
  scope: Scope,
  expression: string,
  type: string,
  value: Value,
  run: Run,
): Promise<boolean> {
  if (type === "yesno") return /^(yes|true)$/i.test(expression) === (value === true);
  if (value !== null && typeof value === "object") return numberPasses(readNumberFilter(expression), value);
  if (type !== "date" && type !== "string" && value === null)
    return numberPasses(readNumberFilter(expression), value);
  const values: (string | null)[] = [value === null ? null : String(value)];
  const bind = (text: string): string => `$${values.push(text)}::${type === "date" ? "timestamp" : "text"}`;
  const sql =
    type === "date"
      ? dateSql(expression, "$1::date", bind)
      : stringSql(expression, "$1::text", bind, scope.project.caseSensitive);
  const [[found] = []] = await run(`SELECT CASE WHEN ${sql ?? "TRUE"} THEN 1 END`, values);
  return found === "1";
}

/** A column that puts another of the answer in order, by its place. */
interface Ranked {
  readonly at: number;
  readonly column: Column;
}

/** Where a dimension is put in order by another one, it is that one's values that are compared. */
function rankHolds(scope: Scope, field: LookerField): Kind {
  const by = field.block["order_by_field"];
  if (typeof by !== "string") return "number";
  const other = scope.fieldOf(field.alias, by);
  return other.block["type"] === "number" ? "number" : "text";
}

/** The raw value of a time that is stored as a number. */
function isStoredNumber(field: LookerField): boolean {
  return field.timeframe === "raw" && /^(epoch|yyyymmdd)$/.test(textOf(field.block, "datatype", ""));
}

/** What a measure is computed to is any SQL too; there the database knows each value as the quotient that it is. */
async function compute(
  pieces: readonly string[],
  values: readonly Value[],
  holds: Kind,
  run: Run,
): Promise<Value> {
  const bound: (string | null)[] = [];
  const sql = pieces.map((piece, at) => {
    const value = values[at];
    if (at >= values.length || value === undefined) return piece;
    if (typeof value === "boolean" || typeof value === "string") {
      bound.push(String(value));
      return `${piece}$${bound.length}::${typeof value === "string" ? "text" : "boolean"}`;
    }
    bound.push(value === null ? null : String(value.top), value === null ? null : String(value.bottom));
    return `${piece}($${bound.length - 1}::numeric / $${bound.length}::numeric)`;
  });
  const [[found = null] = []] = await run(`SELECT ${sql.join("")}`, bound);
  if (found === null || holds === "text") return found;
  return holds === "yesno" ? found.startsWith("t") : readFraction(found);
}

/** Looker's type of a measure that it reckons when the rows have come. */
function reckonedAs(column: Column): string | undefined {
  return "reckoned" in column ? column.reckoned.type : undefined;
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
  const sql = scope.shownOf(field);
  const isTime = field.kind === "dimension_group" && holdsOf(field) === "date";
  if (field.kind === "dimension_group") {
    const isNumber = field.timeframe === "year" || isStoredNumber(field) || holdsOf(field) === "number";
    return { kind: "dimension", at: select(sql), holds: isNumber ? "number" : "text", isTime };
  }
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
  const kind = textOf(field.block, "type");
  if (/^(running_total|percent_of_total|percent_of_previous)$/.test(kind)) {
    const [, name = ""] = /^\s*\$\{(\w+)\}\s*$/.exec(textOf(field.block, "sql")) ?? [];
    const from = measureColumn(scope, scope.fieldOf(field.alias, name), repeats, select);
    return { kind: "measure", isTime: false, reckoned: { type: kind, from } };
  }
  const [, pick, picked = ""] = /^\s*(MIN|MAX)\(([^]*)\)\s*$/.exec(textOf(field.block, "sql", "")) ?? [];
  const listed = textOf(field.block, "list_field", "");
  if (pick !== undefined || kind === "list") {
    const sql = scope.sqlOf(field.alias, pick === undefined ? `\${${listed}}` : picked);
    const key = scope.keyOf(field.alias);
    if (key === undefined) throw new Error(`${field.alias} has no primary key`);
    const value = select(kind === "date" ? `DATE(${sql})` : sql);
    const counted = { type: pick ?? kind, percentile: undefined, isNumber: false, key: select(key) };
    return {
      kind: "measure",
      isTime: false,
      counted: { ...counted, repeated: false, value, passes: undefined },
    };
  }
  if (/^(number|string|yesno)$/.test(kind)) {
    const between: Column[] = [];
    const sql = scope.computedSql(field, (name) => {
      between.push(measureColumn(scope, scope.fieldOf(field.alias, name), repeats, select));
      return GAP;
    });
    const holds = kind === "string" ? "text" : kind === "yesno" ? "yesno" : "number";
    return { kind: "measure", isTime: false, computed: { pieces: sql.split(GAP), between, holds } };
  }
  const apart = textOf(field.block, "sql_distinct_key", "");
  const key = apart === "" ? scope.keyOf(field.alias) : scope.sqlOf(field.alias, apart);
  const type = apart === "" ? kind : kind.replace(/_distinct$/, "");
  const filters = scope.filtersOf(field);
  if (key === undefined) throw new Error(`${field.alias} has no primary key`);
  return {
    kind: "measure",
    isTime: false,
    counted: {
      type,
      percentile: type === "percentile" ? textOf(field.block, "percentile") : undefined,
      isNumber: type !== "count" && isNumber(scope, field),
      apart: apart !== "",
      key: select(key),
      // Each value of such a key counts once, whether joins repeat rows or not.
      repeated: apart !== "" || repeats(field.alias),
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
