// What differs between warehouses when SQL is written: the one list, so that no builder asks which warehouse it is.
import type { ColumnType } from "../model/column-type.ts";
import type { Timeframe } from "../model/field.ts";

/** The warehouses SQL can be written for. */
export type DialectName = "postgres" | "redshift";

/** What a bound value is compared with. */
export type BoundKind = "text" | "number" | "date" | "timestamp";

/** How one warehouse spells SQL. All functions are pure text in, text out. */
export interface Dialect {
  readonly name: DialectName;
  /** A name as an identifier, quoted, whatever it holds. */
  readonly identifier: (name: string) => string;
  /** The type a bound value is cast to, wide enough to keep every digit and character of it. */
  readonly boundType: (kind: BoundKind, value: string) => string;
  /** A column type in `CREATE TABLE`. */
  readonly columnType: (type: ColumnType) => string;
  /** What follows the closing bracket of `CREATE TABLE`, given the columns rows are joined by. */
  readonly tableOptions: (table: {
    readonly key: readonly string[];
    readonly references: readonly string[];
  }) => string;
  /** True when the warehouse enforces a primary key and can index columns. */
  readonly enforcesKeys: boolean;
  /** A date or timestamp cut to a timeframe, typed and spelled as Looker gives it. */
  readonly timeframe: (timeframe: Timeframe, sql: string) => string;
  /** The average of the group's known values, with every digit a person could want. */
  readonly average: (sql: string) => string;
  readonly median: Median;
  /** What stands before the bracket of a WITH query that is to be computed once, apart from what reads it. */
  readonly keptApart: string;
  /** A type for numbers that loses neither digits nor fractions of what it is put together with in a UNION. */
  readonly widestNumber: string;
}

/** How the exact median of a group's known values is found: the middle one, or halfway between the two middle ones. */
export interface Median {
  /** As an aggregate. */
  readonly of: (value: string) => string;
  /** Columns that `of` needs beside each value, given the columns that make the group; undefined when it needs none. */
  readonly beside: ((value: string, groups: readonly string[]) => readonly string[]) | undefined;
}
