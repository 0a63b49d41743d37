// A form -> the fields that let Looker ask it: two parameters and the measure they choose.
import type { ChosenMeasure, Parameter } from "../model/field.ts";
import type { FormMetric, QuestionForm } from "../model/question-form.ts";
import type { View } from "../model/view.ts";
import { labelOf } from "./label.ts";

/**
 * The parameters `metric` and `aggregation` of a form.
 * @param grants what the measure they choose takes
 */
export function parameterFields(form: QuestionForm, grants: readonly string[]): readonly Parameter[] {
  const base = {
    kind: "parameter" as const,
    type: "unquoted" as const,
    groupLabel: headingOf(form),
    hidden: false,
    requiredAccessGrants: grants,
    at: form.at,
  };
  return [
    {
      ...base,
      name: form.parameters.metric,
      label: labelFor(form, "Metric"),
      description: "What is measured",
      allowed: form.metrics.map((metric) => ({ label: metric.label, value: parameterValue(metric.name) })),
      default: parameterValue(form.default.metric),
    },
    {
      ...base,
      name: form.parameters.aggregation,
      label: labelFor(form, "Aggregation"),
      description: "How the metric is aggregated",
      allowed: form.aggregations.map((aggregation) => ({ label: labelOf(aggregation), value: aggregation })),
      default: form.default.aggregation,
    },
  ];
}

/** The label of a form's field; where several forms share a view, it says whose it is. */
export function labelFor(form: QuestionForm, label: string): string {
  return form.parameters.metric === "metric" ? label : `${form.label} ${label}`;
}

/** What the form's fields stand under in the field picker, apart from those that people wrote. */
export function headingOf(form: QuestionForm): string {
  return labelFor(form, "Question");
}

/** Looker reads `_` in a parameter's value as a wildcard, so values go without (spectacles #785). */
export function parameterValue(name: string): string {
  return name.replaceAll("_", "");
}

/**
 * The measure that a form's parameters choose.
 * @param grants those of every measure it can be
 */
export function chosenMeasure(form: QuestionForm, grants: readonly string[]): ChosenMeasure {
  return {
    kind: "chosen_measure",
    name: form.parameters.answer,
    label: labelFor(form, "Answer"),
    description: "The chosen metric, aggregated in the chosen way",
    groupLabel: headingOf(form),
    hidden: false,
    requiredAccessGrants: grants,
    metric: form.parameters.metric,
    aggregation: form.parameters.aggregation,
    choices: form.metrics.flatMap((metric) =>
      metric.by.flatMap((pair) =>
        "measure" in pair
          ? [{ metric: parameterValue(metric.name), aggregation: pair.aggregation, measure: pair.measure }]
          : [],
      ),
    ),
    at: form.at,
  };
}

/**
 * The measure that counts the rows whose value of the chosen metric is known, however it is aggregated.
 * @param known the measure that counts them, for each metric
 * @param grants those of every measure it can be, and of the answer it stands beside
 */
export function knownMeasure(
  form: QuestionForm,
  known: readonly { readonly metric: FormMetric; readonly measure: string }[],
  view: View,
  grants: readonly string[],
): ChosenMeasure {
  return {
    kind: "chosen_measure",
    name: form.parameters.known,
    label: labelFor(form, "Known"),
    description: `How many ${view.noun.many} have a known value of the chosen metric`,
    groupLabel: undefined,
    hidden: true,
    requiredAccessGrants: grants,
    metric: form.parameters.metric,
    aggregation: form.parameters.aggregation,
    counts: true,
    choices: known.flatMap(({ metric, measure }) =>
      form.aggregations.map((aggregation) => ({ metric: parameterValue(metric.name), aggregation, measure })),
    ),
    at: form.at,
  };
}
