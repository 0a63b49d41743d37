// SQL in pieces: text of the model's, columns still by their names, and values still apart.
import type { BoundKind, FilterLanguage, Timeframe } from "../../generator/index.ts";
import type { Condition } from "../filter/condition.ts";

/**
 * A piece of SQL: text as it stands, a column of a joined view (without a column, the view itself), another
 * expression, cut to its own timeframe, a value to bind, a condition on an expression, or (in conditions on groups)
 * a measure by its full name.
 */
export type SqlPiece =
  | string
  | { readonly alias: string; readonly column: string | undefined }
  | SqlExpression
  | { readonly value: string; readonly kind: BoundKind }
  | { readonly measure: string }
  | {
      readonly tested: SqlExpression;
      readonly condition: Condition;
      readonly language: FilterLanguage;
      readonly caseSensitive: boolean;
    };

/** SQL whose columns are still names, so that the writer can quote them for its warehouse. */
export interface SqlExpression {
  readonly pieces: readonly SqlPiece[];
  /** Cut to this timeframe by the dialect, after everything else. */
  readonly timeframe: Timeframe | undefined;
}
