// A whole answer -> the text of Looker's `json_bi` result: what the columns mean, and rows of cells.
import type { WholeQuestion } from "../question.ts";
import type { WholeAnswer } from "../whole-answer.ts";
import type { ExploreField } from "./api/explore-schema.ts";
import { detailRow, pivotValues } from "./write-cells.ts";

/** What a reader is told beside the rows. */
export interface BiOptions {
  readonly question: WholeQuestion;
  /** The explore's fields by full name. */
  readonly fields: ReadonlyMap<string, ExploreField>;
  /** The SQL of all queries, as it was run. */
  readonly sql: string;
}

/**
 * Looker's JsonBi (API 4.0). The total, where one was asked for, stands under `metadata.totals_data`, which is
 * where `json_detail` has it.
 */
export function writeBi(answer: WholeAnswer, options: BiOptions): string {
  return JSON.stringify({
    metadata: {
      ...metadataOf(options),
      has_subtotals: answer.subtotals.length > 0,
      has_totals: answer.total !== undefined,
      columns_truncated: answer.columnsTruncated ? "yes" : "no",
      pivots: (answer.pivots ?? []).map((pivot) => ({
        key: pivot.key,
        data: pivotValues(pivot),
        sort_values: {},
        is_total: pivot.isTotal,
      })),
      ...(answer.total === undefined
        ? {}
        : { totals_data: detailRow(answer.total, answer.columns, options.fields) }),
    },
    rows: answer.rows.map((row) => detailRow(row, answer.columns, options.fields)),
  });
}

/** The same for a question the database refused: one row that says why. */
export function writeBiError(message: string, options: BiOptions): string {
  return JSON.stringify({
    metadata: {
      ...metadataOf(options),
      has_subtotals: false,
      has_totals: false,
      columns_truncated: "no",
      pivots: [],
    },
    rows: [{ looker_error: message }],
  });
}

function metadataOf({ question, fields, sql }: BiOptions): object {
  const fieldsOf = (category: "dimension" | "measure", pivoted: boolean): readonly object[] =>
    question.fields.flatMap((name) => {
      const field = fields.get(name);
      return field?.category === category && question.pivots.includes(name) === pivoted
        ? [biField(field)]
        : [];
    });
  return {
    big_query_metadata: null,
    fields: {
      dimensions: fieldsOf("dimension", false),
      measures: fieldsOf("measure", false),
      pivots: fieldsOf("dimension", true),
      table_calculations: [],
    },
    filter_expression: question.filterExpression ?? null,
    filters: question.filters,
    sql,
  };
}

function biField(field: ExploreField): object {
  return {
    sql: field.sql,
    view: field.view,
    dimension_group: field.dimension_group,
    category: field.category,
    field_group_label: field.field_group_label,
    name: field.name,
    type: field.type,
    view_label: field.view_label,
    label: field.label,
    field_group_variant: field.field_group_variant,
    hidden: field.hidden,
    description: field.description,
  };
}
