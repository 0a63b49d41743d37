// The glyphs of a term without quotes -> the term: a word of the language, a text or a pattern.
import { isBlank } from "../scanner.ts";
import type { PatternPiece, StringTerm } from "../tree.ts";
import type { Glyph } from "./glyph.ts";

/**
 * Blanks at its ends are left out, except of a text that stands alone. In `FOO%`, `%FOO` and `%FOO%` those
 * around the text are left out too, as in Looker's own parser; escaped ones stay everywhere.
 * @returns undefined when nothing is left
 */
export function termOf(glyphs: readonly Glyph[], alone: boolean): StringTerm | undefined {
  const inner = trim(glyphs);
  if (inner.length === 0) return undefined;
  if (inner.some((glyph) => typeof glyph === "string")) return { kind: "pattern", pieces: piecesOf(inner) };
  if (inner.every((glyph) => typeof glyph !== "string" && !glyph.escaped)) {
    const word = textOf(inner);
    if (word === "NULL" || word === "null") return { kind: "null" };
    if (word === "EMPTY" || word === "empty") return { kind: "blank" };
  }
  return { kind: "text", text: textOf(alone ? glyphs : inner) };
}

function piecesOf(glyphs: readonly Glyph[]): readonly PatternPiece[] {
  const first = glyphs.findIndex((glyph) => typeof glyph === "object");
  const last = glyphs.findLastIndex((glyph) => typeof glyph === "object");
  const middle = glyphs.slice(first, last + 1);
  const around = [...glyphs.slice(0, Math.max(first, 0)), ...glyphs.slice(last + 1)];
  const isWhole =
    middle.every((glyph) => typeof glyph === "object") && around.every((glyph) => glyph === "any");
  const kept =
    first >= 0 && isWhole ? [...glyphs.slice(0, first), ...trim(middle), ...glyphs.slice(last + 1)] : glyphs;
  const pieces: PatternPiece[] = [];
  for (const glyph of kept) {
    const before = pieces.at(-1);
    if (typeof glyph === "object" && typeof before === "object")
      pieces[pieces.length - 1] = { text: before.text + glyph.character };
    else if (typeof glyph === "object") pieces.push({ text: glyph.character });
    else if (glyph === "one" || before !== "any") pieces.push(glyph);
  }
  return pieces;
}

function trim(glyphs: readonly Glyph[]): readonly Glyph[] {
  const stays = (glyph: Glyph): boolean =>
    typeof glyph === "string" || glyph.escaped || !isBlank(glyph.character);
  const first = glyphs.findIndex(stays);
  return first < 0 ? [] : glyphs.slice(first, glyphs.findLastIndex(stays) + 1);
}

function textOf(glyphs: readonly Glyph[]): string {
  return glyphs.map((glyph) => (typeof glyph === "string" ? "" : glyph.character)).join("");
}
