// @ts-check
// A choice: a form with its blanks filled in, as it stands in the address bar.
/** @import { Sheet, SheetExample, SheetForm, SheetGroup, SheetMetric } from "../server/sheet.ts" */

/**
 * @typedef {object} Choice
 * @property {SheetForm} form
 * @property {string} metric name of one of the form's metrics
 * @property {string} aggregation
 * @property {string | undefined} by name of a group; undefined asks for one number
 * @property {Record<string, readonly string[]>} selected values by selector name; a selector without values is left out
 */

/**
 * Reads `?metric=budget&aggregation=average&by=genre&genre=Action&genre=Comedy`. Without a metric the form's
 * default question stands, narrowed by the selectors given.
 * @param {Sheet} sheet
 * @param {string} search the address's query
 * @returns {{choice: Choice, troubles: string[]} | undefined} what cannot be followed, in words; undefined when the model has no form
 */
export function readAddress(sheet, search) {
  const parameters = new URLSearchParams(search);
  const asked = parameters.get("question");
  const form = sheet.forms.find((one) => one.name === asked) ?? sheet.forms[0];
  if (form === undefined) return undefined;
  /** @type {string[]} */
  const troubles = [];
  if (asked !== null && form.name !== asked) troubles.push(`There is no question called “${asked}”.`);
  const start = chooseExample(form, form.default);
  const choice = { ...start, selected: parameters.size === 0 ? start.selected : {} };
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    const [first = ""] = values;
    if (form.selectors.some((selector) => selector.name === name)) {
      choice.selected[name] = [...new Set(values.filter((value) => value !== ""))];
      if (choice.selected[name].length === 0) delete choice.selected[name];
    } else if (name === "metric") {
      choice.metric = first;
      if (!parameters.has("by")) choice.by = undefined;
    } else if (name === "aggregation") choice.aggregation = first;
    else if (name === "by") choice.by = first === "" ? undefined : first;
    else if (name !== "question")
      troubles.push(`“${name}” is not something this question can be narrowed by.`);
  }
  return { choice: mend(choice, troubles), troubles };
}

/**
 * @param {Choice} choice
 * @param {Sheet} sheet
 * @returns {string} the address's query, in the form's order, starting with `?`
 */
export function writeAddress(choice, sheet) {
  const parameters = new URLSearchParams();
  if (choice.form !== sheet.forms[0]) parameters.set("question", choice.form.name);
  parameters.set("metric", choice.metric);
  parameters.set("aggregation", choice.aggregation);
  if (choice.by !== undefined) parameters.set("by", choice.by);
  for (const selector of choice.form.selectors)
    for (const value of choice.selected[selector.name] ?? []) parameters.append(selector.name, value);
  return `?${parameters}`;
}

/**
 * @param {SheetForm} form
 * @param {SheetExample} example
 * @returns {Choice}
 */
export function chooseExample(form, example) {
  const { metric, aggregation, by } = example;
  return { form, metric, aggregation, by, selected: { ...example.selected } };
}

/** @param {Choice} choice @returns {SheetMetric} */
export function metricOf(choice) {
  const metric = choice.form.metrics.find((one) => one.name === choice.metric);
  if (metric === undefined) throw new Error(`no metric ${choice.metric}`);
  return metric;
}

/** @param {Choice} choice @returns {SheetGroup | undefined} */
export function groupOf(choice) {
  return choice.form.groups.find((one) => one.name === choice.by);
}

/**
 * The measure that computes the chosen pair.
 * @param {Choice} choice whose pair is a possible one
 * @returns {{measure: string, format?: string | undefined}}
 */
export function measureOf(choice) {
  const pair = metricOf(choice).by.find((one) => one.aggregation === choice.aggregation);
  if (pair === undefined || "impossible" in pair)
    throw new Error(`no ${choice.aggregation} of ${choice.metric}`);
  return pair;
}

/**
 * What a link asks for and the form does not have is told, and replaced by what it has.
 * @param {Choice} choice
 * @param {string[]} troubles grows
 * @returns {Choice}
 */
function mend(choice, troubles) {
  const { form } = choice;
  let { metric, aggregation, by } = choice;
  if (!form.metrics.some((one) => one.name === metric)) {
    troubles.push(`There is no metric called “${metric}”.`);
    metric = form.default.metric;
  }
  if (by !== undefined && !form.groups.some((one) => one.name === by)) {
    troubles.push(`The answer cannot be grouped by “${by}”.`);
    by = form.default.by;
  }
  const pairs = form.metrics.find((one) => one.name === metric)?.by ?? [];
  const pair = pairs.find((one) => one.aggregation === aggregation);
  if (pair === undefined || "impossible" in pair) {
    troubles.push(
      pair === undefined
        ? `There is no aggregation called “${aggregation}”.`
        : `The ${aggregation} of ${metric} cannot be asked: ${pair.impossible}.`,
    );
    aggregation = pairs.find((one) => "measure" in one)?.aggregation ?? form.default.aggregation;
  }
  return { ...choice, metric, aggregation, by };
}
