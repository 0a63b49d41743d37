// LookML's parameters: the kind of value each takes, and how a value of that kind is written.

/**
 * `text` is read by people; `quoted` is a value Looker reads; `bare` is one of Looker's own words or a name;
 * `expression` runs to `;;`; `list` holds bare names; `filters` maps names to quoted filter expressions;
 * `sorts` maps names to `asc` or `desc`.
 */
type Kind = "text" | "quoted" | "bare" | "yesno" | "number" | "expression" | "list" | "filters" | "sorts";

/** Every parameter that is ever printed (https://docs.cloud.google.com/looker/docs/reference/lookml-quick-reference). */
export const PARAMETERS = {
  case_sensitive: "yesno",
  connection: "quoted",
  convert_tz: "yesno",
  datatype: "bare",
  default_value: "quoted",
  description: "text",
  drill_fields: "list",
  export: "bare",
  expression: "expression",
  extends: "list",
  field: "bare",
  fields: "list",
  filters: "filters",
  from: "bare",
  group_label: "text",
  hidden: "yesno",
  include: "quoted",
  label: "text",
  label_from_parameter: "bare",
  limit: "number",
  primary_key: "yesno",
  project_name: "quoted",
  relationship: "bare",
  sorts: "sorts",
  sql: "expression",
  sql_always_having: "expression",
  sql_always_where: "expression",
  sql_on: "expression",
  sql_table_name: "expression",
  suggest_dimension: "bare",
  suggest_explore: "bare",
  timeframes: "list",
  type: "bare",
  unless: "list",
  user_attribute: "bare",
  value: "quoted",
  value_format_name: "bare",
  view_label: "text",
  view_name: "bare",
} as const satisfies Readonly<Record<string, Kind>>;

/** Every block that is ever opened, and whether it has a name. */
export const BLOCKS = {
  access_filter: "unnamed",
  allowed_value: "unnamed",
  always_filter: "unnamed",
  assert: "named",
  column: "named",
  conditionally_filter: "unnamed",
  constant: "named",
  derived_table: "unnamed",
  dimension: "named",
  dimension_group: "named",
  explore: "named",
  explore_source: "named",
  filter: "named",
  join: "named",
  measure: "named",
  parameter: "named",
  set: "named",
  test: "named",
  view: "named",
} as const satisfies Readonly<Record<string, "named" | "unnamed">>;

/** The longest line a list or an expression is kept on. */
const WIDTH = 100;

/** One entry of `filters: […]` or `sorts: […]`. */
export interface Entry {
  readonly field: string;
  readonly value: string;
}

/**
 * A parameter as LookML, without indentation; later lines carry only what they are deeper than the first.
 * @param value undefined prints nothing
 * @throws Error when the table has no such parameter or the value is not of its kind: a bug of ours
 */
export function printParameter(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const kind = (PARAMETERS as Readonly<Record<string, Kind>>)[name];
  if (kind === undefined) throw new Error(`no LookML parameter \`${name}\` is in the table`);
  return `${name}: ${printValue(kind, value, name)}`;
}

/**
 * The opening of a block up to its brace, e.g. `view: orders`.
 * @param title the block's name; undefined for blocks that have none, such as `allowed_value`
 * @throws Error when the table has no such block or the name is no LookML name: a bug of ours
 */
export function printBlock(type: string, title: unknown): string {
  const naming = (BLOCKS as Readonly<Record<string, "named" | "unnamed">>)[type];
  if (naming === undefined) throw new Error(`no LookML block \`${type}\` is in the table`);
  if (naming === "unnamed" && title === undefined) return `${type}:`;
  if (naming === "named" && typeof title === "string" && /^\+?[A-Za-z][A-Za-z0-9_]*$/.test(title))
    return `${type}: ${title}`;
  throw new Error(`\`${String(title)}\` cannot name a LookML ${type}`);
}

/** A comment of one line, whatever the text holds. */
export function printComment(text: string): string {
  return `# ${oneLine(text)}`;
}

function printValue(kind: Kind, value: unknown, name: string): string {
  switch (kind) {
    case "text":
      return quote(keepLiteral(expectText(value, name)));
    case "quoted":
      return quote(expectText(value, name));
    case "bare":
      return bare(value, name);
    case "yesno":
      if (typeof value !== "boolean") throw unfit(value, name);
      return value ? "yes" : "no";
    case "number":
      if (typeof value !== "number" || !Number.isInteger(value)) throw unfit(value, name);
      return String(value);
    case "expression":
      return expression(expectText(value, name), name);
    case "list":
      return bracketed(
        expectList(value, name).map((one) => bare(one, name)),
        name,
      );
    case "filters":
      return bracketed(
        expectEntries(value, name).map((one) => `${bare(one.field, name)}: ${quote(one.value)}`),
        name,
      );
    case "sorts":
      return bracketed(
        expectEntries(value, name).map((one) => `${bare(one.field, name)}: ${bare(one.value, name)}`),
        name,
      );
  }
}

/** LookML knows two escapes, `\"` and `\\`; a backslash before anything else would just vanish. */
function quote(text: string): string {
  return `"${oneLine(text).replace(/["\\]/g, "\\$&")}"`;
}

/** Looker runs Liquid (`{{`, `{%`) and constants (`@{`) inside the words people read; ours are never meant so. */
function keepLiteral(text: string): string {
  return text.replace(/\{(?=[{%])|(?<=@)\{/g, "{{ '{' }}");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replace(/\p{Cc}/gu, "").trim();
}

function bare(value: unknown, name: string): string {
  if (typeof value === "string" && /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?\*?$/.test(value)) return value;
  throw unfit(value, name);
}

/** Text up to `;;`. A SQL comment at the end would swallow what Looker puts after it, so `;;` then starts a line. */
function expression(text: string, name: string): string {
  const lines = text.split("\n").map((line) => line.replace(/\p{Cc}/gu, " ").trimEnd());
  if (text.includes(";")) throw unfit(text, name);
  const [only = ""] = lines;
  if (lines.length === 1 && !only.includes("--")) return `${only} ;;`;
  const end = (lines.at(-1) ?? "").includes("--") ? "\n;;" : " ;;";
  return `\n${lines.map((line) => `  ${line}`).join("\n")}${end}`;
}

function bracketed(items: readonly string[], name: string): string {
  const line = `[${items.join(", ")}]`;
  if (name.length + line.length <= WIDTH) return line;
  return `[\n${items.map((item) => `  ${item}`).join(",\n")}\n]`;
}

function expectText(value: unknown, name: string): string {
  if (typeof value !== "string") throw unfit(value, name);
  return value;
}

function expectList(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw unfit(value, name);
  return value;
}

function expectEntries(value: unknown, name: string): readonly Entry[] {
  return expectList(value, name).map((one) => {
    const entry = one as Entry;
    if (typeof entry.field !== "string" || typeof entry.value !== "string") throw unfit(value, name);
    return entry;
  });
}

function unfit(value: unknown, name: string): Error {
  return new Error(`${JSON.stringify(value)} is no value for the LookML parameter \`${name}\``);
}
