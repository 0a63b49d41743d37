// A question in Looker's query words: model, view (which is an explore), fields, filters, sorts, limit, and what stands around its rows.

/** How rows are ordered: by one of the question's fields. */
export interface Sort {
  /** Full name, e.g. `movies.average_budget`. */
  readonly field: string;
  readonly descending: boolean;
  /** With pivots: the column whose values order the rows, counted from 0; the first when left out. */
  readonly column?: number | undefined;
}

/** A question as Looker's API would take it (API 4.0, WriteQuery). Names are not checked yet; `plan` does. */
export interface Question {
  readonly model: string;
  /** The explore; Looker's API calls it `view`. */
  readonly view: string;
  /** Full names (`genres.name`), in the order of the answer's columns. */
  readonly fields: readonly string[];
  /** The fields of the whole question, where this one asks for a part of it, such as a total. */
  readonly wholeFields?: readonly string[] | undefined;
  /** Looker filter expressions by full field name, all of which must hold. */
  readonly filters: Readonly<Record<string, string>>;
  /** A custom filter in Looker's expression language, which must hold as well. */
  readonly filterExpression?: string | undefined;
  /** Empty: Looker's default order. */
  readonly sorts: readonly Sort[];
  /** The most rows to give; undefined means all of them. */
  readonly limit: number | undefined;
}

/** A question and what it wants around its rows: totals, subtotals, columns of pivoted values, filled-in rows. */
export interface WholeQuestion extends Question {
  /** Dimensions of `fields` whose values become columns; empty for a plain answer. */
  readonly pivots: readonly string[];
  /** The most pivoted values to give a column each. */
  readonly columnLimit: number;
  /** Whether the measures are also wanted over everything. */
  readonly total: boolean;
  /** Where the measures over all pivoted values stand in each row; undefined leaves them out. */
  readonly rowTotal: "left" | "right" | undefined;
  /** Dimensions of `fields`: for each, the measures over that dimension and those before it. */
  readonly subtotals: readonly string[];
  /** Dimensions whose missing values are given a row of their own. */
  readonly fillFields: readonly string[];
  /** The zone the query is asked in, by its IANA name, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
}
