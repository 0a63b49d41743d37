// Texts -> what Looker's string filter language writes for exactly them.

/**
 * @param values texts, none of them an expression
 * @returns values separated by commas, with what the filter language would read as its own signs escaped by `^`
 * (https://docs.cloud.google.com/looker/docs/filter-expressions)
 */
export function anyOf(values: readonly string[]): string {
  return values.map(printFilterText).join(",");
}

/**
 * A value as a string filter that matches exactly it. In quotes when it is nothing or begins like a word of
 * the language: Looker's own parser stops after `null` in `nullable`.
 * @param value any text
 */
export function printFilterText(value: string): string {
  const quoted = value === "" || /^(?:null|empty)/i.test(value);
  if (!quoted) return escapeFilterText(value, true, true);
  return `"${value.replaceAll(/["\\]/g, "\\$&").replaceAll("^", "^^")}"`;
}

/**
 * Text with what the language would read as its own signs escaped.
 * @param starts it begins a term, where a `-` would mean not
 * @param ends it ends a term, where Looker's editor doubles the escape of a last space
 */
export function escapeFilterText(text: string, starts: boolean, ends: boolean): string {
  const [, before = "", inner = "", after = ""] = /^([ \t\r\n]*)([\s\S]*?)([ \t\r\n]*)$/.exec(text) ?? [];
  const signs = inner.replaceAll(/[\^%_",\\]/g, (sign) => (sign === "\\" ? "\\\\" : `^${sign}`));
  const hyphen = starts && before === "" ? signs.replace(/^-/, "^-") : signs;
  const blanks = (some: string): string => some.replaceAll(/[\s\S]/g, "^$&");
  return `${blanks(before)}${hyphen}${blanks(after)}${ends && text.endsWith(" ") ? "^ " : ""}`;
}
