// Chosen values -> a Looker filter expression that matches exactly them.

/**
 * @param values texts, none of them an expression
 * @returns values separated by commas, with what the filter language would read as its own signs escaped by `^`
 * (https://docs.cloud.google.com/looker/docs/filter-expressions)
 */
export function anyOf(values: readonly string[]): string {
  return values.map((value) => value.replace(/["%_^,]/g, "^$&").replace(/^-/, "^-")).join(",");
}
