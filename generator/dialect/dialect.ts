// What differs between warehouses when SQL is written: the one list, so that no builder asks which warehouse it is.
import type { ColumnType } from "../model/column-type.ts";
import type { Comparison } from "../model/field.ts";
import type { Interval } from "../model/interval.ts";
import type { Table } from "../model/table.ts";
import type { Calendar, Timeframe } from "../model/timeframe.ts";

/** The warehouses SQL can be written for. */
export type DialectName = "postgres" | "redshift";

/** What a bound value is compared with. */
export type BoundKind = "text" | "number" | "date" | "timestamp";

/** What decides how a table's rows are laid out; `references` are the columns that refer to other tables. */
export interface TableLayout extends Pick<Table, "key" | "distribution" | "sort"> {
  readonly references: readonly string[];
}

/** How one warehouse spells SQL. All functions are pure text in, text out. */
export interface Dialect {
  readonly name: DialectName;
  /** A name as an identifier, quoted, whatever it holds. */
  readonly identifier: (name: string) => string;
  /** The type a bound value is cast to, wide enough to keep every digit and character of it. */
  readonly boundType: (kind: BoundKind, value: string) => string;
  /** A column type in `CREATE TABLE`. */
  readonly columnType: (type: ColumnType) => string;
  /** What follows the closing bracket of `CREATE TABLE`, given the columns rows are joined by and what the model wants. */
  readonly tableOptions: (table: TableLayout) => string;
  /** True when the warehouse enforces a primary key and can index columns. */
  readonly enforcesKeys: boolean;
  /** A date or timestamp cut to a timeframe, typed and spelled as Looker gives it. */
  readonly timeframe: (timeframe: Timeframe, sql: string, calendar?: Calendar) => string;
  /**
   * How many whole intervals have passed between two times: a day is 24 hours, a month has passed when its day and
   * hour have come again. What is left over is dropped to both sides alike, so that the other way round is the same
   * below 0. To be confirmed on a real instance: Looker's documentation says "floored to the nearest integer"
   * (dimension_group, https://docs.cloud.google.com/looker/docs/reference/param-field-dimension-group), and its SQL
   * on Snowflake corrects what DATEDIFF counts towards 0 on both sides.
   */
  readonly span: (interval: Interval, start: string, end: string) => string;
  /** A point in time so many periods later (below 0, earlier), still of its datatype. */
  readonly moved: (sql: string, periods: number, by: Movement) => string;
  /** The average of the group's known values, with every digit a person could want. */
  readonly average: (sql: string) => string;
  readonly median: Median;
  readonly percentile: Percentile;
  /** The group's different known values as one text, in order, each as text and Looker's mark between two. */
  readonly list: (value: string) => string;
  /** Whether such a list may stand beside no other list and no count of different values. */
  readonly listsAlone: boolean;
  /** What stands before the bracket of a WITH query that is to be computed once, apart from what reads it. */
  readonly keptApart: string;
  /**
   * A value that is among those of a query, where the warehouse does better with that query answered first, as a
   * list; undefined where a join does as well.
   */
  readonly amongFirst: ((value: string, query: string) => string) | undefined;
  /** A type for numbers that loses neither digits nor fractions of what it is put together with in a UNION. */
  readonly widestNumber: string;
}

/** How a point in time is moved, one period at a time. */
export interface Movement {
  readonly period: Comparison["period"];
  readonly datatype: "date" | "timestamp";
}

/** How the exact percentile of a group's known values is found: as far between two of them as its place is between theirs. */
export interface Percentile {
  /** As an aggregate; the percentile is from 0 to 100. */
  readonly of: (value: string, percentile: number) => string;
  /** Columns that `of` needs beside each value, given the columns that make the group. */
  readonly beside: (value: string, groups: readonly string[]) => readonly string[];
}

/** How the exact median of a group's known values is found: the middle one, or halfway between the two middle ones. */
export interface Median {
  /** As an aggregate. */
  readonly of: (value: string) => string;
  /** Columns that `of` needs beside each value, given the columns that make the group; undefined when it needs none. */
  readonly beside: ((value: string, groups: readonly string[]) => readonly string[]) | undefined;
}
