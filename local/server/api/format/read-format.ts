// A value format's text -> its sections, each a list of pieces (Looker's `value_format`, which is Excel's number format).
import { type Decimal, readDecimal } from "./decimal.ts";

/** A piece of a section: a place for a digit, the point, or text that stands for itself. */
export type FormatPiece =
  | { readonly kind: "digit"; readonly sign: "0" | "#" | "?" }
  | { readonly kind: "point" }
  | { readonly kind: "exponent"; readonly plus: boolean }
  | { readonly kind: "text"; readonly text: string }
  /** The value as it is, where it is a text. */
  | { readonly kind: "value" }
  /** Excel's `General`: the number as short as it can be written. */
  | { readonly kind: "general" };

/** When a section holds; without one, its place among the others decides. */
export interface FormatTest {
  readonly sign: "<" | "<=" | ">" | ">=" | "=" | "<>";
  readonly number: Decimal;
}

/** One of the parts of a format that `;` parts. */
export interface FormatSection {
  readonly test: FormatTest | undefined;
  readonly pieces: readonly FormatPiece[];
  /** Whether thousands are parted. */
  readonly grouped: boolean;
  /** The power of ten that the number is multiplied by before it is shown: -3 a comma at the end, 2 a percent sign. */
  readonly power: number;
}

/**
 * Colours and the widths that `_` and `*` ask for are left out: they need a cell to stand in. Fractions and dates
 * are not followed: their letters stand for themselves.
 * @param text e.g. `$#,##0.00`, `[>=1000000]0.0,,"M";0`
 */
export function readFormat(text: string): readonly FormatSection[] {
  return splitSections(text).map(readSection);
}

const TOKEN = /"([^"]*)"?|\\([\s\S])|_[\s\S]|\*[\s\S]|\[([^\]]*)\]|General|[eE][+-]|[\s\S]/gu;

function splitSections(text: string): readonly string[] {
  const sections = [""];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === ";") sections.push("");
    else sections[sections.length - 1] += token;
  }
  return sections;
}

function readSection(text: string): FormatSection {
  const pieces: FormatPiece[] = [];
  let test: FormatTest | undefined;
  let grouped = false;
  let power = 0;
  const tokens = [...text.matchAll(TOKEN)];
  const isDigit = (index: number): boolean => /^[0#?]$/.test(tokens[index]?.[0] ?? "");
  const hasDigit = tokens.some((_, index) => isDigit(index));
  const point = tokens.findIndex(([token]) => token === ".");
  const wholeEnd = point < 0 ? tokens.length : point;
  /** Whether a place for a digit of the whole part comes after this one. */
  const parts = (at: number): boolean =>
    tokens.some((_, index) => index > at && index < wholeEnd && isDigit(index));
  for (const [index, match] of tokens.entries()) {
    const [token, quoted, escaped, bracketed] = match;
    const literal = (words: string): void => void pieces.push({ kind: "text", text: words });
    if (quoted !== undefined) literal(quoted);
    else if (escaped !== undefined) literal(escaped);
    else if (bracketed !== undefined) {
      test ??= readTest(bracketed);
      // `[$€-407]` writes a currency; all else in brackets is a test or a colour.
      const [, currency] = /^\$([^-]+)/.exec(bracketed) ?? [];
      if (currency !== undefined) literal(currency);
    } else if (token === "General") pieces.push({ kind: "general" });
    else if (token === "0" || token === "#" || token === "?") pieces.push({ kind: "digit", sign: token });
    else if (token === "@") pieces.push({ kind: "value" });
    else if (token === "." && hasDigit && !pieces.some((piece) => piece.kind === "point"))
      pieces.push({ kind: "point" });
    else if (token === "%") {
      power += 2;
      literal("%");
    } else if (/^[eE][+-]$/.test(token) && isDigit(index + 1))
      pieces.push({ kind: "exponent", plus: token.endsWith("+") });
    else if (token === "," && follows(tokens, index, isDigit)) {
      if (parts(index)) grouped = true;
      else power -= 3;
    } else if (!/^[_*][\s\S]/.test(token)) literal(token);
  }
  return { test, pieces, grouped, power };
}

/** Whether a comma stands behind a place for a digit, other commas aside. */
function follows(
  tokens: readonly RegExpMatchArray[],
  index: number,
  isDigit: (index: number) => boolean,
): boolean {
  let at = index - 1;
  while (tokens[at]?.[0] === ",") at -= 1;
  return isDigit(at);
}

function readTest(text: string): FormatTest | undefined {
  const [, sign, operand = ""] = /^(<=|>=|<>|<|>|=)(.+)$/.exec(text.trim()) ?? [];
  const number = sign === undefined ? undefined : readDecimal(operand);
  return number === undefined ? undefined : { sign: sign as FormatTest["sign"], number };
}
