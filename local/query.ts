// A query: SQL as text and bound values, with what its columns mean.
import { LIST_MARK } from "../generator/index.ts";

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
  /** Texts that hold several values, with Looker's mark between them. */
  readonly list?: true;
}

/** A text as people read it: the values of a list with commas between them. */
export function asRead(text: string, column: Pick<QueryColumn, "list">): string {
  return column.list === true ? text.replaceAll(LIST_MARK, ", ") : text;
}

/** Ready to be run: nothing in it has yet to be looked up. */
export interface Query {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly columns: readonly QueryColumn[];
}
