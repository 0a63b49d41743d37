// One view's measures -> the rows they are computed of: the joined ones, or each row of the view once in each group.
import { aggregatesOf, type AskedMeasure } from "../plan/asked.ts";
import { repeats } from "../plan/paths.ts";
import type { Owner, Plan } from "../plan.ts";
import type { PlannedJoin } from "../plan/predicate.ts";
import { writeJoin, writePredicate, writeTest } from "./write-predicate.ts";
import { linkedRows } from "./write-links.ts";
import { groupName, indent, type Writer } from "./writer.ts";

/** What measures are taken from: the joined rows as they are, or rows that a subquery has made ready. */
export interface Rows {
  /** The FROM clause, with what follows it up to GROUP BY. */
  readonly from: string;
  /** A query that stands before everything else, under a name that `from` uses. */
  readonly before: string | undefined;
  /** Whether keys and values have the subquery's names. */
  readonly ready: boolean;
  /** Groups that have a name of their own in `from`, by their place among the columns. */
  readonly groups: ReadonlyMap<number, string>;
}

/**
 * The rows one view's measures are taken from. Where the joins repeat that view's rows, they are made distinct
 * first; where the warehouse finds a median or a percentile by places, the places are counted first.
 * @param suffix tells the names of several views' rows apart
 */
export function rowsFor(
  plan: Plan,
  joins: readonly PlannedJoin[],
  owner: Owner,
  suffix: string,
  writer: Writer,
): Rows {
  const once = owner.distinctKey !== undefined || repeats(joins, owner.place.alias);
  const ranked = owner.measures
    .flatMap(aggregatesOf)
    .filter((measure) => isMedian(measure) || measure.percentile !== undefined);
  const groups = new Map(
    plan.columns.flatMap((column, index) =>
      column.kind === "dimension" ? [[index, groupName(index)] as const] : [],
    ),
  );
  const places = placesFor(ranked, owner, [...groups.values()], writer);
  if (!once && places.length === 0) return joinedRows(plan, joins, writer);
  const linked =
    ranked.length === 0 && owner.distinctKey === undefined
      ? linkedRows(plan, joins, owner, writer)
      : undefined;
  if (linked !== undefined) return { ...linked, before: undefined, ready: false };
  const rows = valuesOfRows(plan, joins, owner, once, writer);
  const name = `${once ? "each_once" : "each_row"}${suffix}`;
  if (ranked.length === 0)
    return { from: `FROM (\n${indent(rows)}\n) AS ${name}`, before: undefined, ready: true, groups };
  // The database is kept from sorting for a median before repeated rows are gone: twice as fast.
  const before = `${name} AS ${writer.dialect.keptApart}(\n${indent(rows)}\n)`;
  if (places.length === 0) return { from: `FROM ${name}`, before, ready: true, groups };
  return {
    from: `FROM (\n${indent(`SELECT\n${indent(["*", ...places].join(",\n"))}\nFROM ${name}`)}\n) AS placed`,
    before,
    ready: true,
    groups,
  };
}

/** The columns that medians and percentiles need beside their values, each said once. */
function placesFor(
  ranked: readonly AskedMeasure[],
  owner: Owner,
  groups: readonly string[],
  writer: Writer,
): readonly string[] {
  const { median, percentile } = writer.dialect;
  const columns = ranked.flatMap((measure) => {
    const { beside } = isMedian(measure) ? median : percentile;
    return beside?.(readyValue(measure, owner, writer), groups) ?? [];
  });
  return [...new Set(columns)];
}

/** Each row of one view in each group (`once`: as often as it may be joined, once): its key, and what it gives to each measure. */
function valuesOfRows(
  plan: Plan,
  joins: readonly PlannedJoin[],
  owner: Owner,
  once: boolean,
  writer: Writer,
): string {
  const groups = plan.columns.flatMap((column, index) =>
    column.kind === "dimension" ? [`${writer.expression(column.shownSql)} AS ${groupName(index)}`] : [],
  );
  const keys = (
    owner.distinctKey === undefined
      ? owner.place.key.map((column) => writer.column(owner.place.alias, column))
      : [writer.expression(owner.distinctKey.sql)]
  ).map((key, index) => `${key} AS ${keyName(index)}`);
  const operands = operandsOf(owner, writer).map((sql, index) => `${sql} AS ${operandName(index)}`);
  const selected = indent([...groups, ...keys, ...operands].join(",\n"));
  return `SELECT${once ? " DISTINCT" : ""}\n${selected}\n${joinedRows(plan, joins, writer).from}`;
}

/** The base view and all that is joined to it, as far as the predicates hold. */
export function joinedRows(plan: Plan, joins: readonly PlannedJoin[], writer: Writer): Rows {
  const alone = plan.where.length === 1;
  const where = plan.where.map((predicate) =>
    writePredicate(predicate, alone, writer).replaceAll("\n", "\n  "),
  );
  const from = [
    `FROM ${writer.place(plan.base)}`,
    ...joins.map((join) => writeJoin(join, "LEFT JOIN", writer)),
    ...(where.length === 0 ? [] : [`WHERE ${where.join("\n  AND ")}`]),
  ].join("\n");
  return { from, before: undefined, ready: false, groups: new Map() };
}

/** What the rows of one view give to its measures, each said once. */
function operandsOf(owner: Owner, writer: Writer): readonly string[] {
  const values = owner.measures.flatMap(aggregatesOf).filter((measure) => !countsRows(measure));
  return [...new Set(values.map((measure) => operand(measure, owner, writer)))];
}

/** The column of ready rows that a measure is computed of. */
export function readyValue(measure: AskedMeasure, owner: Owner, writer: Writer): string {
  if (countsRows(measure)) return keyName(0);
  return operandName(operandsOf(owner, writer).indexOf(operand(measure, owner, writer)));
}

function isMedian(measure: AskedMeasure): boolean {
  return measure.type === "median" || measure.type === "median_distinct";
}

function countsRows(measure: AskedMeasure): boolean {
  return measure.type === "count" && measure.filters.length === 0;
}

/** What one row gives to a measure; nothing when a filter of the measure drops it, or when there is no row. */
export function operand(measure: AskedMeasure, owner: Owner, writer: Writer): string {
  const key = writer.column(owner.place.alias, owner.place.key[0] ?? "");
  const value = measure.of === undefined ? key : writer.expression(measure.of);
  const conditions = measure.filters.map((test) => writeTest(test, writer));
  // A left join without a partner makes a row of unknowns, of which SQL such as COALESCE would make a value.
  if (!measure.plain && !owner.isBase) conditions.push(`${key} IS NOT NULL`);
  // What has no key of its own cannot be told apart, and Looker leaves it out.
  if (measure.distinctKey !== undefined)
    conditions.push(`${inBrackets(writer.expression(measure.distinctKey.sql))} IS NOT NULL`);
  return conditions.length === 0 ? value : `CASE WHEN ${conditions.join(" AND ")} THEN ${value} END`;
}

/** A column is whole by itself. */
function inBrackets(sql: string): string {
  return /^[\w."]+$/.test(sql) ? sql : `(${sql})`;
}

/** The column of ready rows that holds a part of their key, counted from 0. */
export const keyName = (index: number): string => `key_${index + 1}`;
const operandName = (index: number): string => `value_${index + 1}`;
