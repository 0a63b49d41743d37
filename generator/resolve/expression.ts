// SQL as written in the model -> an expression: text, columns and fields, in order.
import { everyPiece } from "../find.ts";
import { holdsIncrement, withoutIncrement } from "../increment.ts";
import type { At } from "../model/at.ts";
import type { Expression, Piece } from "../model/expression.ts";
import type { Complaints } from "./complaints.ts";
import { holdsLiquid, readLiquid } from "./liquid.ts";
import { sqlTrouble } from "./sql-text.ts";

/**
 * @param sql SQL with `${dimension}` for other dimensions of the view and `${TABLE}.column` for columns
 * @param view the view it stands in
 * @param reach whether it may refer to other views, as the SQL of an explore does
 * @param grows whether it is the SQL of a table, to whose rows Looker can add
 * @returns the pieces; names are not resolved yet
 */
export function readExpression(
  sql: string,
  view: string,
  at: At,
  complaints: Complaints,
  reach = false,
  grows = false,
): Expression {
  const text = sql.trim();
  const readText = (between: string): readonly Piece[] => readPieces(between, view, at, complaints, reach);
  if (holdsLiquid(text)) {
    const { pieces, troubles } = readLiquid(text, view, readText);
    for (const trouble of troubles) complaints.add({ code: "bad-sql", at, ...trouble });
    if (!grows && holdsIncrement(everyPiece(pieces)))
      complaints.add({
        code: "looker",
        at,
        message:
          "`{% incrementcondition %}` says something only in the SQL of a table that Looker adds rows to",
        hint: "take it out; it belongs into `sql:` of a table that has `increment_key:`",
      });
    // The tag is told once: no rule looks at its words again.
    return { pieces: grows ? pieces : withoutIncrement(pieces), unknown: undefined };
  }
  const trouble = sqlTrouble(text);
  if (trouble !== undefined) complaints.add({ code: "bad-sql", at, ...trouble });
  return { pieces: readText(text), unknown: undefined };
}

function readPieces(
  text: string,
  view: string,
  at: At,
  complaints: Complaints,
  reach: boolean,
): readonly Piece[] {
  const pieces: Piece[] = [];
  const pattern = /\$\{\s*TABLE\s*\}\s*\.\s*("?)(\w+)\1|\$\{\s*TABLE\s*\}|\$\{((?:(?!\$\{)[^}])*)\}/g;
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ kind: "text", text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    if (match[2] !== undefined) pieces.push({ kind: "column", column: match[2] });
    else if (match[3] === undefined) pieces.push({ kind: "table" });
    else pieces.push(readReference(match[3].trim(), view, at, complaints, reach));
  }
  if (end < text.length) pieces.push({ kind: "text", text: text.slice(end) });
  if (pieces.some((piece) => piece.kind === "text" && piece.text.includes("${"))) {
    complaints.add({
      code: "bad-sql",
      at,
      message: "a `${` in the SQL is never closed",
      hint: "add the `}`",
    });
  }
  return pieces;
}

function readReference(
  reference: string,
  view: string,
  at: At,
  complaints: Complaints,
  reach: boolean,
): Piece {
  const [first = "", second, ...rest] = reference.split(".");
  if (first === "" || rest.length > 0 || second === "") {
    complaints.add({
      code: "bad-sql",
      at,
      message: `\`\${${reference}}\` is not a field`,
      hint: "write `${dimension}`",
    });
    return { kind: "text", text: "" };
  }
  if (second === undefined) return { kind: "field", view, field: first };
  if (first !== view && !reach) {
    complaints.add({
      code: "bad-sql",
      at,
      message: `\`\${${reference}}\` reaches into another view, which may not be joined when this field is asked for`,
      hint: "put the field where its columns are, or bring the column into this view's table",
    });
  }
  return { kind: "field", view: first, field: second };
}

/** The expression that reads one column as it is. */
export function columnExpression(column: string, unknown?: string): Expression {
  return { pieces: [{ kind: "column", column }], unknown };
}

/** The column an expression reads as it is, or undefined when it does anything else. */
export function plainColumn(expression: Expression): string | undefined {
  const [piece, ...rest] = expression.pieces;
  if (piece?.kind !== "column" || rest.length > 0 || expression.unknown !== undefined) return undefined;
  return piece.column;
}
