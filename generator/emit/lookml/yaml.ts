// A value -> YAML on one line, for dashboards.

/** Words that YAML 1.1, which Looker reads, takes for something other than text. */
const NOT_TEXT = /^(y|n|yes|no|on|off|true|false|null|~)$/i;

/**
 * @param value a text, a number, true or false, or a list of those
 * @returns plain where YAML reads it back as the same value, else in double quotes; a list in brackets
 * @throws Error for anything else: a bug of ours
 */
export function printYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printYaml).join(", ")}]`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") throw new Error(`${JSON.stringify(value)} is no value for a dashboard`);
  const text = value.replace(/\s+/g, " ").trim();
  const plain = /^[A-Za-z][A-Za-z0-9_.]*( [A-Za-z0-9_.()]+)*$/.test(text) && !NOT_TEXT.test(text);
  return plain ? text : JSON.stringify(text);
}
