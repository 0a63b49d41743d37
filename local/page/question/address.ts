// Looker's address of an explore (`/explore/model/view?fields=…&f[view.field]=…`) <-> the query it asks.
import type { LookerQuery } from "../props.ts";
import { USUAL_ROWS } from "./start.ts";

const LISTS = ["fields", "pivots", "fill_fields", "sorts", "subtotals"] as const;
const TEXTS = ["limit", "column_limit", "filter_expression", "query_timezone", "dynamic_fields"] as const;

/** The whole address of a query, from the server's root. */
export function writeAddress(query: LookerQuery): string {
  const path = [query.model, query.view].map(encodeURIComponent).join("/");
  return `/explore/${path}?${writeParameters(query)}`;
}

/** A query's parameters in the order in which Looker writes them, to stand behind a `?`; the server writes the same. */
export function writeParameters(query: LookerQuery): string {
  const pairs: (readonly [string, string])[] = [];
  for (const name of LISTS) {
    const list = query[name] ?? [];
    if (list.length > 0) pairs.push([name, list.join(",")]);
  }
  for (const [field, expression] of Object.entries(query.filters)) pairs.push([`f[${field}]`, expression]);
  for (const name of TEXTS) {
    const value = query[name];
    if (value !== undefined) pairs.push([name, value]);
  }
  if (query.total === true) pairs.push(["total", "on"]);
  if (query.row_total !== undefined) pairs.push(["row_total", query.row_total]);
  return pairs.map(([name, value]) => `${encoded(name)}=${encoded(value).replaceAll("%20", "+")}`).join("&");
}

/**
 * @param search with its `?`
 * @returns undefined for an address that is not an explore's
 */
export function readAddress(pathname: string, search: string): LookerQuery | undefined {
  const [, model, view] = /^\/explore\/([^/]+)\/([^/]+)\/?$/.exec(pathname) ?? [];
  if (model === undefined || view === undefined) return undefined;
  const parameters = new URLSearchParams(search);
  const list = (name: string): readonly string[] =>
    (parameters.get(name) ?? "").split(",").flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));
  const filters = [...parameters].flatMap(([name, value]): readonly [string, string][] => {
    const [, field] = /^f\[(.+)\]$/.exec(name) ?? [];
    return field === undefined ? [] : [[field, value]];
  });
  const text = (name: string): string | undefined => {
    const value = parameters.get(name);
    return value === null || value === "" ? undefined : value;
  };
  const some = (name: string): readonly string[] | undefined => {
    const names = list(name);
    return names.length === 0 ? undefined : names;
  };
  const rowTotal = text("row_total");
  return {
    model: decoded(model),
    view: decoded(view),
    fields: list("fields"),
    filters: Object.fromEntries(filters),
    sorts: list("sorts"),
    limit: text("limit") ?? String(USUAL_ROWS),
    pivots: some("pivots"),
    fill_fields: some("fill_fields"),
    subtotals: some("subtotals"),
    column_limit: text("column_limit"),
    filter_expression: text("filter_expression"),
    query_timezone: text("query_timezone"),
    dynamic_fields: text("dynamic_fields"),
    total: /^(on|true|1|yes)$/i.test(parameters.get("total") ?? "") ? true : undefined,
    row_total: rowTotal === undefined ? undefined : /^left$/i.test(rowTotal) ? "left" : "right",
  };
}

/** Half a character, which an address cannot hold, becomes the sign that stands for such. */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "\u{FFFD}");
}

/** Readable, as Looker writes it: brackets, commas and colons mean nothing of their own in a query string. */
function encoded(text: string): string {
  return (
    encodeURIComponent(wellFormed(text))
      .replaceAll(/%(5B|5D|2C|3A)/g, (sign) => decodeURIComponent(sign))
      // As the address bar has it (URL Standard, "special-query percent-encode set"), so that the two compare.
      .replaceAll("'", "%27")
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A sign that is no encoding stands for itself; the server will not know the name either.
    return text;
  }
}
