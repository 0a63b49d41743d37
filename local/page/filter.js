// @ts-check
// Chosen values -> an expression of Looker's filter language that keeps any of them.

/**
 * @param {readonly string[]} values at least one
 * @param {"string" | "number" | "yesno" | "date"} type of the filtered field, which decides the language
 * @returns {string} e.g. `Action,Comedy`, `^%100^, Films`
 */
export function writeFilter(values, type) {
  return values.map((value) => (type === "string" ? writeText(value) : value)).join(",");
}

/**
 * The reverse, for expressions that are a list of plain values and nothing else.
 * @param {string} expression of the string language
 * @returns {string[] | undefined} undefined when it says more, such as a wildcard or a not
 */
export function readFilter(expression) {
  const terms = expression.match(/(?:\^[\s\S]|\\[\s\S]|"(?:\\[\s\S]|\^[\s\S]|[^"\\])*"|[^,^\\"])+/g) ?? [];
  const values = terms.map((term) => {
    const trimmed = term.trim();
    const [, quoted] = /^"([\s\S]*)"$/.exec(trimmed) ?? [];
    return (quoted ?? trimmed).replaceAll(/[\^\\]([\s\S])/g, "$1");
  });
  // What is not written back the same was no plain value.
  const written = writeFilter(values, "string").replaceAll(" ", "");
  return values.length > 0 && written === expression.replaceAll(" ", "") ? values : undefined;
}

/**
 * Looker reads `%` and `_` as wildcards, a comma as the end, a leading `-` as not; `^` makes them plain, and
 * quotes keep words such as NULL (Looker, "Filter expressions", string). The same as the server's own writing.
 * @param {string} value
 */
function writeText(value) {
  if (value === "" || /^(?:null|empty)/i.test(value))
    return `"${value.replaceAll(/["\\]/g, "\\$&").replaceAll("^", "^^")}"`;
  const [, before = "", inner = "", after = ""] = /^([ \t\r\n]*)([\s\S]*?)([ \t\r\n]*)$/.exec(value) ?? [];
  const signs = inner.replaceAll(/[\^%_",\\]/g, (sign) => (sign === "\\" ? "\\\\" : `^${sign}`));
  const hyphen = before === "" ? signs.replace(/^-/, "^-") : signs;
  // Looker's editor doubles the escape of a last space.
  return `${escapeAll(before)}${hyphen}${escapeAll(after)}${value.endsWith(" ") ? "^ " : ""}`;
}

/** @param {string} text */
function escapeAll(text) {
  return text.replaceAll(/[\s\S]/g, "^$&");
}
