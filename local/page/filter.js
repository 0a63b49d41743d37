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
 * Looker reads `%` and `_` as wildcards, a comma as the end, a leading `-` as not; `^` makes them plain, and
 * quotes keep outer blanks and words such as NULL (Looker, "Filter expressions", string).
 * @param {string} value
 */
function writeText(value) {
  const escaped = value.replaceAll(/[\^%_",]/g, (character) => `^${character}`).replace(/^-/, "^-");
  const quoted = value.trim() !== value || /^(null|empty)$/i.test(value);
  return quoted ? `"${escaped}"` : escaped;
}
