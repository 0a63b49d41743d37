// A whole answer and its coverage -> the text of Looker's `json_detail` result: rows of cells, totals, and what they mean.
import type { Cell } from "../answer.ts";
import type { Coverage } from "../coverage.ts";
import type { QueryColumn } from "../query.ts";
import type { WholeQuestion } from "../question.ts";
import type { WholeAnswer, WholeRow } from "../whole-answer.ts";
import { inWords } from "./write-json.ts";

/** What else a reader is told. */
export interface DetailOptions {
  readonly question: WholeQuestion;
  readonly coverage: Coverage;
  /** The SQL of all queries, as it was run. */
  readonly sql: string;
}

/**
 * The members of Looker's API 4.0 that have a meaning here, with their names; `coverage` is our own: on how
 * many rows each measure stands, which views' rows are in several groups, and which tables were read.
 */
export function writeDetail(answer: WholeAnswer, { question, coverage, sql }: DetailOptions): string {
  const fieldsOf = (category: QueryColumn["category"], pivoted: boolean): readonly object[] =>
    answer.columns
      .filter((column) => column.category === category && question.pivots.includes(column.name) === pivoted)
      .map((column) => ({
        name: column.name,
        label: column.label,
        category: column.category,
        type: column.type,
        value_format_name: column.format ?? null,
      }));
  return JSON.stringify({
    sql,
    runtime: (answer.ms / 1000).toFixed(3),
    from_cache: false,
    timezone: "UTC",
    null_sort_treatment: "last",
    fields: {
      dimensions: fieldsOf("dimension", false),
      measures: fieldsOf("measure", false),
      pivots: fieldsOf("dimension", true),
      table_calculations: [],
    },
    fill_fields: question.fillFields,
    applied_filters: Object.fromEntries(
      Object.entries(question.filters).map(([field, value]) => [field, { field, value }]),
    ),
    has_totals: answer.total !== undefined,
    has_row_totals: question.rowTotal !== undefined,
    has_subtotals: answer.subtotals.length > 0,
    columns_truncated: answer.columnsTruncated,
    ...(answer.pivots === undefined
      ? {}
      : {
          pivots: answer.pivots.map((pivot) => ({
            key: pivot.key,
            is_total: pivot.isTotal,
            data: plain(pivot.values),
            labels: Object.fromEntries(
              Object.entries(pivot.values).map(([name, value]) => [name, label(value)]),
            ),
          })),
        }),
    data: answer.rows.map(detailed),
    ...(answer.total === undefined ? {} : { totals_data: detailed(answer.total) }),
    ...(answer.subtotals.length === 0
      ? {}
      : {
          subtotals_data: Object.fromEntries(
            answer.subtotals.map((level) => [
              level.dimensions.length,
              level.rows.map((row) => ({ ...detailed(row), $$$__grouping__$$$: level.dimensions })),
            ]),
          ),
        }),
    coverage,
  });
}

function detailed(row: WholeRow): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, cell]) => [key, { value: inWords(cell) }]))
        : { value: inWords(value) },
    ]),
  );
}

function plain(values: Readonly<Record<string, Cell>>): Readonly<Record<string, Cell>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, inWords(value)]));
}

function label(value: Cell): string {
  return String(inWords(value) ?? "");
}
