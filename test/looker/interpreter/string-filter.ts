// A string filter of Looker's -> SQL on one expression (Looker, "Filter expressions").
import { termsOf } from "./terms.ts";

/**
 * Any of the wanted terms, and none of the unwanted ones; what is unwanted leaves the unknown in.
 * @param bind a text's placeholder
 * @param caseSensitive false compares in small letters
 * @returns undefined when the expression says nothing
 */
export function stringSql(
  expression: string,
  on: string,
  bind: (text: string) => string,
  caseSensitive = true,
): string | undefined {
  if (!caseSensitive) return stringSql(expression, `LOWER(${on})`, (text) => `LOWER(${bind(text)})`);
  const terms = termsOf(expression);
  if (terms.length === 0) return undefined;
  const wanted = terms.filter((term) => !term.startsWith("-")).map((term) => termSql(term, on, bind));
  const unwanted = terms
    .filter((term) => term.startsWith("-"))
    .map((term) => `NOT COALESCE(${termSql(term.slice(1), on, bind)}, FALSE)`);
  return [...(wanted.length === 0 ? [] : [`(${wanted.join(" OR ")})`]), ...unwanted].join(" AND ");
}

function termSql(term: string, on: string, bind: (text: string) => string): string {
  if (/^null$/i.test(term)) return `(${on}) IS NULL`;
  if (/^empty$/i.test(term)) return `((${on}) IS NULL OR (${on}) = '')`;
  if (term === "%") return "TRUE";
  let [literal, pattern, wild, quoted] = ["", "", false, false];
  for (let at = 0; at < term.length; at += 1) {
    const sign = term.charAt(at);
    if (sign === '"') {
      quoted = !quoted;
      continue;
    }
    if ((sign === "%" || sign === "_") && !quoted) {
      wild = true;
      pattern += sign;
      continue;
    }
    const said = sign === "^" ? term.charAt((at += 1)) : sign;
    literal += said;
    pattern += /[\\%_]/.test(said) ? `\\${said}` : said;
  }
  return wild ? `(${on}) LIKE ${bind(pattern)}` : `(${on}) = ${bind(literal)}`;
}
