// A plan -> a query: the SQL's text for one warehouse, and its bound values.
import type { Dialect } from "../generator/index.ts";
import type { AskedMeasure, Test } from "./asked.ts";
import type { Owner, Plan, PlannedColumn } from "./plan.ts";
import type { PlannedJoin, Predicate } from "./predicate.ts";
import type { Query } from "./query.ts";
import { writeCondition } from "./write-condition.ts";
import { indent, Writer } from "./writer.ts";

/**
 * Writes the plan. Where no join repeats a view's rows, its measures are aggregated as they are; where one
 * does, over the distinct rows of each group, told apart by the view's key. Several views' measures are
 * computed apart and put together by the group.
 * @returns text in which every value of the question is a placeholder
 */
export function writeSql(plan: Plan, dialect: Dialect): Query {
  const writer = new Writer(dialect);
  const [only, ...more] = plan.owners;
  const text = more.length === 0 ? single(plan, only, writer) : combined(plan, writer);
  return {
    text: `${text}${orderBy(plan)}${plan.limit === undefined ? "" : `\nLIMIT ${plan.limit}`}`,
    values: writer.values,
    columns: plan.columns.map((column) => ({
      name: column.name,
      label: column.label,
      category: column.kind,
      type: column.kind === "dimension" ? column.type : "number",
      exact: column.kind === "dimension" || (column.type !== "average" && column.type !== "median"),
      format: column.format,
    })),
  };
}

/** One view's measures, or none: one SELECT. */
function single(plan: Plan, owner: Owner | undefined, writer: Writer): string {
  const name = writer.dialect.identifier;
  const once = owner?.repeated === true ? owner : undefined;
  const selected = plan.columns.map((column) => {
    const sql =
      column.kind === "measure"
        ? aggregate(column, owner, once !== undefined, writer)
        : dimension(plan, column, once !== undefined, writer);
    return `${sql} AS ${name(column.name)}`;
  });
  const from =
    once === undefined
      ? fromAndWhere(plan, writer)
      : `FROM (\n${indent(distinctRows(plan, once, writer))}\n) AS each_once`;
  const having = plan.having.map(({ measure, condition }) =>
    writeCondition(aggregate(measure, owner, once !== undefined, writer), condition, "number", writer),
  );
  return [
    `SELECT\n${indent(selected.join(",\n"))}`,
    from,
    ...groupBy(plan.columns),
    ...(having.length === 0 ? [] : [`HAVING ${having.join("\n  AND ")}`]),
  ].join("\n");
}

/** Several views' measures: each computed apart over the same groups, then put side by side. */
function combined(plan: Plan, writer: Writer): string {
  const name = writer.dialect.identifier;
  const dimensions = plan.columns.filter((column) => column.kind === "dimension");
  const measures = plan.owners.flatMap((owner) => owner.measures);
  const parts = plan.owners.map((owner) => {
    const selected = [
      ...dimensions.map(
        (column) => `${dimension(plan, column, owner.repeated, writer)} AS ${name(column.name)}`,
      ),
      ...measures.map((measure) => {
        const own = owner.measures.some((one) => one.name === measure.name);
        // Every part has the same groups, so the one part that knows a measure decides it.
        return `${own ? aggregate(measure, owner, owner.repeated, writer) : "CAST(NULL AS NUMERIC)"} AS ${name(measure.name)}`;
      }),
    ];
    const from = owner.repeated
      ? `FROM (\n${indent(distinctRows(plan, owner, writer))}\n) AS each_once`
      : fromAndWhere(plan, writer);
    return [`SELECT\n${indent(selected.join(",\n"))}`, from, ...groupBy([...dimensions, ...measures])].join(
      "\n",
    );
  });
  const selected = plan.columns.map((column) =>
    column.kind === "dimension" ? name(column.name) : `MAX(${name(column.name)}) AS ${name(column.name)}`,
  );
  const having = plan.having.map(({ measure, condition }) =>
    writeCondition(`MAX(${name(measure.name)})`, condition, "number", writer),
  );
  return [
    `SELECT\n${indent(selected.join(",\n"))}`,
    `FROM (\n${indent(parts.join("\nUNION ALL\n"))}\n) AS parts`,
    ...(dimensions.length === 0
      ? []
      : [`GROUP BY ${dimensions.map((column) => name(column.name)).join(", ")}`]),
    ...(having.length === 0 ? [] : [`HAVING ${having.join("\n  AND ")}`]),
  ].join("\n");
}

/** Each group with each distinct row of one view in it, and what that row gives to each measure. */
function distinctRows(plan: Plan, owner: Owner, writer: Writer): string {
  const groups = plan.columns.flatMap((column, index) =>
    column.kind === "dimension" ? [`${writer.expression(column.shownSql)} AS ${groupName(index)}`] : [],
  );
  const keys = owner.place.key.map(
    (column, index) => `${writer.column(owner.place.alias, column)} AS ${keyName(index)}`,
  );
  const operands = owner.measures.flatMap((measure, index) =>
    countsRows(measure) ? [] : [`${operand(measure, owner, writer)} AS ${operandName(index)}`],
  );
  return `SELECT DISTINCT\n${indent([...groups, ...keys, ...operands].join(",\n"))}\n${fromAndWhere(plan, writer)}`;
}

function fromAndWhere(plan: Plan, writer: Writer): string {
  const where = plan.where.map((predicate) => writePredicate(predicate, writer).replaceAll("\n", "\n  "));
  return [
    `FROM ${writer.place(plan.base)}`,
    ...plan.joins.map((join) => joinClause(join, "LEFT JOIN", writer)),
    ...(where.length === 0 ? [] : [`WHERE ${where.join("\n  AND ")}`]),
  ].join("\n");
}

function joinClause(join: PlannedJoin, kind: string, writer: Writer): string {
  return `${kind} ${writer.place(join.place)} ON ${onClause(join, writer)}`;
}

function onClause(join: PlannedJoin, writer: Writer): string {
  return join.on
    .map(
      (pair) => `${writer.column(join.from, pair.fromColumn)} = ${writer.column(join.alias, pair.toColumn)}`,
    )
    .join(" AND ");
}

function dimension(plan: Plan, column: PlannedColumn, once: boolean, writer: Writer): string {
  if (column.kind !== "dimension") throw new Error(`${column.name} is not a dimension`);
  return once
    ? groupName(plan.columns.findIndex((one) => one.name === column.name))
    : writer.expression(column.shownSql);
}

/** One measure over the rows in scope: the view's own, or (`once`) the distinct ones below. */
function aggregate(measure: AskedMeasure, owner: Owner | undefined, once: boolean, writer: Writer): string {
  if (owner === undefined) throw new Error(`${measure.name} belongs to no view`);
  const index = owner.measures.findIndex((one) => one.name === measure.name);
  const value = once
    ? countsRows(measure)
      ? keyName(0)
      : operandName(index)
    : operand(measure, owner, writer);
  switch (measure.type) {
    case "count":
      return `COUNT(${value})`;
    case "count_distinct":
      return `COUNT(DISTINCT ${value})`;
    // Looker's own spelling: a total over nothing is 0, an average over nothing is unknown.
    case "sum":
      return `COALESCE(SUM(${value}), 0)`;
    case "average":
      return `AVG(${value})`;
    case "min":
      return `MIN(${value})`;
    case "max":
      return `MAX(${value})`;
    case "median":
      return writer.dialect.median(value);
  }
}

function countsRows(measure: AskedMeasure): boolean {
  return measure.type === "count" && measure.filters.length === 0;
}

/** What one row gives to a measure; nothing when a filter of the measure drops it, or when there is no row. */
function operand(measure: AskedMeasure, owner: Owner, writer: Writer): string {
  const key = writer.column(owner.place.alias, owner.place.key[0] ?? "");
  const value = measure.of === undefined ? key : writer.expression(measure.of);
  const conditions = measure.filters.map((test) => writeTest(test, writer));
  // A left join without a partner makes a row of unknowns, of which SQL such as COALESCE would make a value.
  if (!measure.plain && !owner.isBase) conditions.push(`${key} IS NOT NULL`);
  return conditions.length === 0 ? value : `CASE WHEN ${conditions.join(" AND ")} THEN ${value} END`;
}

function writeTest(test: Test, writer: Writer): string {
  return writeCondition(writer.expression(test.sql), test.condition, test.language, writer);
}

function writePredicate(predicate: Predicate, writer: Writer): string {
  switch (predicate.kind) {
    case "row":
      // What is not known to pass is not dropped.
      if (predicate.excluded) return `NOT COALESCE(${writeTest(predicate.test, writer)}, FALSE)`;
      return writeTest(predicate.test, writer);
    case "related":
      return related(predicate, writer);
    case "selected":
      return predicate.excluded
        ? excluded(predicate.joins, predicate.test, writer)
        : reached(predicate.joins, [predicate.test], writer, true);
  }
}

/**
 * Some row reached over the joins passes: `id IN (SELECT … )`, which repeats nothing.
 * @param real all rows on the way must be there, as a selector wants it; a filter takes a missing one as unknowns
 */
function reached(
  joins: readonly PlannedJoin[],
  tests: readonly Test[],
  writer: Writer,
  real: boolean,
): string {
  const [first, ...rest] = joins;
  if (first === undefined) throw new Error("a related condition without a join");
  const outer = first.on.map((pair) => writer.column(first.from, pair.fromColumn));
  const inner = first.on.map((pair) => writer.column(first.alias, pair.toColumn));
  const body = [
    `SELECT ${inner.join(", ")}`,
    `FROM ${writer.place(first.place)}`,
    ...rest.map((join) =>
      joinClause(join, real || isStrictBelow(join, rest, tests) ? "JOIN" : "LEFT JOIN", writer),
    ),
    `WHERE ${tests.map((test) => writeTest(test, writer)).join("\n  AND ")}`,
  ].join("\n");
  return `${tuple(outer)} IN (\n${indent(body)}\n)`;
}

/** No row reached over the joins passes; rows that reach nothing stay. */
function excluded(joins: readonly PlannedJoin[], test: Test, writer: Writer): string {
  const [first, ...rest] = joins;
  if (first === undefined) throw new Error("a selector without a join");
  const body = [
    "SELECT 1",
    `FROM ${writer.place(first.place)}`,
    ...rest.map((join) => joinClause(join, "JOIN", writer)),
    `WHERE ${onClause(first, writer)}`,
    `  AND ${writeTest(test, writer)}`,
  ].join("\n");
  return `NOT EXISTS (\n${indent(body)}\n)`;
}

function related(predicate: Extract<Predicate, { kind: "related" }>, writer: Writer): string {
  const { from, joins, tests, fromBase } = predicate;
  if (tests.some((test) => test.strict)) return reached(joins, tests, writer, false);
  // The conditions let unknowns through, so rows that reach nothing pass as well: a left join says it exactly.
  const key = from.key.map((column) => writer.column(from.alias, column));
  const conditions = (): string => tests.map((test) => writeTest(test, writer)).join("\n  AND ");
  const body = [
    `SELECT ${key.join(", ")}`,
    `FROM ${writer.place(from)}`,
    ...joins.map((join) => joinClause(join, "LEFT JOIN", writer)),
    `WHERE ${conditions()}`,
  ].join("\n");
  const some = `${tuple(key)} IN (\n${indent(body)}\n)`;
  if (fromBase) return some;
  const nothing = [
    "SELECT 1",
    "FROM (SELECT 1 AS one) AS nothing",
    ...joins.map((join) => `LEFT JOIN ${writer.place(join.place)} ON 1 = 0`),
    `WHERE ${conditions()}`,
  ].join("\n");
  return `(${some} OR (${key[0] ?? ""} IS NULL AND EXISTS (\n${indent(nothing)}\n)))`;
}

/** A join whose rows a test needs, itself or further on, cannot be without a partner. */
function isStrictBelow(join: PlannedJoin, joins: readonly PlannedJoin[], tests: readonly Test[]): boolean {
  return (
    tests.some((test) => test.strict && test.alias === join.alias) ||
    joins.some((next) => next.from === join.alias && isStrictBelow(next, joins, tests))
  );
}

function tuple(columns: readonly string[]): string {
  return columns.length === 1 ? (columns[0] ?? "") : `(${columns.join(", ")})`;
}

function groupBy(columns: readonly PlannedColumn[]): readonly string[] {
  const positions = columns.flatMap((column, index) => (column.kind === "dimension" ? [index + 1] : []));
  return positions.length === 0 ? [] : [`GROUP BY ${positions.join(", ")}`];
}

function orderBy(plan: Plan): string {
  if (plan.columns.every((column) => column.kind === "measure")) return "";
  const terms = plan.sorts.map((sort) => {
    const position = plan.columns.findIndex((column) => column.name === sort.field) + 1;
    return `${position}${sort.descending ? " DESC" : ""} NULLS LAST`;
  });
  return terms.length === 0 ? "" : `\nORDER BY ${terms.join(", ")}`;
}

const groupName = (index: number): string => `group_${index + 1}`;
const keyName = (index: number): string => `key_${index + 1}`;
const operandName = (index: number): string => `value_${index + 1}`;
