// Chosen values -> a Looker filter expression that matches exactly them.

/**
 * @param values texts, none of them an expression
 * @returns values separated by commas, with what the filter language would read as its own signs escaped by `^`
 * (https://docs.cloud.google.com/looker/docs/filter-expressions)
 */
export function anyOf(values: readonly string[]): string {
  return values.map(exactly).join(",");
}

/** Quotes keep what begins like a word of the language, such as NULL; everything else is escaped sign by sign. */
function exactly(value: string): string {
  if (value === "" || /^(?:null|empty)/i.test(value))
    return `"${value.replaceAll(/["\\]/g, "\\$&").replaceAll("^", "^^")}"`;
  const [, before = "", inner = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(value) ?? [];
  const signs = inner.replaceAll(/[\^%_",\\]/g, (sign) => (sign === "\\" ? "\\\\" : `^${sign}`));
  const blanks = (text: string): string => text.replaceAll(/[\s\S]/g, "^$&");
  return `${blanks(before)}${before === "" ? signs.replace(/^-/, "^-") : signs}${blanks(after)}`;
}
