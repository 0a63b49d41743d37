// The characters of a term without quotes -> glyphs: wildcards told apart from characters that stand for themselves.
import type { Refuse } from "../refuse.ts";
import { isBlank } from "../scanner.ts";

/** A wildcard, or a character that stands for itself; an escaped one is never a blank to be left out. */
export type Glyph = "any" | "one" | { readonly character: string; readonly escaped: boolean };

/**
 * Reads up to the next comma that is not escaped. `^` makes the sign or blank after it plain (Looker,
 * "Including special characters in string filters"); `\` does so for signs, as in Looker's own parser, and
 * is itself plain before anything else. Two escaped blanks that end a term are one, which is how Looker's
 * editor writes it.
 * @returns `end` is where the comma stands, or the length of the text
 * @throws Mistake for a `^` that escapes nothing
 */
export function readGlyphs(
  text: string,
  from: number,
  refuse: Refuse,
): { readonly glyphs: readonly Glyph[]; readonly end: number } {
  const glyphs: Glyph[] = [];
  let at = from;
  for (; at < text.length && text.charAt(at) !== ","; at += 1) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === "%") glyphs.push("any");
    else if (character === "_") glyphs.push("one");
    else if (character === "^") {
      if (!SIGNS.has(next) && !isBlank(next))
        throw refuse(at, "a ^ makes the sign after it plain and none follows; a caret itself is written ^^");
      at += /^\^ \^ (?:,|$)/.test(text.slice(at, at + 5)) ? 3 : 1;
      glyphs.push({ character: next, escaped: true });
    } else if (character === "\\" && SIGNS.has(next)) {
      at += 1;
      glyphs.push({ character: next, escaped: true });
    } else glyphs.push({ character, escaped: false });
  }
  return { glyphs, end: at };
}

/** Signs that mean something in a string filter, and so can be escaped. */
export const SIGNS: ReadonlySet<string> = new Set(["%", "_", ",", "^", "-", '"', "\\"]);
