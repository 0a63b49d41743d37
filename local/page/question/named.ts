// A question -> the nouns its blanks name: the metric, its measure, the groups at their grain, the times.
import type {
  Question,
  SheetForm,
  SheetGroup,
  SheetMetric,
  SheetPair,
  SheetTime,
  Timeframe,
} from "../props.ts";
import { capitalised } from "../words/label.ts";

/** The metric a question asks of. */
export function metricOf(question: Pick<Question, "form" | "metric">): SheetMetric {
  const metric = question.form.metrics.find((one) => one.name === question.metric);
  if (metric === undefined) throw new Error(`no metric ${question.metric}`);
  return metric;
}

/** The measure that computes the chosen pair, which is a possible one. */
export function measureOf(
  question: Pick<Question, "form" | "metric" | "aggregation">,
): Extract<SheetPair, { readonly measure: string }> {
  const pair = metricOf(question).by.find((one) => one.aggregation === question.aggregation);
  if (pair === undefined || "impossible" in pair)
    throw new Error(`no ${question.aggregation} of ${question.metric}`);
  return pair;
}

/** @returns the reason why a pair cannot be asked; undefined when it can */
export function whyNot(metric: SheetMetric, aggregation: string): string | undefined {
  const pair = metric.by.find((one) => one.aggregation === aggregation);
  if (pair === undefined) return "not offered";
  return "impossible" in pair ? pair.impossible : undefined;
}

/** The group a question has a row for, at the grain that was chosen. */
export function groupOf(question: Question): SheetGroup | undefined {
  const group = question.form.groups.find((one) => one.name === question.by);
  return group === undefined ? undefined : atGrain(question.form, group, question.grain);
}

/** The group whose values stand side by side. */
export function splitOf(question: Question): SheetGroup | undefined {
  return question.form.groups.find((one) => one.name === question.split);
}

/** The time a group is a timeframe of. */
export function timeOf(form: SheetForm, group: SheetGroup | undefined): SheetTime | undefined {
  return form.times.find((time) => time.name === group?.time);
}

/** The same group counted in other timeframes. */
export function atGrain(form: SheetForm, group: SheetGroup, grain: Timeframe | undefined): SheetGroup {
  const time = timeOf(form, group);
  const found = time?.grains.find((one) => one.timeframe === grain);
  if (time === undefined || found === undefined || found.timeframe === group.timeframe) return group;
  return {
    ...group,
    label: `${time.label} ${capitalised(found.timeframe)}`,
    field: found.field,
    type: found.timeframe === "date" ? "date" : "string",
    timeframe: found.timeframe,
  };
}
