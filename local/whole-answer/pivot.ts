// A question with pivots -> one query for all its cells, each with the number of its row and of its column.
import { type Dialect, findExplore, findView, Mistake, type Model } from "../../generator/index.ts";
import type { FilterContext } from "../filter/context.ts";
import { type Plan, plan, type PlannedColumn } from "../plan.ts";
import { orOf, someMeasure } from "../plan/nearest.ts";
import { inOrder, isShown, withOrders } from "../plan/order.ts";
import type { Query, QueryColumn } from "../query.ts";
import type { Sort, WholeQuestion } from "../question.ts";
import { writeSql } from "../sql.ts";
import { isReckoned, sortedBy, type Window, withBases, writeReckoned } from "../sql/write-reckoned.ts";
import { indent, Writer } from "../sql/writer.ts";

/** The query's column that holds the number of a cell's row, counted from 1. */
export const ROW_RANK = "row_rank";
/** The query's column that holds the number of a cell's column, counted from 1. */
export const COLUMN_RANK = "column_rank";

/**
 * The limits cut rows and columns, never cells: a row whose only cells are in columns beyond the limit keeps
 * one of them, and a column likewise, so that both are known. One column more than the limit is given when
 * there is one. Ordered by a measure, rows stand by its value in one column; those without one come after
 * them, by their best value anywhere (as in the SQL that Looker writes).
 * @throws Mistake for pivots that are no dimensions, for nothing to show in the columns, and as `plan`
 */
export function pivotQuery(
  model: Model,
  question: WholeQuestion,
  dialect: Dialect,
  asking: Partial<FilterContext>,
): Query {
  const planned = plan(model, question, asking);
  const base = findExplore(model, question.view)?.view;
  const view = base === undefined ? undefined : findView(model, base);
  checkPivots(planned, question, view && someMeasure(view, view.name));
  const { columns } = withOrders(writeSql({ ...planned, sorts: [], limit: undefined }, dialect), planned);
  const cells = writeSql(withBases(planned), dialect);
  const name = dialect.identifier;
  const isPivot = (field: string): boolean => question.pivots.includes(field);
  const dimensions = planned.columns.filter((column) => column.kind === "dimension");
  const rowDimensions = dimensions.filter((column) => !isPivot(column.orders ?? column.name));
  const columnOrder = settle(
    question.sorts.filter((sort) => isPivot(sort.field)),
    question.pivots,
  )
    .flatMap((sort) => inOrder(sort, planned.columns))
    .map((sort) => orderTerm(name(sort.field), sort.descending));
  const sameRow =
    rowDimensions.length === 0
      ? ""
      : `PARTITION BY ${rowDimensions.map((column) => name(column.name)).join(", ")}`;
  const rowSorts = settle(
    rowSortsOf(question, planned.columns, rowDimensions),
    rowDimensions.filter(isShown).map((column) => column.name),
  ).flatMap((sort) => inOrder(sort, planned.columns));
  const byValue = rowSorts.flatMap((sort, index) =>
    rowDimensions.some((column) => column.name === sort.field) ? [] : [{ sort, index }],
  );
  const values = byValue.flatMap(({ sort, index }) => {
    const column = columns.find((one) => one.name === sort.field);
    const field = name(sortedBy(planned, sort));
    // The largest of yes and no is nothing that warehouses know.
    const value = column?.type === "yesno" ? `CAST(${field} AS INTEGER)` : field;
    return [
      `MAX(CASE WHEN ${COLUMN_RANK} = ${(sort.column ?? 0) + 1} THEN ${value} END) OVER (${sameRow}) AS value_${index + 1}`,
      `${sort.descending ? "MAX" : "MIN"}(${value}) OVER (${sameRow}) AS best_${index + 1}`,
    ];
  });
  const rowOrder = rowSorts.flatMap((sort, index) => {
    if (!byValue.some((one) => one.index === index)) return [orderTerm(name(sort.field), sort.descending)];
    const value = `value_${index + 1}`;
    return [
      orderTerm(value, sort.descending),
      orderTerm(`CASE WHEN ${value} IS NULL THEN best_${index + 1} END`, sort.descending),
    ];
  });
  const rowRank = rowDimensions.length === 0 ? "1" : `DENSE_RANK() OVER (ORDER BY ${rowOrder.join(", ")})`;
  const numbered = over(cells.text, "cells", [
    `DENSE_RANK() OVER (ORDER BY ${columnOrder.join(", ")}) AS ${COLUMN_RANK}`,
  ]);
  const valued = rowDimensions.length === 0 ? numbered : over(numbered, "numbered", values);
  const ranked = over(valued, "valued", [`${rowRank} AS ${ROW_RANK}`]);
  const placed = over(ranked, "ranked", [
    `ROW_NUMBER() OVER (PARTITION BY ${ROW_RANK} ORDER BY ${COLUMN_RANK}) AS place_in_row`,
    `ROW_NUMBER() OVER (PARTITION BY ${COLUMN_RANK} ORDER BY ${ROW_RANK}) AS place_in_column`,
    ...planned.columns.filter(isReckoned).map((column) => {
      const window = column.reckoned.direction === "row" ? alongRow(question) : downColumn(question);
      return `${writeReckoned(column, window, new Writer(dialect))} AS ${name(column.name)}`;
    }),
  ]);
  const selected = [...columns.map((column) => name(column.name)), ROW_RANK, COLUMN_RANK];
  const text = [
    `SELECT\n${indent(selected.join(",\n"))}`,
    `FROM (\n${indent(placed)}\n) AS placed`,
    `WHERE (${COLUMN_RANK} <= ${question.columnLimit + 1} OR place_in_row = 1)`,
    ...(question.limit === undefined
      ? []
      : [`  AND (${ROW_RANK} <= ${question.limit} OR place_in_column = 1)`]),
    `ORDER BY ${ROW_RANK}, ${COLUMN_RANK}`,
  ].join("\n");
  return { ...cells, text, columns: [...columns, rank(ROW_RANK), rank(COLUMN_RANK)] };
}

/** From one pivoted column to the next: Looker's way unless the measure says otherwise. */
function alongRow({ columnLimit }: WholeQuestion): Window {
  const within = `PARTITION BY ${ROW_RANK}`;
  return {
    within,
    order: COLUMN_RANK,
    cutOff: `MAX(${COLUMN_RANK}) OVER () > ${columnLimit}`,
    // A column in which the row has no cell lies between.
    follows: `LAG(${COLUMN_RANK}) OVER (${within} ORDER BY ${COLUMN_RANK}) = ${COLUMN_RANK} - 1`,
  };
}

/** From one row to the next, in each column by itself. */
function downColumn({ limit }: WholeQuestion): Window {
  const cutOff = limit === undefined ? undefined : `MAX(${ROW_RANK}) OVER () > ${limit}`;
  return { within: `PARTITION BY ${COLUMN_RANK}`, order: ROW_RANK, cutOff, follows: undefined };
}

function checkPivots(planned: Plan, question: WholeQuestion, measure: string | undefined): void {
  for (const pivot of question.pivots) {
    if (question.pivots.indexOf(pivot) !== question.pivots.lastIndexOf(pivot))
      throw new Mistake(
        `The query pivots by ${pivot} twice. Pivot by ${[...new Set(question.pivots)].join(", ")}.`,
      );
    if (planned.columns.some((column) => column.name === pivot && column.kind === "measure")) {
      const possible = planned.columns.flatMap(({ kind, name }) => (kind === "dimension" ? [name] : []));
      throw new Mistake(
        `The query cannot pivot by ${pivot}: it is a measure. ${possible.length === 0 ? "Add a dimension to fields and pivot by that." : `Pivot by ${orOf(possible)}.`}`,
      );
    }
  }
  if (planned.columns.every((column) => column.kind === "dimension"))
    throw new Mistake(
      `The query pivots and has no measure to show in the columns. Add one to fields, such as ${measure ?? "a count"}.`,
    );
}

/** Looker's usual order of a pivoted answer: the first time, latest first; else the first measure in the first column. */
function rowSortsOf(
  question: WholeQuestion,
  columns: readonly PlannedColumn[],
  rowDimensions: readonly PlannedColumn[],
): readonly Sort[] {
  const asked = question.sorts.filter((sort) => !question.pivots.includes(sort.field));
  if (asked.length > 0) return asked;
  const time = rowDimensions.find((column) => column.kind === "dimension" && column.isTime);
  const first = time ?? columns.find((column) => column.kind === "measure");
  return first === undefined ? [] : [{ field: first.name, descending: true }];
}

/** Adds the fields that are not sorted by, so that the order is settled. */
function settle(sorts: readonly Sort[], fields: readonly string[]): readonly Sort[] {
  const left = fields.filter((field) => !sorts.some((sort) => sort.field === field));
  return [...sorts, ...left.map((field) => ({ field, descending: false }))];
}

function orderTerm(sql: string, descending: boolean): string {
  return `${sql}${descending ? " DESC" : ""} NULLS LAST`;
}

/** A query around another one that adds columns to it. */
function over(inner: string, alias: string, added: readonly string[]): string {
  return `SELECT\n${indent([`${alias}.*`, ...added].join(",\n"))}\nFROM (\n${indent(inner)}\n) AS ${alias}`;
}

function rank(name: string): QueryColumn {
  return { name, label: name, category: "dimension", type: "number", exact: true, format: undefined };
}
