// A question and one blank filled in anew -> the question with it, and still one that can be asked.
import type { Chosen, Period, Question, SheetForm, Timeframe } from "../props.ts";
import { capitalised } from "../words/label.ts";
import { groupOf, metricOf, timeOf, whyNot } from "./named.ts";

/** A question, and what had to be chosen differently, in words. */
export interface Filled {
  readonly question: Question;
  readonly told: string | undefined;
}

/** Another metric; where the aggregation cannot be asked of it, the first that can. */
export function withMetric(question: Question, metric: string): Filled {
  const changed = { ...question, metric, sort: undefined };
  const reason = whyNot(metricOf(changed), question.aggregation);
  const possible = question.form.aggregations.find(
    ({ name }) => whyNot(metricOf(changed), name) === undefined,
  );
  if (reason === undefined || possible === undefined) return { question: changed, told: undefined };
  const wanted = question.form.aggregations.find(({ name }) => name === question.aggregation);
  return {
    question: { ...changed, aggregation: possible.name },
    told: `${wanted?.label ?? capitalised(question.aggregation)} of ${metricOf(changed).label} cannot be asked: ${reason}. ${possible.label} is chosen instead.`,
  };
}

/** Another aggregation, which is a possible one. */
export function withAggregation(question: Question, aggregation: string): Question {
  return { ...question, aggregation, sort: undefined };
}

/** Another group; a second one that is the same or has no first any more goes. */
export function withGroup(question: Question, by: string | undefined): Question {
  const split = by === undefined || by === question.split ? undefined : question.split;
  return { ...question, by, split, grain: undefined, sort: undefined };
}

/** Another grain of the group's time. */
export function withGrain(question: Question, grain: Timeframe): Question {
  const group = question.form.groups.find((one) => one.name === question.by);
  return { ...question, grain: group?.timeframe === grain ? undefined : grain, sort: undefined };
}

/** A second group, or none. */
export function withSplit(question: Question, split: string | undefined): Question {
  return { ...question, split, sort: undefined };
}

/** What is chosen in one selector; nothing takes it out. */
export function withChosen(question: Question, selector: string, chosen: Chosen): Question {
  const { [selector]: _before, ...others } = question.chosen;
  const isEmpty = chosen.included.length === 0 && chosen.excluded.length === 0;
  return {
    ...question,
    chosen: isEmpty ? others : inOrder(question.form, { ...others, [selector]: chosen }),
  };
}

/** A period of one time; one without bounds takes it out. */
export function withPeriod(question: Question, time: string, period: Period): Question {
  const { [time]: _before, ...others } = question.periods;
  const isOpen = period.from === undefined && period.to === undefined;
  return { ...question, periods: isOpen ? others : { ...others, [time]: period } };
}

/** Whether the groups are values that a selector chooses from and has some chosen of. */
export function choosesItsGroups(question: Question): string | undefined {
  const groups = [question.by, question.split].flatMap(
    (name) => question.form.groups.find((one) => one.name === name)?.field ?? [],
  );
  return question.form.selectors.find(
    ({ name, field }) => groups.includes(field) && (question.chosen[name]?.included.length ?? 0) > 0,
  )?.label;
}

/** The grains that a question's group can have; one or none is no choice. */
export function grainsOf(question: Question): readonly Timeframe[] {
  const group = question.form.groups.find((one) => one.name === question.by);
  return timeOf(question.form, group)?.grains.map((grain) => grain.timeframe) ?? [];
}

/** The grain a question's group has now. */
export function grainOf(question: Question): Timeframe | undefined {
  return groupOf(question)?.timeframe;
}

/** In the form's order, so that one question has one address. */
function inOrder(form: SheetForm, chosen: Question["chosen"]): Question["chosen"] {
  return Object.fromEntries(
    form.selectors.flatMap(({ name }) => (chosen[name] === undefined ? [] : [[name, chosen[name]]])),
  );
}
