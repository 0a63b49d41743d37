// @ts-check
// A choice -> questions in Looker's query words (API 4.0, WriteQuery).
/** @import { Choice } from "./choice.js" */
/** @import { Sheet } from "../server/sheet.ts" */
import { groupOf, measureOf, metricOf } from "./choice.js";
import { writeFilter } from "./filter.js";

/**
 * @typedef {object} WriteQuery
 * @property {string} model
 * @property {string} view the explore
 * @property {string[]} fields
 * @property {Record<string, string>} filters
 * @property {string[]} sorts
 * @property {string} limit
 */

/** The most rows that are shown; one more is asked for, to know whether there are more. */
export const MOST_ROWS = 500;

/**
 * The question without its grouping: one row, from the rows themselves and not from the groups.
 * @param {Choice} choice
 * @param {Sheet} sheet
 * @returns {WriteQuery}
 */
export function askOverall(choice, sheet) {
  return {
    model: sheet.model,
    view: choice.form.explore,
    fields: measures(choice),
    filters: selectorFilters(choice),
    sorts: [],
    limit: "1",
  };
}

/**
 * The question as asked: a row for each group, largest first, or latest first where the group is a time.
 * @param {Choice} choice with a group
 * @param {Sheet} sheet
 * @returns {WriteQuery}
 */
export function askGroups(choice, sheet) {
  const group = groupOf(choice);
  if (group === undefined) throw new Error("no group is chosen");
  const filters = selectorFilters(choice);
  // A selector keeps rows that have any of the chosen values, with all their other values; the groups are the chosen ones only.
  for (const { name, field } of choice.form.selectors) {
    const values = choice.selected[name];
    if (field === group.field && values !== undefined) filters[field] = writeFilter(values, group.type);
  }
  return {
    model: sheet.model,
    view: choice.form.explore,
    fields: [group.field, ...measures(choice)],
    filters,
    // Looker's own order: a time latest first, anything else with the largest measure first.
    sorts: [],
    limit: String(MOST_ROWS + 1),
  };
}

/** The measure, and the two that tell its coverage. @param {Choice} choice */
function measures(choice) {
  const known = metricOf(choice).known;
  return [
    ...new Set([measureOf(choice).measure, ...(known === undefined ? [] : [known]), choice.form.count]),
  ];
}

/** @param {Choice} choice @returns {Record<string, string>} */
function selectorFilters(choice) {
  return Object.fromEntries(
    choice.form.selectors.flatMap(({ name, filter }) => {
      const values = choice.selected[name];
      return values === undefined ? [] : [[filter, writeFilter(values, "string")]];
    }),
  );
}
