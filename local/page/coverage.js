// @ts-check
// A row's counts -> how many of the matching rows carry the value, and why the rest do not.
/** @import { Choice } from "./choice.js" */
/** @import { Row } from "./api.js" */
import { metricOf } from "./choice.js";
import { showFigure } from "./figure.js";
import { capitalised, counted, inSentence } from "./sentence.js";

/**
 * @param {Choice} choice
 * @param {Row} row with the form's count, and the metric's when it has one
 * @returns {string} e.g. `Average over 1,213 of 1,902 movies; 689 have no known budget.`
 */
export function sayCoverage(choice, row) {
  const { count, noun } = choice.form;
  const { known: measure, label } = metricOf(choice);
  const all = row[count] ?? "0";
  const matching = counted(all, noun, showFigure(all, undefined));
  const metric = inSentence(label);
  if (measure === undefined) return `Among ${matching}.`;
  const known = row[measure] ?? "0";
  const missing = (BigInt(all) - BigInt(known)).toString();
  const lack = `${showFigure(missing, undefined)} ${missing === "1" ? "has" : "have"} no known ${metric}`;
  if (choice.aggregation === "count") return `Of ${matching}${missing === "0" ? "." : `; ${lack}.`}`;
  if (known === "0") return `None of ${matching} ${all === "1" ? "has" : "have"} a known ${metric}.`;
  const how = capitalised(choice.aggregation);
  if (missing === "0") return all === "1" ? `${how} over ${matching}.` : `${how} over all ${matching}.`;
  return `${how} over ${showFigure(known, undefined)} of ${matching}; ${lack}.`;
}

/**
 * @param {Choice} choice whose metric has a count
 * @param {Row} row
 * @returns {string} e.g. `412 of 518`
 */
export function showCoverage(choice, row) {
  const { known } = metricOf(choice);
  const all = showFigure(row[choice.form.count] ?? "0", undefined);
  return known === undefined ? all : `${showFigure(row[known] ?? "0", undefined)} of ${all}`;
}
