// @ts-check
// Looker's address of an explore (`/explore/model/view?fields=…&f[view.field]=…`) -> the query, and the choice it is, if it is one.
/** @import { Choice } from "./choice.js" */
/** @import { WriteQuery } from "./question.js" */
/** @import { Sheet, SheetForm } from "../server/sheet.ts" */
import { readFilter, writeFilter } from "./filter.js";
import { MOST_ROWS } from "./question.js";

/**
 * What an address can ask for beyond a plain question.
 * @typedef {WriteQuery & {
 *   pivots?: string[],
 *   fill_fields?: string[],
 *   subtotals?: string[],
 *   column_limit?: string,
 *   filter_expression?: string,
 *   query_timezone?: string,
 *   dynamic_fields?: string,
 *   total?: boolean,
 *   row_total?: "left" | "right",
 * }} LookerQuery
 */

/**
 * @param {string} pathname
 * @param {string} search
 * @returns {LookerQuery | undefined} undefined for an address that is not an explore's
 */
export function readLookerAddress(pathname, search) {
  const [, model, view] = /^\/explore\/([^/]+)\/([^/]+)\/?$/.exec(pathname) ?? [];
  if (model === undefined || view === undefined) return undefined;
  const parameters = new URLSearchParams(search);
  const list = (/** @type {string} */ name) =>
    (parameters.get(name) ?? "").split(",").flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));
  /** @type {[string, string][]} */
  const filters = [...parameters].flatMap(([name, value]) => {
    const [, field] = /^f\[(.+)\]$/.exec(name) ?? [];
    return field === undefined ? [] : [[field, value]];
  });
  /** @type {LookerQuery} */
  const query = {
    model: decodeURIComponent(model),
    view: decodeURIComponent(view),
    fields: list("fields"),
    filters: Object.fromEntries(filters),
    sorts: list("sorts"),
    limit: parameters.get("limit") ?? String(MOST_ROWS),
  };
  for (const name of /** @type {const} */ (["pivots", "fill_fields", "subtotals"]))
    if (list(name).length > 0) query[name] = list(name);
  for (const name of /** @type {const} */ ([
    "column_limit",
    "filter_expression",
    "query_timezone",
    "dynamic_fields",
  ])) {
    const value = parameters.get(name);
    if (value !== null && value !== "") query[name] = value;
  }
  if (/^(on|true|1|yes)$/i.test(parameters.get("total") ?? "")) query.total = true;
  const rowTotal = parameters.get("row_total");
  if (rowTotal !== null && rowTotal !== "") query.row_total = /^left$/i.test(rowTotal) ? "left" : "right";
  return query;
}

/**
 * The filled-in form that asks the same: one group or none, one measure of a metric, selectors with plain values,
 * in the usual order and whole.
 * @param {LookerQuery} query
 * @param {Sheet} sheet
 * @returns {Choice | undefined}
 */
export function choiceOfQuery(query, sheet) {
  if (query.model !== sheet.model || asksMore(query)) return undefined;
  for (const form of sheet.forms) {
    if (form.explore !== query.view) continue;
    const group = form.groups.find(({ field }) => query.fields.includes(field));
    const pair = form.metrics
      .flatMap((metric) => metric.by.map((by) => ({ metric, by })))
      .find(
        ({ metric, by }) =>
          "measure" in by && isAskedFor(query, form, group?.field, by.measure, metric.known),
      );
    if (pair === undefined) continue;
    const selected = selectedBy(query, form);
    if (selected === undefined) continue;
    const measure = "measure" in pair.by ? pair.by.measure : "";
    const usual = group?.timeframe === undefined ? `${measure} desc` : `${group.field} desc`;
    if (query.sorts.length > 1 || (query.sorts[0] ?? usual).replace(/ 0$/, "") !== usual) continue;
    return { form, metric: pair.metric.name, aggregation: pair.by.aggregation, by: group?.name, selected };
  }
  return undefined;
}

/** @param {LookerQuery} query */
function asksMore(query) {
  const { pivots, fill_fields, subtotals, filter_expression, dynamic_fields, total, row_total, limit } =
    query;
  const more = [pivots, fill_fields, subtotals, filter_expression, dynamic_fields, total, row_total];
  const rows = Number(limit);
  return more.some((one) => one !== undefined) || !(rows === -1 || rows >= MOST_ROWS);
}

/**
 * Whether the query's fields are the group, the measure, and nothing but the counts that stand beside it.
 * @param {LookerQuery} query
 * @param {SheetForm} form
 * @param {string | undefined} group
 * @param {string} measure
 * @param {string | undefined} known
 */
function isAskedFor(query, form, group, measure, known) {
  const may = [group, measure, known, form.count];
  return query.fields.includes(measure) && query.fields.every((field) => may.includes(field));
}

/**
 * A selector's own filter and one on the field it chooses from keep the same rows.
 * @param {LookerQuery} query
 * @param {SheetForm} form
 * @returns {Record<string, readonly string[]> | undefined} undefined for a filter that is no choice of values
 */
function selectedBy(query, form) {
  /** @type {Record<string, readonly string[]>} */
  const selected = {};
  for (const [field, expression] of Object.entries(query.filters)) {
    if (expression.trim() === "") continue;
    const selector = form.selectors.find((one) => one.filter === field || one.field === field);
    const values = readFilter(expression);
    if (selector === undefined || values === undefined) return undefined;
    const before = selected[selector.name];
    if (before !== undefined && writeFilter(before, "string") !== writeFilter(values, "string"))
      return undefined;
    selected[selector.name] = values;
  }
  return selected;
}
