// A field of a joined view -> SQL in terms of that view's columns, with every `${…}` followed.
import { type Expression, findField, type Timeframe, type View } from "../generator/index.ts";

/** A piece of SQL: text as it stands, or a column of a joined view (without a column, the view itself). */
export type SqlPiece = string | { readonly alias: string; readonly column: string | undefined };

/** SQL whose columns are still names, so that the writer can quote them for its warehouse. */
export interface SqlExpression {
  readonly pieces: readonly SqlPiece[];
  /** Cut to this timeframe by the dialect, after everything else. */
  readonly timeframe: Timeframe | undefined;
}

/**
 * @param view the view the expression stands in
 * @param alias the name the view has in the explore
 * @param timeframe the timeframe asked for, of a dimension group
 */
export function expand(
  expression: Expression,
  view: View,
  alias: string,
  timeframe?: Timeframe,
): SqlExpression {
  return {
    pieces: expandPieces(expression, view, alias),
    timeframe: timeframe === "raw" ? undefined : timeframe,
  };
}

/** The column of a joined view, as it is. */
export function columnOf(alias: string, column: string): SqlExpression {
  return { pieces: [{ alias, column }], timeframe: undefined };
}

/** Whether the expression reads one column, perhaps with its "not known" value left out: unknown in, unknown out. */
export function isPlain(expression: Expression): boolean {
  return expression.pieces.length === 1 && expression.pieces[0]?.kind === "column";
}

function expandPieces(expression: Expression, view: View, alias: string): readonly SqlPiece[] {
  const inside = expression.pieces.flatMap((piece): readonly SqlPiece[] => {
    switch (piece.kind) {
      case "text":
        return [piece.text];
      case "column":
        return [{ alias, column: piece.column }];
      case "table":
        return [{ alias, column: undefined }];
      case "field": {
        const found = findField(view, piece.field)?.field;
        if (found?.kind !== "dimension" && found?.kind !== "dimension_group")
          throw new Error(`model check let \${${piece.view}.${piece.field}} through`);
        const referred = expandPieces(found.expression, view, alias);
        return isAtom(found.expression) ? referred : ["(", ...referred, ")"];
      }
    }
  });
  return expression.unknown === undefined ? inside : ["NULLIF(", ...inside, `, ${expression.unknown})`];
}

function isAtom(expression: Expression): boolean {
  return expression.unknown !== undefined || expression.pieces.length === 1;
}
