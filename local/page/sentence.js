// @ts-check
// A choice -> the question as people say it.
/** @import { Choice } from "./choice.js" */
/** @import { SheetForm } from "../server/sheet.ts" */
import { groupOf, metricOf } from "./choice.js";

const MOST_NAMED = 3;

/**
 * @param {Choice} choice
 * @returns {string} e.g. `Average budget by genre · Genre: Action or Comedy`
 */
export function sayQuestion(choice) {
  const group = groupOf(choice);
  const by = group === undefined ? "" : ` by ${inSentence(group.label)}`;
  return [sayMeasure(choice) + by, ...sayNarrowing(choice)].join(" · ");
}

/**
 * @param {Choice} choice
 * @returns {string} e.g. `Average budget`, `Movies with a known budget`
 */
export function sayMeasure(choice) {
  const metric = inSentence(metricOf(choice).label);
  if (choice.aggregation === "count") return `${capitalised(choice.form.noun.many)} with a known ${metric}`;
  return `${capitalised(choice.aggregation)} ${metric}`;
}

/**
 * @param {Choice} choice
 * @returns {string[]} e.g. `Genre: Action or Comedy`, one for each selector in use
 */
export function sayNarrowing(choice) {
  return choice.form.selectors.flatMap(({ name, label }) => {
    const values = choice.selected[name];
    return values === undefined ? [] : [`${label}: ${sayAnyOf(values)}`];
  });
}

/**
 * A label inside a sentence: `Runtime` is `runtime`, `IMDb Votes` is `IMDb votes`.
 * @param {string} label
 */
export function inSentence(label) {
  return label.replaceAll(/(?<![\p{L}\d])\p{Lu}\p{Ll}*(?![\p{L}\d])/gu, (word) =>
    word.length === 1 && label.length > 1 ? word : word.toLowerCase(),
  );
}

/** @param {string} words */
export function capitalised(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * @param {string} count decimal text
 * @param {SheetForm["noun"]} noun
 * @param {string} shown the count as it is shown
 */
export function counted(count, noun, shown) {
  return `${shown} ${count === "1" ? noun.one : noun.many}`;
}

/** @param {readonly string[]} values */
function sayAnyOf(values) {
  const named = values.slice(0, values.length > MOST_NAMED + 1 ? MOST_NAMED : MOST_NAMED + 1);
  const more = values.length - named.length;
  const parts = more > 0 ? [...named, `${more} more`] : named;
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} or ${parts.at(-1)}`;
}
