// What every field of a LookML view may say -> the same as looker.yml says it.
import { VALUE_FORMATS } from "../check/fields.ts";
import { misfits } from "../emit/lookml/by-hand.ts";
import { BY_HAND, type ByHandPlace } from "../emit/lookml/parameters.ts";
import { labelOf } from "../resolve/label.ts";
import type { Columns } from "./columns.ts";
import { type Block, dedented, textOf } from "./project.ts";
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
  "sql_distinct_key",
  "list_field",
  "direction",
  "based_on",
  "based_on_time",
  "period",
  "kind",
  "value_to_date",
  "primary_key",
  "value_format_name",
  "filters",
  "timeframes",
  "datatype",
  "convert_tz",
  "tiers",
  "bins",
  "style",
  "case",
  "alpha_sort",
  "order_by_field",
  "sql_start",
  "sql_end",
  "intervals",
  "sql_latitude",
  "sql_longitude",
  "default_value",
  "allowed_value",
]);

/** What every field may say beside what its kind says: words, its heading, its format, and LookML passed through. */
export function common(
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
  const orderBy = place === "dimension" ? textOf(block, "order_by_field") : undefined;
  return {
    ...words(name, block),
    ...(group === undefined ? {} : { group }),
    ...(block["hidden"] === true ? { hidden: true } : {}),
    ...(known ? { format } : {}),
    ...(orderBy === undefined ? {} : { order_by_field: orderBy }),
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
