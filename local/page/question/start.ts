// A form and its model's own questions -> the question that stands in the form at first, and those to begin with.
import type { Chosen, Question, SheetExample, SheetForm } from "../props.ts";
import { inSentence } from "../words/label.ts";
import { whyNot } from "./named.ts";

/** Looker gives 500 rows when a query does not say how many. */
export const USUAL_ROWS = 500;
/** The most rows that are shown; more are taken away as a file. */
export const MOST_ROWS = 5000;

const EXAMPLES = 3;

/** A question of the model's own with its blanks filled in. */
export function fromExample(form: SheetForm, example: SheetExample): Question {
  const chosen = Object.entries(example.selected).map(([name, included]): [string, Chosen] => [
    name,
    { included, match: "any", excluded: [] },
  ]);
  return {
    form,
    metric: example.metric,
    aggregation: example.aggregation,
    by: example.by,
    grain: undefined,
    split: undefined,
    chosen: Object.fromEntries(chosen),
    onlyChosen: true,
    periods: {},
    sort: undefined,
    limit: USUAL_ROWS,
  };
}

/** The question that stands in a form when nobody asked another. */
export function startOf(form: SheetForm): Question {
  return fromExample(form, form.default);
}

/**
 * Three questions to begin with: the model's own, and where it has fewer, the first metric that adds up by the
 * first group, the first metric over time, and the number of rows by the last group.
 */
export function examplesOf(form: SheetForm): readonly SheetExample[] {
  const known = [...form.examples];
  for (const made of madeByRule(form)) {
    if (known.length >= EXAMPLES) break;
    if (!known.some((one) => isSame(one, made))) known.push(made);
  }
  return known;
}

function madeByRule(form: SheetForm): readonly SheetExample[] {
  const adds = form.metrics.find((metric) => whyNot(metric, "total") === undefined);
  const [first] = form.metrics;
  if (first === undefined) return [];
  const firstHow = first.by.find((pair) => "measure" in pair)?.aggregation ?? form.default.aggregation;
  const plain = form.groups.filter((group) => group.timeframe === undefined);
  const time = form.groups.find((group) => group.timeframe !== undefined);
  const last = plain.at(-1);
  const example = (metric: string, aggregation: string, by: string | undefined): SheetExample => ({
    title: titleOf(form, metric, aggregation, by),
    metric,
    aggregation,
    by,
    selected: {},
  });
  return [
    ...(adds === undefined ? [] : [example(adds.name, "total", plain[0]?.name)]),
    ...(time === undefined ? [] : [example(first.name, firstHow, time.name)]),
    ...(last === undefined || whyNot(first, "count") !== undefined
      ? []
      : [example(first.name, "count", last.name)]),
    example(first.name, firstHow, plain[0]?.name),
    example(first.name, firstHow, undefined),
  ];
}

function titleOf(form: SheetForm, metric: string, aggregation: string, by: string | undefined): string {
  const how = form.aggregations.find((one) => one.name === aggregation)?.label ?? aggregation;
  const what = form.metrics.find((one) => one.name === metric)?.label ?? metric;
  const group = form.groups.find((one) => one.name === by);
  return `${how} ${inSentence(what)}${group === undefined ? "" : ` by ${inSentence(group.label)}`}`;
}

function isSame(one: SheetExample, other: SheetExample): boolean {
  return (
    one.metric === other.metric &&
    one.aggregation === other.aggregation &&
    one.by === other.by &&
    JSON.stringify(one.selected) === JSON.stringify(other.selected)
  );
}
