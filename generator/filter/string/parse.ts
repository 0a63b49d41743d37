// A Looker string filter (`FOO%,-BAR`) -> what it wants and what it does not.
import type { Refuse } from "../refuse.ts";
import { isBlank } from "../scanner.ts";
import type { Choice, StringTerm } from "../tree.ts";
import { readGlyphs } from "./glyph.ts";
import { readQuoted } from "./quoted.ts";
import { termOf } from "./term.ts";

/**
 * Reads Looker's string filter language (docs.cloud.google.com/looker/docs/filter-expressions, "String").
 * Blanks beside a comma belong to no term (Looker's own table of formats has `foo, bar`); those at the ends
 * of a text that stands alone do, as in Looker's own parser.
 * @throws Mistake for an escape, a quote or a `-` that is not followed by what it needs
 */
export function parseString(text: string, refuse: Refuse): Choice<StringTerm> {
  const wanted: StringTerm[] = [];
  const unwanted: StringTerm[] = [];
  let start = 0;
  while (start <= text.length) {
    let at = skipBlanks(text, start);
    const negative = text.charAt(at) === "-";
    if (negative) at = skipBlanks(text, at + 1);
    const { term, end } =
      text.charAt(at) === '"'
        ? readQuoted(text, at, refuse)
        : readPlain(text, negative ? at : start, start === 0, refuse);
    if (term !== undefined) (negative ? unwanted : wanted).push(term);
    else if (negative) throw refuse(at - 1, "nothing follows the -; a hyphen itself is written ^-");
    start = end + 1;
  }
  return { wanted, unwanted };
}

/** A term without quotes; none where there are only blanks. */
function readPlain(
  text: string,
  from: number,
  first: boolean,
  refuse: Refuse,
): { readonly term: StringTerm | undefined; readonly end: number } {
  const { glyphs, end } = readGlyphs(text, from, refuse);
  return { term: termOf(glyphs, first && end === text.length), end };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charAt(at))) at += 1;
  return at;
}
