// A query <-> the parameters of Looker's explore address, `fields=…&f[view.field]=…&sorts=…&limit=…`.
import type { WriteQuery } from "../../read-question.ts";
import { Refusal } from "../looker-error.ts";

/** Members that are lists of names. */
const LISTS = ["fields", "pivots", "fill_fields", "sorts", "subtotals"] as const;
/** Members that are one text. */
const TEXTS = ["limit", "column_limit", "filter_expression", "query_timezone", "dynamic_fields"] as const;

/** The address that opens the page on a query, from the root of the server. */
export function exploreAddress(query: WriteQuery): string {
  const path = [query.model, query.view].map(encoded).join("/");
  return `/explore/${path}?${writeParameters(query)}`;
}

/** A query's parameters, ready to stand behind a `?`. */
export function writeParameters(query: WriteQuery): string {
  const pairs: (readonly [string, string])[] = [];
  for (const name of LISTS) {
    const list = query[name] ?? [];
    if (list.length > 0) pairs.push([name, list.join(",")]);
  }
  for (const [field, expression] of Object.entries(query.filters ?? {}))
    pairs.push([`f[${field}]`, expression ?? ""]);
  for (const name of TEXTS) {
    const value = query[name];
    if (typeof value === "string" || typeof value === "number") pairs.push([name, String(value)]);
  }
  if (query.total === true) pairs.push(["total", "on"]);
  if (query.row_total === "left" || query.row_total === "right") pairs.push(["row_total", query.row_total]);
  if (query.vis_config !== undefined && query.vis_config !== null)
    pairs.push(["vis", JSON.stringify(query.vis_config)]);
  // Readable, as Looker writes it: brackets, commas and dots mean nothing of their own in a query string.
  const encode = (text: string): string =>
    encoded(text).replaceAll(/%(5B|5D|2C|3A)/g, (sign) => decodeURIComponent(sign));
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value).replaceAll("%20", "+")}`).join("&");
}

/**
 * @param parameters as the server parsed them; those that are none of a query's are left alone
 * @returns a query that is not checked any further
 * @throws Refusal with status 400 for a parameter given twice, and for one that can only be meant as a filter
 */
export function readParameters(
  model: string,
  view: string,
  parameters: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const one = (name: string): string | undefined => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (value === undefined || typeof value === "string") return value;
    throw new Refusal(
      400,
      `The parameter ${name} is given more than once. Give it once, with commas between.`,
    );
  };
  const filters: [string, string][] = [];
  for (const name of Object.keys(parameters)) {
    const [, field] = /^f\[(.+)\]$/.exec(name) ?? [];
    if (field !== undefined) filters.push([field, one(name) ?? ""]);
    // A filter that is overlooked would be a wrong number.
    else if (/^(f|filters?)([[.]|$)/.test(name))
      throw new Refusal(
        400,
        `The parameter ${name.slice(0, 100)} is not understood. Filters are written as f[view.field]=expression.`,
      );
  }
  const total = one("total");
  const rowTotal = one("row_total");
  return {
    model,
    view,
    ...Object.fromEntries(LISTS.map((name) => [name, listOf(one(name))])),
    ...Object.fromEntries(TEXTS.map((name) => [name, one(name)])),
    filters: Object.fromEntries(filters),
    total: total === undefined ? undefined : /^(on|true|1|yes)$/i.test(total),
    row_total:
      rowTotal === undefined || rowTotal === "" ? undefined : /^left$/i.test(rowTotal) ? "left" : "right",
  };
}

function listOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Half a character, which JSON can hold and an address cannot, becomes the sign that stands for such. */
function encoded(text: string): string {
  // Browsers write an apostrophe in a query string so (URL Standard, "special-query percent-encode set").
  return encodeURIComponent(Buffer.from(text, "utf8").toString("utf8")).replaceAll("'", "%27");
}
