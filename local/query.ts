// A query: SQL as text and bound values, with what its columns mean.

/** What a column of an answer holds, for formatting: Looker's types as far as the local planner has them. */
export interface QueryColumn {
  /** Full field name, which is also the column's name in the SQL: `genres.name`. */
  readonly name: string;
  readonly label: string;
  readonly category: "dimension" | "measure";
  /** `number` arrives as exact decimal text; `date` as `YYYY-MM-DD`; `yesno` as true or false. */
  readonly type: "string" | "number" | "yesno" | "date";
  /** Numbers: every digit counts. False for averages and medians, whose digits come from a division. */
  readonly exact: boolean;
  /** One of Looker's value format names, e.g. `usd_0`. */
  readonly format: string | undefined;
}

/** Ready to be run: nothing in it has yet to be looked up. */
export interface Query {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly columns: readonly QueryColumn[];
}
