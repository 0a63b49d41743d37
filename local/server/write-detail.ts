// A whole answer and its coverage -> the text of Looker's `json_detail` result: rows of cells, totals, and what they mean.
import type { Cell } from "../answer.ts";
import type { Coverage } from "../coverage.ts";
import type { WholeQuestion } from "../question.ts";
import type { WholeAnswer } from "../whole-answer.ts";
import type { ExploreField, LookerExplore } from "./api/explore-schema.ts";
import type { Published } from "./serving/published.ts";
import { detailRow, pivotValues } from "./write-cells.ts";
import { inWords } from "./write-json.ts";

/** What else a reader is told. */
export interface DetailOptions {
  /** The query's id, or the task's. */
  readonly id: string;
  readonly question: WholeQuestion;
  readonly explore: LookerExplore;
  /** The explore's fields by full name. */
  readonly fields: ReadonlyMap<string, ExploreField>;
  readonly coverage: Coverage | undefined;
  /** The SQL of all queries, as it was run. */
  readonly sql: string;
  readonly fromCache: boolean;
  readonly ranAt: Date;
  /** The run of hydrate that the rows come from. */
  readonly published: Published | undefined;
}

/**
 * The members of Looker's API 4.0, with their names. Two are our own: `coverage` says on how many rows each
 * measure stands and why the others are left out, which views' rows are in several groups, and which tables were
 * read, with the drops whose records they hold; `published` names the run
 * the rows come from.
 */
export function writeDetail(answer: WholeAnswer, options: DetailOptions): string {
  const { question, coverage, fields, fromCache, ranAt, published } = options;
  const rows = answer.rows.map((row) => detailRow(row, answer.columns, fields));
  return JSON.stringify({
    ...detailHead(options, answer.ms),
    from_cache: fromCache,
    result_source: fromCache ? "cache" : "query",
    ran_at: ranAt.toISOString(),
    has_totals: answer.total !== undefined,
    has_subtotals: answer.subtotals.length > 0,
    columns_truncated: answer.columnsTruncated,
    ...(answer.pivots === undefined
      ? {}
      : {
          pivots: answer.pivots.map((pivot) => ({
            key: pivot.key,
            is_total: pivot.isTotal,
            data: pivotValues(pivot),
            labels: Object.fromEntries(
              Object.entries(pivot.values).map(([name, value]) => [name, label(value)]),
            ),
            metadata: {},
            sort_values: {},
          })),
        }),
    data: rows,
    ...(answer.total === undefined ? {} : { totals_data: detailRow(answer.total, answer.columns, fields) }),
    ...(answer.subtotals.length === 0
      ? {}
      : {
          subtotals_data: Object.fromEntries(
            answer.subtotals.map((level) => [
              level.dimensions.length,
              level.rows.map((row) => ({
                ...detailRow(row, answer.columns, fields),
                $$$__grouping__$$$: level.dimensions,
              })),
            ]),
          ),
        }),
    has_row_totals: question.rowTotal !== undefined,
    ...(coverage === undefined ? {} : { coverage }),
    published:
      published === undefined
        ? null
        : { run: published.run, period: published.period ?? null, at: published.at.toISOString() },
  });
}

/**
 * The same for a question the database refused: no rows, and what it said (`errors`), with status 200 as Looker has it.
 * @param message in words
 */
export function writeDetailError(message: string, options: Omit<DetailOptions, "coverage">): string {
  return JSON.stringify({
    ...detailHead(options, 0),
    from_cache: false,
    errors: [{ message: "The question was not answered", message_details: message, sql_error_loc: null }],
    data: [],
  });
}

/** What is known of the question itself. */
function detailHead(options: Omit<DetailOptions, "coverage">, ms: number): object {
  const { id, question, explore, fields, sql } = options;
  const fieldsOf = (category: "dimension" | "measure", pivoted: boolean): readonly object[] =>
    question.fields.flatMap((name) => {
      const field = fields.get(name);
      if (field?.category !== category || question.pivots.includes(name) !== pivoted) return [];
      const sort = question.sorts.findIndex((one) => one.field === name);
      return [
        sort < 0
          ? field
          : { ...field, sorted: { sort_index: sort, desc: question.sorts[sort]?.descending ?? false } },
      ];
    });
  return {
    id,
    expired: false,
    runtime: (ms / 1000).toFixed(3),
    sql,
    sql_explain: null,
    sql_changed: false,
    parent_id: null,
    added_params: {},
    forecast_result: null,
    aggregate_table_used_info: null,
    dialect_specific_metadata: null,
    supports_pivot_in_db: true,
    null_sort_treatment: explore.null_sort_treatment,
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
    applied_filter_expression: question.filterExpression ?? null,
    always_filter: explore.always_filter,
    conditionally_filter_applied: false,
    number_format: "1,234.56",
    explore: { name: explore.name, label: explore.label, description: explore.description },
    timezone: question.timeZone,
    drill_menu_build_time: 0,
  };
}

function label(value: Cell): string {
  return String(inWords(value) ?? "");
}
