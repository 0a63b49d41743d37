// A plan -> a query: the SQL's text for one warehouse, and its bound values.
import type { Dialect } from "../generator/index.ts";
import { baseOf } from "./plan/asked.ts";
import { isShown } from "./plan/order.ts";
import type { Owner, Plan, PlannedColumn } from "./plan.ts";
import type { Query, QueryColumn } from "./query.ts";
import { groupBy, having, writeDimension } from "./sql/write-groups.ts";
import { asShown, writeMeasure } from "./sql/write-measure.ts";
import { innerPlans, writeInner } from "./sql/write-inner.ts";
import { needsParts, writeParts } from "./sql/write-parts.ts";
import { isReckoned, sortedBy, type Window, withBases, writeReckoned } from "./sql/write-reckoned.ts";
import { joinedRows, rowsFor } from "./sql/write-rows.ts";
import { indent, Writer } from "./sql/writer.ts";

/**
 * Writes the plan. Where no join repeats a view's rows, its measures are aggregated as they are; where one
 * does, over the distinct rows of each group, told apart by the view's key. Several views' measures are
 * computed apart, each over the joins it needs, and put together by the group. What Looker reckons when the rows
 * have come is reckoned over the rows in their order.
 * @returns text in which every value of the question is a placeholder
 */
export function writeSql(plan: Plan, dialect: Dialect): Query {
  const inner = innerPlans(plan);
  const writer: Writer = new Writer(dialect, plan.calendar, (key) => {
    const found = inner.get(key);
    if (found === undefined) throw new Error(`the plan holds no question ${key}`);
    return writeInner(found, rowsOf(found.plan, writer), writer);
  });
  const reckons = plan.columns.some(isReckoned);
  const limit = plan.limit === undefined ? "" : `\nLIMIT ${plan.limit}`;
  const text = reckons ? reckoned(plan, writer) : `${grouped(plan, writer)}${orderBy(plan)}`;
  return {
    text: `${withQueries(text, writer)}${limit}`,
    values: writer.values,
    columns: plan.columns.filter(isShown).map(columnOf),
  };
}

function columnOf(column: PlannedColumn): QueryColumn {
  return {
    name: column.name,
    label: column.label,
    category: column.kind,
    type: column.kind === "dimension" ? column.type : column.values,
    exact: column.kind === "dimension" || isExact(column),
    format: column.format,
    ...(column.kind === "measure" && column.type === "list" ? { list: true } : {}),
  };
}

/** Whether every digit counts: not where they come from a division. */
function isExact(column: Extract<PlannedColumn, { readonly kind: "measure" }>): boolean {
  if (QUOTIENTS.has(column.type) || column.compared?.kind === "relative_change") return false;
  return !QUOTIENTS.has(baseOf(column).type);
}

/** Measures whose digits come from a division. */
const QUOTIENTS: ReadonlySet<string> = new Set([
  "average",
  "average_distinct",
  "median",
  "median_distinct",
  "number",
  "percent_of_total",
  "percent_of_previous",
]);

/** The queries that stand for tables come before those that the plan needs. */
function withQueries(text: string, writer: Writer): string {
  if (writer.queries.length === 0) return text;
  const before = `WITH ${writer.queries.join(",\n")}`;
  return text.startsWith("WITH ") ? `${before},\n${text.slice("WITH ".length)}` : `${before}\n${text}`;
}

/** The rows of a plan inside a plan, which is written by the same writer. */
function rowsOf(plan: Plan, writer: Writer): string {
  const limit = plan.limit === undefined ? "" : `\nLIMIT ${plan.limit}`;
  return `${grouped(plan, writer)}${orderBy(plan)}${limit}`;
}

/** The groups with their measures, in no order. */
function grouped(plan: Plan, writer: Writer): string {
  return needsParts(plan, writer) ? writeParts(plan, writer) : single(plan, plan.owners[0], writer);
}

/** One view's measures, or none: one SELECT. */
function single(plan: Plan, owner: Owner | undefined, writer: Writer): string {
  const name = writer.dialect.identifier;
  const rows =
    owner === undefined ? joinedRows(plan, plan.joins, writer) : rowsFor(plan, plan.joins, owner, "", writer);
  const selected = plan.columns.map((column) => {
    const sql =
      column.kind === "measure"
        ? asShown(column, writeMeasure(column, owner, rows.ready, writer))
        : writeDimension(plan, column, rows, writer);
    return `${sql} AS ${name(column.name)}`;
  });
  const conditions = having(plan, writer, (measure) => writeMeasure(measure, owner, rows.ready, writer));
  return [
    ...(rows.before === undefined ? [] : [`WITH ${rows.before}`]),
    `SELECT\n${indent(selected.join(",\n"))}`,
    rows.from,
    ...groupBy(plan.columns),
    ...(conditions.length === 0 ? [] : [`HAVING ${conditions.join("\n  AND ")}`]),
  ].join("\n");
}

/** Around the grouped rows, what is reckoned from them in the order they are shown in. */
function reckoned(plan: Plan, writer: Writer): string {
  const name = writer.dialect.identifier;
  const alone = plan.columns.every((column) => column.kind === "measure");
  const order = plan.sorts
    .map((sort) => `${name(sortedBy(plan, sort))}${sort.descending ? " DESC" : ""} NULLS LAST`)
    .join(", ");
  const window: Window = {
    within: undefined,
    order: alone || order === "" ? undefined : order,
    cutOff: alone || plan.limit === undefined ? undefined : `COUNT(*) OVER () > ${plan.limit}`,
    follows: undefined,
  };
  const selected = plan.columns.map((column) =>
    isReckoned(column)
      ? `${writeReckoned(column, window, writer)} AS ${name(column.name)}`
      : name(column.name),
  );
  return [
    `SELECT\n${indent(selected.join(",\n"))}`,
    `FROM (\n${indent(grouped(withBases(plan), writer))}\n) AS grouped`,
    ...(window.order === undefined ? [] : [`ORDER BY ${window.order}`]),
  ].join("\n");
}

function orderBy(plan: Plan): string {
  if (plan.columns.every((column) => column.kind === "measure")) return "";
  const terms = plan.sorts.map((sort) => {
    const position = plan.columns.findIndex((column) => column.name === sort.field) + 1;
    return `${position}${sort.descending ? " DESC" : ""} NULLS LAST`;
  });
  return terms.length === 0 ? "" : `\nORDER BY ${terms.join(", ")}`;
}
