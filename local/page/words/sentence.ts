// A question -> the sentence that people say it with.
import type { Chosen, Period, Question } from "../props.ts";
import { groupOf, metricOf, splitOf } from "../question/named.ts";
import { capitalised, inSentence } from "./label.ts";

const MOST_NAMED = 3;

/** @returns e.g. `Average budget by genre, where genre is Action or Comedy, released 1990 to 2009` */
export function sayQuestion(question: Question): string {
  const groups = [groupOf(question), splitOf(question)].flatMap((group) =>
    group === undefined ? [] : [inSentence(group.label)],
  );
  const by = groups.length === 0 ? "" : ` by ${groups.join(" and ")}`;
  return [sayMeasure(question) + by, ...sayNarrowing(question)].join(", ");
}

/** @returns e.g. `Average budget`, `Movies with a known budget` */
export function sayMeasure(question: Pick<Question, "form" | "metric" | "aggregation">): string {
  const metric = inSentence(metricOf(question).label);
  if (question.aggregation === "count")
    return `${capitalised(question.form.noun.many)} with a known ${metric}`;
  return `${capitalised(question.aggregation)} ${metric}`;
}

/** @returns e.g. `where genre is Action or Comedy and production company is not A24`, `released 1990 to 2009` */
export function sayNarrowing(question: Question): readonly string[] {
  const values = question.form.selectors.flatMap(({ name, label }) => {
    const chosen = question.chosen[name];
    return chosen === undefined ? [] : sayChosen(inSentence(label), chosen);
  });
  const periods = question.form.times.flatMap((time) => {
    const period = question.periods[time.name];
    return period === undefined ? [] : [`${inSentence(time.label)} ${sayPeriod(period)}`];
  });
  return [...(values.length === 0 ? [] : [`where ${listed(values, "and")}`]), ...periods];
}

/** @returns one clause for what is wanted and one for what is not */
export function sayChosen(label: string, { included, match, excluded }: Chosen): readonly string[] {
  const all = match === "all" && included.length > 1;
  const both = included.length === 2 ? "both " : "all of ";
  return [
    ...(included.length === 0
      ? []
      : [`${label} is ${all ? both : ""}${listed(shortened(included), all ? "and" : "or")}`]),
    ...(excluded.length === 0 ? [] : [`${label} is not ${listed(shortened(excluded), "or")}`]),
  ];
}

/** @returns e.g. `1990 to 2009`, `from 1990`, `until Mar 5, 2019` */
export function sayPeriod({ from, to }: Period): string {
  if (from !== undefined && to !== undefined) {
    const whole = from.slice(0, 4) === to.slice(0, 4) && isFirstDay(from) && isLastDay(to);
    if (whole) return `in ${from.slice(0, 4)}`;
    return `${sayDay(from, isFirstDay(from))} to ${sayDay(to, isLastDay(to))}`;
  }
  if (from !== undefined) return `from ${sayDay(from, isFirstDay(from))}`;
  return to === undefined ? "at any time" : `until ${sayDay(to, isLastDay(to))}`;
}

/** `A`, `A or B`, `A, B or C`. */
export function listed(parts: readonly string[], word: "and" | "or"): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} ${word} ${parts.at(-1)}`;
}

function shortened(values: readonly string[]): readonly string[] {
  const named = values.slice(0, values.length > MOST_NAMED + 1 ? MOST_NAMED : MOST_NAMED + 1);
  const more = values.length - named.length;
  return more > 0 ? [...named, `${more} more`] : named;
}

function isFirstDay(day: string): boolean {
  return day.endsWith("-01-01");
}

function isLastDay(day: string): boolean {
  return day.endsWith("-12-31");
}

/** The year alone where the day is that of its bound. */
function sayDay(day: string, yearIsEnough: boolean): string {
  if (yearIsEnough) return day.slice(0, 4);
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(undefined, { dateStyle: "medium", timeZone: "UTC" });
}
