// A term in double quotes -> the text in it.
import type { Refuse } from "../refuse.ts";
import { isBlank } from "../scanner.ts";
import type { StringTerm } from "../tree.ts";
import { SIGNS } from "./glyph.ts";

/**
 * In quotes, commas, wildcards, blanks and words such as NULL are text; a quote is written `\"` or `^"`.
 * @param from where the opening quote stands
 * @returns `end` is where the comma after it stands, or the length of the text
 * @throws Mistake when the quotes are not closed, or closed before the term ends
 */
export function readQuoted(
  text: string,
  from: number,
  refuse: Refuse,
): { readonly term: StringTerm; readonly end: number } {
  let value = "";
  let at = from + 1;
  for (; at < text.length && text.charAt(at) !== '"'; at += 1) {
    const next = text.charAt(at + 1);
    const escapes = SIGNS.has(next) || (isBlank(next) && text.charAt(at) === "^");
    if (/[\\^]/.test(text.charAt(at)) && escapes) at += 1;
    value += text.charAt(at);
  }
  if (at >= text.length) throw refuse(from, 'the quote is not closed; a quote itself is written ^"');
  at += 1;
  while (isBlank(text.charAt(at))) at += 1;
  if (at < text.length && text.charAt(at) !== ",")
    throw refuse(at, 'a comma is expected after the closing quote; a quote itself is written ^"');
  return { term: { kind: "text", text: value }, end: at };
}
