// A row's counts -> how many of the matching rows carry the value, and why the rest do not.
import type { AnswerRow, Question } from "../props.ts";
import { metricOf } from "../question/named.ts";
import { showFigure } from "./figure.ts";
import { capitalised, inSentence } from "./label.ts";

/**
 * @param row with the form's count, and the metric's when it has one
 * @returns e.g. `Average over 1,213 of 1,902 movies; 689 have no known budget and are left out.`
 */
export function sayCoverage(question: Question, row: AnswerRow): string {
  const { count, noun } = question.form;
  const { known: measure, label } = metricOf(question);
  const all = row[count] ?? "0";
  const matching = `${showFigure(all)} ${all === "1" ? noun.one : noun.many}`;
  const metric = inSentence(label);
  if (measure === undefined) return `Among ${matching}.`;
  const known = row[measure] ?? "0";
  const missing = (BigInt(all) - BigInt(known)).toString();
  const one = missing === "1";
  const lack = `${showFigure(missing)} ${one ? "has" : "have"} no known ${metric}`;
  if (question.aggregation === "count") return `Of ${matching}${missing === "0" ? "." : `; ${lack}.`}`;
  if (known === "0") return `None of ${matching} ${all === "1" ? "has" : "have"} a known ${metric}.`;
  const how = capitalised(question.aggregation);
  if (missing === "0") return all === "1" ? `${how} over ${matching}.` : `${how} over all ${matching}.`;
  return `${how} over ${showFigure(known)} of ${matching}; ${lack} and ${one ? "is" : "are"} left out.`;
}

/** @returns e.g. `412 of 518`; the count alone for a metric that has none of its own */
export function showCoverage(known: string | null | undefined, count: string | null | undefined): string {
  const all = showFigure(count ?? "0");
  return known === undefined ? all : `${showFigure(known ?? "0")} of ${all}`;
}
