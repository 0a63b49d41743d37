// A field of a joined view -> SQL in terms of that view's columns, with every `${…}` followed.
import {
  type DimensionGroup,
  type Expression,
  findField,
  type Piece,
  type Timeframe,
  type View,
} from "../../generator/index.ts";
import { expandLiquid, type Said } from "./liquid.ts";
import type { SqlExpression, SqlPiece } from "./sql-piece.ts";

export type { SqlExpression, SqlPiece } from "./sql-piece.ts";

/**
 * @param view the view the expression stands in
 * @param alias the name the view has in the explore
 * @param said what the question says, for the expression's Liquid
 * @param timeframe the timeframe asked for, of a dimension group
 * @throws Mistake as `expandLiquid` does
 */
export function expand(
  expression: Expression,
  view: View,
  alias: string,
  said: Said,
  timeframe?: Timeframe,
): SqlExpression {
  return {
    pieces: expandPieces(expression, view, alias, said),
    timeframe: timeframe === "raw" ? undefined : timeframe,
  };
}

/** A dimension group's point in time, which is moved where the question asks for what was a period before. */
export function expandTime(
  group: DimensionGroup,
  view: View,
  alias: string,
  said: Said,
  timeframe?: Timeframe,
): SqlExpression {
  const { moved } = said;
  const time = expand(group.expression, view, alias, said, timeframe);
  if (moved?.alias !== alias || moved.group !== group.name) return time;
  const stands = { ...time, timeframe: undefined };
  return { ...time, pieces: [{ moved: stands, periods: 1, by: moved }] };
}

/** The column of a joined view, as it is. */
export function columnOf(alias: string, column: string): SqlExpression {
  return { pieces: [{ alias, column }], timeframe: undefined };
}

/** Whether the expression reads one column, perhaps with its "not known" value left out: unknown in, unknown out. */
export function isPlain(expression: Expression): boolean {
  return expression.pieces.length === 1 && expression.pieces[0]?.kind === "column";
}

function expandPieces(expression: Expression, view: View, alias: string, said: Said): readonly SqlPiece[] {
  // Only the time that is asked for is moved: how long a parcel took is what it was, a year before as well.
  const asItWas = { ...said, moved: undefined };
  const sql = (pieces: readonly Piece[]): readonly SqlPiece[] =>
    pieces.flatMap((piece): readonly SqlPiece[] => {
      switch (piece.kind) {
        case "text":
          return [piece.text];
        case "column":
          return [{ alias, column: piece.column }];
        case "table":
          return [{ alias, column: undefined }];
        case "field":
          return expandField(piece.field, view, alias, asItWas);
        case "span": {
          const whole = (inside: readonly Piece[]): SqlExpression => ({
            pieces: sql(inside),
            timeframe: undefined,
          });
          return [{ interval: piece.interval, start: whole(piece.start), end: whole(piece.end) }];
        }
        default:
          // A view's SQL names nothing but what is its own.
          return expandLiquid(piece, { said, find: () => ({ view, alias }), sql });
      }
    });
  const inside = sql(expression.pieces);
  return expression.unknown === undefined ? inside : ["NULLIF(", ...inside, `, ${expression.unknown})`];
}

/**
 * A field as it stands inside other SQL, in brackets unless it is whole by itself.
 * @param name as asked for: one of its timeframes, for a dimension group
 */
export function expandField(name: string, view: View, alias: string, said: Said): readonly SqlPiece[] {
  const found = findField(view, name);
  if (found?.field.kind !== "dimension" && found?.field.kind !== "dimension_group")
    throw new Error(`model check let \${${view.name}.${name}} through`);
  const { expression } = found.field;
  if (found.field.kind === "dimension_group") {
    const timeframe = "timeframe" in found && found.timeframe !== "raw" ? found.timeframe : undefined;
    // In Looker's SQL, raw is what lies in the column.
    if (timeframe === undefined && found.field.stored !== undefined)
      return ["(", expand(found.field.stored.of, view, alias, said), ")"];
    const time = expandTime(found.field, view, alias, said, timeframe);
    return timeframe === undefined && isAtom(expression) ? time.pieces : ["(", time, ")"];
  }
  const referred = expandPieces(expression, view, alias, said);
  return isAtom(expression) ? referred : ["(", ...referred, ")"];
}

function isAtom(expression: Expression): boolean {
  const [only, ...more] = expression.pieces;
  return expression.unknown !== undefined || (only?.kind === "column" && more.length === 0);
}
