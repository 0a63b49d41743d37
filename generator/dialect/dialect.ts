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
  /** The median of the group's values, exact (interpolated between the two middle values). */
  readonly median: (sql: string) => string;
}
