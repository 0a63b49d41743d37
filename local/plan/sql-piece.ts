// SQL in pieces: text of the model's, columns still by their names, and values still apart.
import type { BoundKind, FilterLanguage, Interval, Movement, Timeframe } from "../../generator/index.ts";
import type { Condition } from "../filter/condition.ts";

/**
 * A piece of SQL: text as it stands, a column of a joined view (without a column, the view itself), another
 * expression, cut to its own timeframe, a value to bind, a condition on an expression, or (in conditions on groups)
 * a measure by its full name. In the query of a derived table, the rows of a table.
 */
export type SqlPiece =
  | string
  | { readonly alias: string; readonly column: string | undefined }
  | SqlExpression
  | { readonly value: string; readonly kind: BoundKind }
  | { readonly measure: string }
  | { readonly rows: RowSource }
  /** A point in time, moved on by periods (below 0, back). */
  | { readonly moved: SqlExpression; readonly periods: number; readonly by: Movement }
  /** How many of an interval lie between two times. */
  | { readonly interval: Interval; readonly start: SqlExpression; readonly end: SqlExpression }
  | {
      readonly tested: SqlExpression;
      readonly condition: Condition;
      readonly language: FilterLanguage;
      readonly caseSensitive: boolean;
    };

/**
 * Where rows come from: a table of the warehouse or, with a query or a plan inside the plan, what that gives under
 * the table's name.
 */
export interface RowSource {
  readonly schema: string;
  readonly table: string;
  readonly query?: SqlExpression | undefined;
  readonly inner?: InnerRows | undefined;
}

/** The rows of a plan inside the plan. */
export interface InnerRows {
  /** What the plan keeps it under. */
  readonly key: string;
  /** Names of the warehouse's tables that it reads. */
  readonly reads: readonly string[];
}

/** SQL whose columns are still names, so that the writer can quote them for its warehouse. */
export interface SqlExpression {
  readonly pieces: readonly SqlPiece[];
  /** Cut to this timeframe by the dialect, after everything else. */
  readonly timeframe: Timeframe | undefined;
}
