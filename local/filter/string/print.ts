// What a string filter wants and what it does not -> the expression that says so.
import type { Choice, StringTerm } from "../tree.ts";

/** The inverse of `parseString`. */
export function printString({ wanted, unwanted }: Choice<StringTerm>): string {
  return [...wanted.map(printTerm), ...unwanted.map((term) => `-${printTerm(term)}`)].join(",");
}

function printTerm(term: StringTerm): string {
  switch (term.kind) {
    case "null":
      return "NULL";
    case "blank":
      return "EMPTY";
    case "text":
      return printText(term.text);
    case "pattern":
      return term.pieces
        .map((piece, index) => {
          if (piece === "any") return "%";
          if (piece === "one") return "_";
          return escaped(piece.text, index === 0, index === term.pieces.length - 1);
        })
        .join("");
  }
}

/**
 * A value as a string filter that matches exactly it. In quotes when it is nothing or begins like a word of
 * the language: Looker's own parser stops after `null` in `nullable`.
 * @param value any text
 */
export function printText(value: string): string {
  const quoted = value === "" || /^(?:null|empty)/i.test(value);
  if (!quoted) return escaped(value, true, true);
  return `"${value.replaceAll(/["\\]/g, "\\$&").replaceAll("^", "^^")}"`;
}

/**
 * Text with what the language would read as its own signs escaped.
 * @param starts it begins a term, where a `-` would mean not
 * @param ends it ends a term, where Looker's editor doubles the escape of a last space
 */
function escaped(text: string, starts: boolean, ends: boolean): string {
  const [, before = "", inner = "", after = ""] = /^([ \t\r\n]*)([\s\S]*?)([ \t\r\n]*)$/.exec(text) ?? [];
  const signs = inner.replaceAll(/[\^%_",\\]/g, (sign) => (sign === "\\" ? "\\\\" : `^${sign}`));
  const hyphen = starts && before === "" ? signs.replace(/^-/, "^-") : signs;
  const blanks = (some: string): string => some.replaceAll(/[\s\S]/g, "^$&");
  return `${blanks(before)}${hyphen}${blanks(after)}${ends && text.endsWith(" ") ? "^ " : ""}`;
}
