// LookML's parameters and blocks -> text: how a value of each kind is written.
import { BLOCKS, type Kind, PARAMETERS } from "./parameters.ts";

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
    case "field":
      return bare(value, name);
    case "locale":
      if (typeof value !== "string" || !/^[A-Za-z][A-Za-z0-9_]*$/.test(value)) throw unfit(value, name);
      return value;
    case "yesno":
      if (typeof value !== "boolean") throw unfit(value, name);
      return value ? "yes" : "no";
    case "number":
      if (typeof value !== "number" || !Number.isInteger(value)) throw unfit(value, name);
      return String(value);
    case "decimal":
      return decimal(value, name);
    case "expression":
      return expression(expectText(value, name), name);
    case "fields":
      return bracketed(
        expectList(value, name).map((one) => fieldName(one, name)),
        name,
      );
    case "list":
      return bracketed(
        expectList(value, name).map((one) => bare(one, name)),
        name,
      );
    case "numbers":
      return bracketed(
        expectList(value, name).map((one) => decimal(one, name)),
        name,
      );
    case "texts":
      return bracketed(
        expectList(value, name).map((one) => quote(expectText(one, name))),
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
export function keepLiteral(text: string): string {
  return text.replace(/\{(?=[{%])|(?<=@)\{/g, "{{ '{' }}");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replace(/\p{Cc}/gu, "").trim();
}

/** Names of fields and sets; a `-` takes one away. */
function fieldName(value: unknown, name: string): string {
  const text = expectText(value, name);
  if (text === "ALL_FIELDS*") return text;
  return text.startsWith("-") ? `-${bare(text.slice(1), name)}` : bare(text, name);
}

function decimal(value: unknown, name: string): string {
  if (typeof value === "number" && /^-?\d+(\.\d+)?$/.test(String(value))) return String(value);
  throw unfit(value, name);
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
