// Chosen values <-> an expression of Looker's filter language that keeps any of them.
import type { SheetGroup } from "../props.ts";

/**
 * @param values at least one
 * @param type of the filtered field, which decides the language
 * @returns e.g. `Action,Comedy`, `^%100^, Films`
 */
export function writeFilter(values: readonly string[], type: SheetGroup["type"]): string {
  return values.map((value) => (type === "string" ? writeText(value) : value)).join(",");
}

/**
 * The reverse, for expressions that are a list of plain values and nothing else. `^` makes the sign or blank after
 * it plain, `\\` a sign; blanks beside a comma belong to no value; two escaped blanks at the end are one.
 * @param expression of the string language
 * @returns undefined when it says more, such as a wildcard, a not, or NULL
 */
export function readFilter(expression: string): readonly string[] | undefined {
  const values: string[] = [];
  let at = 0;
  while (at <= expression.length) {
    const rest = expression.slice(at);
    const [quoted] = /^\s*"(?:[\^\\][\s\S]|[^"\\^])*"\s*(?=,|$)/.exec(rest) ?? [];
    if (quoted !== undefined) {
      values.push(quoted.trim().slice(1, -1).replaceAll(ESCAPE, "$1"));
      at += quoted.length + 1;
      continue;
    }
    const [term = ""] = /^(?:[\^\\][\s\S]|[^,^\\])*/.exec(rest) ?? [];
    const value = plainValue(term);
    if (value === undefined || !/^(,|$)/.test(rest.slice(term.length))) return undefined;
    values.push(value);
    at += term.length + 1;
  }
  return values;
}

const ESCAPE = /(?:\^|\\(?=[%_,^\-"\\]))([\s\S])/g;

/** A term without quotes. */
function plainValue(term: string): string | undefined {
  const [, inner = ""] = /^\s*((?:[\^\\][\s\S]|[^\s^\\]|\s+(?=\S))*)\s*$/.exec(term) ?? [];
  const bare = inner.replaceAll(/[\^\\][\s\S]/g, "x");
  if (bare === "" || /[%_"]/.test(bare) || bare.startsWith("-")) return undefined;
  if (/^(?:null|empty)/i.test(inner)) return undefined;
  return inner.replace(/\^ \^ $/, "^ ").replaceAll(ESCAPE, "$1");
}

/**
 * Looker reads `%` and `_` as wildcards, a comma as the end, a leading `-` as not; `^` makes them plain, and
 * quotes keep words such as NULL (Looker, "Filter expressions", string). The same as the server's own writing.
 */
function writeText(value: string): string {
  if (value === "" || /^(?:null|empty)/i.test(value))
    return `"${value.replaceAll(/["\\]/g, String.raw`\$&`).replaceAll("^", "^^")}"`;
  const [, before = "", inner = "", after = ""] = /^([ \t\r\n]*)([\s\S]*?)([ \t\r\n]*)$/.exec(value) ?? [];
  const signs = inner.replaceAll(/[\^%_",\\]/g, (sign) => (sign === "\\" ? "\\\\" : `^${sign}`));
  const hyphen = before === "" ? signs.replace(/^-/, "^-") : signs;
  // Looker's editor doubles the escape of a last space.
  return `${escapeAll(before)}${hyphen}${escapeAll(after)}${value.endsWith(" ") ? "^ " : ""}`;
}

function escapeAll(text: string): string {
  return text.replaceAll(/[\s\S]/g, "^$&");
}
