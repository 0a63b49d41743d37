// The Liquid that tells what Looker adds to a kept query: where it stands in the SQL, and the SQL that asks all of the data.
import type { Piece } from "./model/expression.ts";

/** What every record fulfils, in every dialect. */
const ALL = "1=1";
const TAG = /\{%-?\s*incrementcondition\s*-?%\}[^]*?\{%-?\s*endincrementcondition\s*-?%\}/g;

// Looker alone puts a condition there, and only while it adds to the rows it keeps, so that to everything else the
// tags are text: each is a piece of its own, in this one spelling.
const OPEN: Piece = { kind: "text", text: "{% incrementcondition %}" };
const CLOSE: Piece = { kind: "text", text: "{% endincrementcondition %}" };

/**
 * @param inside the time that Looker tells new records by, such as a column
 * @returns the pieces with Looker's tag around them; the form is that of Looker's page on `increment_key`
 */
export function incrementOn(inside: readonly Piece[]): readonly Piece[] {
  return [OPEN, ...inside, CLOSE];
}

/** True of SQL that holds the tag at this level: not in a branch of a choice, nor in a condition. */
export function holdsIncrement(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => isTag(piece, OPEN));
}

/** The pieces with a condition that is always true for each tag and what it holds, at this level. */
export function withoutIncrement(pieces: readonly Piece[]): readonly Piece[] {
  const from = pieces.findIndex((piece) => isTag(piece, OPEN));
  if (from < 0) return pieces;
  const length = pieces.slice(from).findIndex((piece) => isTag(piece, CLOSE));
  if (length < 0) throw new Error("an increment is open at its end");
  return [
    ...pieces.slice(0, from),
    { kind: "text", text: ALL },
    ...withoutIncrement(pieces.slice(from + length + 1)),
  ];
}

/** As `withoutIncrement`, of SQL as LookML has it. */
export function withoutIncrementTag(sql: string): string {
  return sql.replaceAll(TAG, ALL);
}

function isTag(piece: Piece, tag: Piece): boolean {
  return piece.kind === "text" && tag.kind === "text" && piece.text === tag.text;
}
