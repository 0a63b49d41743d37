// One field of a LookML view -> the same field as looker.yml says it.
import { VALUE_FORMATS } from "../check/fields.ts";
import { misfits } from "../emit/lookml/by-hand.ts";
import { BY_HAND, type ByHandPlace } from "../emit/lookml/parameters.ts";
import { isPercentile } from "../read/percentile.ts";
import { FILTER_TYPES, MEASURE_TYPES, PARAMETER_TYPES, TIMEFRAMES } from "../model/field.ts";
import { labelOf } from "../resolve/label.ts";
import { type Columns, columnsIn, measuredField, plainColumn, unknownIn } from "./columns.ts";
import { type Block, dedented, manyOf, textOf } from "./project.ts";
import type { Report } from "./report.ts";

/** A field or another noun as plain YAML values. */
export type Written = Record<string, unknown>;

/** What a field's import has at hand. */
export interface FieldSurroundings {
  readonly view: string;
  /** Names of the view's measures. */
  readonly measures: ReadonlySet<string>;
  readonly columns: Columns;
  readonly report: Report;
}

/** @returns undefined when it is left out */
export function importDimension(name: string, block: Block, around: FieldSurroundings): Written | undefined {
  const { columns, report } = around;
  const what = `dimension ${around.view}.${name}`;
  const type = textOf(block, "type") ?? "string";
  if (!["string", "number", "yesno"].includes(type)) {
    report.leftOut(what, block, `looker.yml has no dimensions of type ${type}`, "type");
    return undefined;
  }
  const sql = textOf(block, "sql") ?? `\${TABLE}.${name}`;
  const unknown = unknownIn(sql);
  const read = unknown?.sql ?? sql;
  const column = plainColumn(read);
  for (const one of columnsIn(read)) columns.see(one);
  if (column !== undefined)
    columns.see(column, type === "number" ? "decimal" : type === "yesno" ? "boolean" : "text");
  const written: Written = {
    type,
    ...(column === undefined ? { sql: read } : column === name ? {} : { column }),
    ...(unknown === undefined ? {} : { unknown: unknown.unknown }),
    ...common(name, block, "dimension", what, around),
  };
  report.carried(what, block);
  return written;
}

/** @returns undefined when it is left out */
export function importGroup(name: string, block: Block, around: FieldSurroundings): Written | undefined {
  const { columns, report } = around;
  const what = `dimension group ${around.view}.${name}`;
  const type = textOf(block, "type") ?? "time";
  if (type !== "time") {
    report.leftOut(what, block, `looker.yml has no dimension groups of type ${type}`, "type");
    return undefined;
  }
  const sql = textOf(block, "sql") ?? `\${TABLE}.${name}`;
  const unknown = unknownIn(sql);
  const column = plainColumn(unknown?.sql ?? sql);
  if (column === undefined) {
    report.leftOut(what, block, "its SQL is more than a column", "sql");
    return undefined;
  }
  columns.see(column, textOf(block, "datatype") === "date" ? "date" : "timestamp");
  const asked = (block["timeframes"] as readonly string[] | undefined) ?? [...TIMEFRAMES];
  const timeframes = asked.filter((one) => one !== "raw" && TIMEFRAMES.some((known) => known === one));
  const gone = asked.filter((one) => !TIMEFRAMES.some((known) => known === one));
  if (gone.length > 0)
    report.approximated(what, block, `without the timeframes ${gone.join(", ")}`, "timeframes");
  else report.carried(what, block);
  return {
    type: "time",
    ...(column === name ? {} : { column }),
    timeframes,
    ...(unknown === undefined ? {} : { unknown: unknown.unknown }),
    ...common(name, block, "dimension_group", what, around),
  };
}

/**
 * @param key the dimension that tells the view's rows apart; a filter that only asks whether it is known goes
 * @param dimensions the view's dimensions by name, as written
 * @returns undefined when it is left out
 */
export function importMeasure(
  name: string,
  block: Block,
  key: string,
  dimensions: Readonly<Record<string, Written>>,
  around: FieldSurroundings,
): Written | undefined {
  const { report } = around;
  const what = `measure ${around.view}.${name}`;
  const type = textOf(block, "type") ?? "string";
  if (!MEASURE_TYPES.some((known) => known === type)) {
    report.leftOut(what, block, `looker.yml has no measures of type ${type}`, "type");
    return undefined;
  }
  const sql = textOf(block, "sql");
  if (type === "number") return importComputed(name, block, what, around);
  const percentile = type === "percentile" ? Number(textOf(block, "percentile") ?? "none") : undefined;
  if (percentile !== undefined && !isPercentile(percentile)) {
    report.leftOut(what, block, "it does not say which percentile it is", "percentile");
    return undefined;
  }
  const of = sql === undefined ? undefined : (measuredField(sql) ?? dimensionOf(sql, dimensions));
  if (type !== "count" && of === undefined) {
    report.leftOut(what, block, "it aggregates SQL; give that SQL a dimension of its own first", "sql");
    return undefined;
  }
  const filters = Object.entries(filtersOf(block)).flatMap(
    ([field, value]): readonly (readonly [string, string])[] => {
      const own = field.replace(new RegExp(`^${around.view}\\.`), "");
      return own === key && (value === "NOT NULL" || value === "-NULL") ? [] : [[own, value]];
    },
  );
  report.carried(what, block);
  return {
    type,
    ...(of === undefined || type === "count" ? {} : { of }),
    ...(percentile === undefined ? {} : { percentile }),
    ...(filters.length === 0 ? {} : { filters: Object.fromEntries(filters) }),
    ...common(name, block, "measure", what, around),
  };
}

/** A measure that is computed from others of its view, and from nothing else. */
function importComputed(
  name: string,
  block: Block,
  what: string,
  around: FieldSurroundings,
): Written | undefined {
  const sql = textOf(block, "sql") ?? "";
  const named = [...sql.matchAll(/\$\{([^}]*)\}/g)].map(([, one]) => one ?? "");
  if (named.length === 0 || named.some((one) => !around.measures.has(one)) || /\{[{%]/.test(sql)) {
    around.report.leftOut(what, block, "its SQL is more than other measures of its view", "sql");
    return undefined;
  }
  around.report.carried(what, block);
  return { type: "number", sql, ...common(name, block, "measure", what, around) };
}

/** @returns undefined when it is left out */
export function importParameter(name: string, block: Block, around: FieldSurroundings): Written | undefined {
  const what = `parameter ${around.view}.${name}`;
  const type = textOf(block, "type") ?? "string";
  const given = textOf(block, "default_value");
  if (!PARAMETER_TYPES.some((known) => known === type) || given === undefined) {
    const why =
      given === undefined ? "it has no default_value" : `looker.yml has no parameters of type ${type}`;
    around.report.leftOut(what, block, why, "type");
    return undefined;
  }
  const allowed = manyOf(block, "allowed_value").map((one) => {
    const value = textOf(one, "value") ?? "";
    return [value, wordsOf(one, "label") ?? labelOf(value)] as const;
  });
  around.report.carried(what, block);
  return {
    type,
    ...(allowed.length === 0 ? {} : { allowed_values: Object.fromEntries(allowed) }),
    default_value: given,
    ...common(name, block, "parameter", what, around),
  };
}

/** @returns undefined when it is left out */
export function importFilter(name: string, block: Block, around: FieldSurroundings): Written | undefined {
  const what = `filter ${around.view}.${name}`;
  const type = textOf(block, "type") ?? "string";
  if (block["sql"] !== undefined || !FILTER_TYPES.some((known) => known === type)) {
    const why =
      block["sql"] === undefined ? `looker.yml has no filters of type ${type}` : "it has SQL of its own";
    around.report.leftOut(what, block, why);
    return undefined;
  }
  around.report.carried(what, block);
  return { ...(type === "string" ? {} : { type }), ...common(name, block, "filter", what, around) };
}

/** `filters: [a: "x"]` and the older blocks `filters: { field: a value: "x" }`. */
export function filtersOf(block: Block): Readonly<Record<string, string>> {
  const older = manyOf(block, "filters").filter((one) => typeof one["field"] === "string");
  if (older.length > 0)
    return Object.fromEntries(older.map((one) => [String(one["field"]), textOf(one, "value") ?? ""]));
  const found = manyOf(block, "filters").flatMap((one) => Object.entries(one));
  return Object.fromEntries(
    found.filter(
      (entry): entry is [string, string] => !entry[0].startsWith("$") && typeof entry[1] === "string",
    ),
  );
}

/** Words for people, with the braces that Looker would run written as they are meant. */
export function wordsOf(block: Block, parameter: string): string | undefined {
  return textOf(block, parameter)?.replaceAll("{{ '{' }}", "{");
}

/** What all nouns may say: words for people, grants, and LookML that is passed through. */
export function words(name: string, block: Block): Written {
  const label = wordsOf(block, "label");
  const description = wordsOf(block, "description");
  const grants = block["required_access_grants"];
  return {
    ...(label === undefined || label === labelOf(name) ? {} : { label }),
    ...(description === undefined || description === "" ? {} : { description }),
    ...(Array.isArray(grants) && grants.length > 0 ? { required_access_grants: grants } : {}),
  };
}

/** What looker.yml says by itself, or what the printer writes anew. */
const SAID = new Set([
  "label",
  "description",
  "hidden",
  "group_label",
  "required_access_grants",
  "type",
  "sql",
  "percentile",
  "primary_key",
  "value_format_name",
  "filters",
  "timeframes",
  "datatype",
  "convert_tz",
  "default_value",
  "allowed_value",
]);

function common(
  name: string,
  block: Block,
  place: ByHandPlace,
  what: string,
  around: FieldSurroundings,
): Written {
  const format = textOf(block, "value_format_name");
  const group = wordsOf(block, "group_label");
  const known = format !== undefined && VALUE_FORMATS.some((one) => one === format);
  if (format !== undefined && !known)
    around.report.leftOut(
      `value_format_name of ${what}`,
      block,
      `${format} is none of Looker's own`,
      "value_format_name",
    );
  const lookml = passedThrough(block, place, SAID, what, around.report);
  return {
    ...words(name, block),
    ...(group === undefined ? {} : { group }),
    ...(block["hidden"] === true ? { hidden: true } : {}),
    ...(known ? { format } : {}),
    ...(lookml === undefined ? {} : { lookml }),
  };
}

/**
 * Everything else that LookML takes at the place is kept under `lookml:`; what remains is reported.
 * @param standing the block whose file and line are told
 */
export function passedThrough(
  block: Block,
  place: ByHandPlace,
  said: ReadonlySet<string>,
  what: string,
  report: Report,
  standing: Block = block,
): Written | undefined {
  const kept: Written = {};
  for (const [key, raw] of Object.entries(block)) {
    if (key.startsWith("$") || said.has(key)) continue;
    const value = plain(raw);
    const fits =
      (BY_HAND[place] as readonly string[]).includes(key) && misfits(place, { [key]: value }).length === 0;
    if (fits) kept[key] = value;
    else report.leftOut(`${key} of ${what}`, standing, "looker.yml has no word for it", key);
  }
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** A value without the parser's own keys, expressions trimmed. */
export function plain(value: unknown): unknown {
  if (typeof value === "string") return dedented(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith("$"))
      .map(([key, one]) => [key, plain(one)]),
  );
}

function dimensionOf(sql: string, dimensions: Readonly<Record<string, Written>>): string | undefined {
  const column = plainColumn(sql);
  if (column === undefined) return undefined;
  return Object.entries(dimensions).find(
    ([name, one]) => (one["column"] ?? (one["sql"] === undefined ? name : undefined)) === column,
  )?.[0];
}
