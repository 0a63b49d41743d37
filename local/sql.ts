// A plan -> a query: the SQL's text for one warehouse, and its bound values.
import type { Dialect } from "../generator/index.ts";
import type { AskedMeasure } from "./plan/asked.ts";
import { joinsNeeded } from "./plan/needed.ts";
import type { Owner, Plan, PlannedColumn } from "./plan.ts";
import type { Query } from "./query.ts";
import { writeCondition } from "./sql/write-condition.ts";
import { joinedRows, operand, readyValue, type Rows, rowsFor } from "./sql/write-rows.ts";
import { indent, Writer } from "./sql/writer.ts";

/**
 * Writes the plan. Where no join repeats a view's rows, its measures are aggregated as they are; where one
 * does, over the distinct rows of each group, told apart by the view's key. Several views' measures are
 * computed apart, each over the joins it needs, and put together by the group.
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
      exact: column.kind === "dimension" || !QUOTIENTS.has(column.type),
      format: column.format,
    })),
  };
}

/** Measures whose digits come from a division. */
const QUOTIENTS: ReadonlySet<string> = new Set(["average", "median", "number"]);

/** One view's measures, or none: one SELECT. */
function single(plan: Plan, owner: Owner | undefined, writer: Writer): string {
  const name = writer.dialect.identifier;
  const rows =
    owner === undefined ? joinedRows(plan, plan.joins, writer) : rowsFor(plan, plan.joins, owner, "", writer);
  const selected = plan.columns.map((column) => {
    const sql =
      column.kind === "measure"
        ? aggregate(column, owner, rows.ready, writer)
        : dimension(plan, column, rows, writer);
    return `${sql} AS ${name(column.name)}`;
  });
  const having = plan.having.map(({ measure, condition }) =>
    writeCondition(aggregate(measure, owner, rows.ready, writer), condition, "number", writer),
  );
  having.push(...groupSql(plan, writer, (measure) => aggregate(measure, owner, rows.ready, writer)));
  return [
    ...(rows.before === undefined ? [] : [`WITH ${rows.before}`]),
    `SELECT\n${indent(selected.join(",\n"))}`,
    rows.from,
    ...groupBy(plan.columns),
    ...(having.length === 0 ? [] : [`HAVING ${having.join("\n  AND ")}`]),
  ].join("\n");
}

/** Several views' measures: each computed apart over the same groups, then put side by side. */
function combined(plan: Plan, writer: Writer): string {
  const name = writer.dialect.identifier;
  const dimensions = plan.columns.filter((column) => column.kind === "dimension");
  const measures = plan.owners.flatMap((owner) => owner.measures);
  const before: string[] = [];
  const parts = plan.owners.map((owner, index) => {
    const rows = rowsFor(plan, joinsNeeded(plan, owner), owner, `_${index + 1}`, writer);
    if (rows.before !== undefined) before.push(rows.before);
    const selected = [
      ...dimensions.map((column) => `${dimension(plan, column, rows, writer)} AS ${name(column.name)}`),
      ...measures.map((measure) => {
        const own = owner.measures.some((one) => one.name === measure.name);
        // Every part has the same groups, so the one part that knows a measure decides it.
        return `${own ? aggregate(measure, owner, rows.ready, writer) : noNumber(measure, writer)} AS ${name(measure.name)}`;
      }),
    ];
    return [
      `SELECT\n${indent(selected.join(",\n"))}`,
      rows.from,
      ...groupBy([...dimensions, ...measures]),
    ].join("\n");
  });
  const selected = plan.columns.map((column) =>
    column.kind === "dimension" ? name(column.name) : `MAX(${name(column.name)}) AS ${name(column.name)}`,
  );
  const having = plan.having.map(({ measure, condition }) =>
    writeCondition(`MAX(${name(measure.name)})`, condition, "number", writer),
  );
  having.push(...groupSql(plan, writer, (measure) => `MAX(${name(measure.name)})`));
  return [
    ...(before.length === 0 ? [] : [`WITH ${before.join(",\n")}`]),
    `SELECT\n${indent(selected.join(",\n"))}`,
    `FROM (\n${indent(parts.join("\nUNION ALL\n"))}\n) AS parts`,
    ...(dimensions.length === 0
      ? []
      : [`GROUP BY ${dimensions.map((column) => name(column.name)).join(", ")}`]),
    ...(having.length === 0 ? [] : [`HAVING ${having.join("\n  AND ")}`]),
  ].join("\n");
}

/** In the column of a measure that another part computes. */
function noNumber(measure: AskedMeasure, writer: Writer): string {
  const counts = measure.type === "count" || measure.type === "count_distinct";
  return `CAST(NULL AS ${counts ? "BIGINT" : writer.dialect.widestNumber})`;
}

/** The condition on groups that the model writes as SQL, in brackets, with its measures in their places. */
function groupSql(plan: Plan, writer: Writer, write: (measure: AskedMeasure) => string): readonly string[] {
  if (plan.havingSql === undefined) return [];
  const { sql, measures } = plan.havingSql;
  const named = (name: string): string => {
    const measure = measures.find((one) => one.name === name);
    if (measure === undefined) throw new Error(`the condition on groups does not know ${name}`);
    return write(measure);
  };
  return [`(${writer.expression(sql, named)})`];
}

function dimension(plan: Plan, column: PlannedColumn, rows: Rows, writer: Writer): string {
  if (column.kind !== "dimension") throw new Error(`${column.name} is not a dimension`);
  const index = plan.columns.findIndex((one) => one.name === column.name);
  return rows.groups.get(index) ?? writer.expression(column.shownSql);
}

/** One measure over the rows in scope: the joined ones, or (`ready`) those that a subquery has made ready. */
function aggregate(measure: AskedMeasure, owner: Owner | undefined, ready: boolean, writer: Writer): string {
  if (owner === undefined) throw new Error(`${measure.name} belongs to no view`);
  const { computed } = measure;
  if (computed !== undefined)
    return `(${writer.expression(computed.sql, (name) => {
      const one = computed.from.find((part) => part.name === name);
      if (one === undefined) throw new Error(`${measure.name} does not know ${name}`);
      return aggregate(one, owner, ready, writer);
    })})`;
  const value = ready ? readyValue(measure, owner, writer) : operand(measure, owner, writer);
  switch (measure.type) {
    case "count":
      return `COUNT(${value})`;
    case "count_distinct":
      return `COUNT(DISTINCT ${value})`;
    // Looker's own spelling: a total over nothing is 0, an average over nothing is unknown.
    case "sum":
      return `COALESCE(SUM(${value}), 0)`;
    case "average":
      return writer.dialect.average(value);
    case "min":
      return `MIN(${value})`;
    case "max":
      return `MAX(${value})`;
    case "median":
      return writer.dialect.median.of(value);
    case "percentile":
      if (measure.percentile === undefined) throw new Error(`${measure.name} is no percentile`);
      return writer.dialect.percentile.of(value, measure.percentile);
    case "number":
      throw new Error(`${measure.name} is computed from nothing`);
  }
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
