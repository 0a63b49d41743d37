// What the server says of a query that no form asks -> an answer whose columns are its fields.
import type { Answer, AnswerColumn, AnswerRow, LookerQuery, SheetGroup, Timeframe } from "../props.ts";
import { type Detail, type DetailField, type DetailRow, freshnessOf } from "../server/run.ts";
import { coverageOf, isCell, plainRow } from "./read-answer.ts";

/** Pivoted measures have a column for each pivoted value. */
export function readPlain(query: LookerQuery, detail: Detail, ms: number): Answer {
  const columns = columnsOf(detail);
  const rowOf = (row: DetailRow): AnswerRow => ({ ...plainRow(row), ...pivotedCells(row) });
  const limit = Number(query.limit);
  const rows = detail.data.slice(0, limit > 0 ? limit : undefined).map(rowOf);
  return {
    query,
    title: titleOf(query, detail),
    noun: { one: "row", many: "rows" },
    columns,
    rows,
    overall: detail.totals_data === undefined ? undefined : rowOf(detail.totals_data),
    rowTotals: [],
    splitTotals: [],
    cut: limit > 0 && detail.data.length > limit,
    coverage: coverageOf(detail),
    overlap: undefined,
    tables: detail.coverage?.tables ?? [],
    sql: detail.sql,
    fromCache: detail.from_cache,
    ms,
    freshness: freshnessOf(detail),
  };
}

function columnsOf({ fields, pivots }: Detail): readonly AnswerColumn[] {
  const { dimensions, measures } = fields;
  // One measure by one dimension is what charts are drawn of; anything else is a table.
  const isSimple = dimensions.length === 1 && measures.length === 1 && pivots === undefined;
  return [
    ...dimensions.map((field) => columnOf(field, isSimple ? "group" : "other")),
    ...(pivots === undefined ? measures.map((field) => columnOf(field, isSimple ? "measure" : "other")) : []),
    ...(pivots ?? []).flatMap((pivot) =>
      measures.map((field) => ({
        ...columnOf(field, "other"),
        field: pivotedName(field.name, pivot.key),
        label: `${pivot.is_total ? "Total" : Object.values(pivot.labels).join(" · ")}: ${field.label_short}`,
      })),
    ),
  ];
}

function columnOf(field: DetailField, role: AnswerColumn["role"]): AnswerColumn {
  return {
    field: field.name,
    label: field.label_short,
    role,
    type: typeOf(field),
    format: field.value_format_name ?? undefined,
    timeframe: field.is_timeframe ? timeframeOf(field) : undefined,
  };
}

function typeOf(field: DetailField): SheetGroup["type"] {
  if (field.is_numeric) return "number";
  if (field.is_timeframe) return "date";
  return field.type === "yesno" ? "yesno" : "string";
}

/** Looker names a timeframe in the type, e.g. `date_year`; a day is `date_date`. */
function timeframeOf(field: DetailField): Timeframe | undefined {
  const [, name] = /^date_(date|week|month|quarter|year|raw)$/.exec(field.type) ?? [];
  return name as Timeframe | undefined;
}

function pivotedCells(row: DetailRow): AnswerRow {
  const cells = Object.entries(row).flatMap(([name, cell]) =>
    isCell(cell)
      ? []
      : Object.entries(cell).map(([key, one]): [string, string | null] => [
          pivotedName(name, key),
          one.value,
        ]),
  );
  return Object.fromEntries(cells);
}

function pivotedName(field: string, key: string): string {
  return `${field} ${key}`;
}

/** Fields, then what narrows them, as the address has it. */
function titleOf(query: LookerQuery, { fields }: Detail): string {
  const all = [...fields.dimensions, ...fields.measures, ...fields.pivots];
  const named = (name: string): string => all.find((field) => field.name === name)?.label_short ?? name;
  return [
    query.fields.map(named).join(", "),
    ...Object.entries(query.filters)
      .filter(([, expression]) => expression.trim() !== "")
      .map(([field, expression]) => `${field}: ${expression}`),
    ...(query.filter_expression === undefined ? [] : [query.filter_expression]),
  ].join(" · ");
}
