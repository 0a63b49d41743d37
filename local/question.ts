// A question in Looker's query words: model, view (which is an explore), fields, filters, sorts, limit.

/** How rows are ordered: by one of the question's fields. */
export interface Sort {
  /** Full name, e.g. `movies.average_budget`. */
  readonly field: string;
  readonly descending: boolean;
}

/** A question as Looker's API would take it (API 4.0, WriteQuery). Names are not checked yet; `plan` does. */
export interface Question {
  readonly model: string;
  /** The explore; Looker's API calls it `view`. */
  readonly view: string;
  /** Full names (`genres.name`), in the order of the answer's columns. */
  readonly fields: readonly string[];
  /** Looker filter expressions by full field name, all of which must hold. */
  readonly filters: Readonly<Record<string, string>>;
  /** Empty: Looker's default order. */
  readonly sorts: readonly Sort[];
  /** The most rows to give; undefined means all of them. */
  readonly limit: number | undefined;
}
