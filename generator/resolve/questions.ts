// Question forms as written -> forms, and the fields they add to their view so that Looker can ask them too.
import type { At } from "../model/at.ts";
import type { Explore } from "../model/explore.ts";
import type {
  ChosenMeasure,
  Dimension,
  Field,
  Measure,
  MeasureType,
  Parameter,
  Selector,
} from "../model/field.ts";
import {
  AGGREGATIONS,
  type Aggregation,
  type FormExample,
  type FormGroup,
  type FormMetric,
  type FormSelector,
  type QuestionForm,
} from "../model/question-form.ts";
import type { View } from "../model/view.ts";
import type { ExampleDraft, QuestionDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { labelOf } from "./label.ts";
import { asList } from "./sources.ts";

/** The measure type that computes an aggregation; `count` counts the rows whose value is known. */
const MEASURE_OF: Readonly<Record<Aggregation, MeasureType>> = {
  average: "average",
  total: "sum",
  median: "median",
  minimum: "min",
  maximum: "max",
  count: "count",
};

/** A form, and the fields its view needs for it. */
export interface ResolvedQuestion {
  readonly form: QuestionForm;
  readonly added: readonly Field[];
}

/**
 * @param name the form's name
 * @param prefix put before the names of added fields, empty when the form has its view for itself
 * @returns nothing after a complaint that leaves nothing to go on with
 */
export function resolveQuestion(
  name: string,
  draft: QuestionDraft,
  prefix: string,
  explores: readonly Explore[],
  views: readonly View[],
  complaints: Complaints,
): ResolvedQuestion | undefined {
  const at: At = ["questions", name];
  const explore = explores.find((one) => one.name === draft.explore);
  if (explore === undefined) {
    complaints.unknownName(
      [...at, "explore"],
      "explore",
      draft.explore,
      explores.map((one) => one.name),
    );
    return undefined;
  }
  const view = views.find((one) => one.name === explore.view);
  if (view === undefined) return undefined;
  const aggregations = readAggregations(draft.aggregations, [...at, "aggregations"], complaints);
  const selectors = Object.entries(draft.selectors).flatMap(([selector, target]) =>
    resolveSelector(selector, target, [...at, "selectors", selector], prefix, explore, views, complaints),
  );
  const added: Field[] = [];
  const count = existing(view, added, "count", undefined) ?? addCount(view, added, at);
  const metrics = metricEntries(draft, [...at, "metrics"]).flatMap(([metric, special, metricAt]) =>
    resolveMetric(metric, special, metricAt, aggregations, view, added, complaints),
  );
  const groups = (draft.by ?? []).flatMap((written, index) =>
    resolveGroup(written, [...at, "by", index], selectors, explore, views, complaints),
  );
  const form: QuestionForm = {
    name,
    label: draft.label ?? explore.label,
    explore: explore.name,
    view: view.name,
    selectors,
    metrics,
    aggregations,
    groups,
    count,
    parameters: { metric: `${prefix}metric`, aggregation: `${prefix}aggregation`, answer: `${prefix}answer` },
    default: resolveExample(
      draft.default,
      [...at, "default"],
      { selectors, metrics, aggregations, groups },
      complaints,
    ),
    examples: (draft.examples ?? []).map((example, index) =>
      resolveExample(
        example,
        [...at, "examples", index],
        { selectors, metrics, aggregations, groups },
        complaints,
      ),
    ),
    at,
  };
  return { form, added: [...parameterFields(form), ...selectorFields(form), ...added, chosenMeasure(form)] };
}

function readAggregations(
  written: readonly string[] | undefined,
  at: At,
  complaints: Complaints,
): readonly Aggregation[] {
  if (written === undefined) return AGGREGATIONS;
  return written.flatMap((word, index) => {
    const known = AGGREGATIONS.find((one) => one === word);
    if (known === undefined) complaints.unknownWord([...at, index], "an aggregation", word, AGGREGATIONS);
    return known === undefined ? [] : [known];
  });
}

function resolveSelector(
  name: string,
  target: string,
  at: At,
  prefix: string,
  explore: Explore,
  views: readonly View[],
  complaints: Complaints,
): readonly FormSelector[] {
  const field = dimensionNamed(target, at, explore, views, complaints);
  if (field === undefined) return [];
  return [
    {
      name,
      label: labelOf(name),
      field,
      filter: `${prefix}${name}`,
      excludedFilter: `${prefix}${name}_excluded`,
      at,
    },
  ];
}

function dimensionNamed(
  target: string,
  at: At,
  explore: Explore,
  views: readonly View[],
  complaints: Complaints,
): { readonly view: string; readonly field: string } | undefined {
  const [viewName = "", fieldName = ""] = target.includes(".") ? target.split(".") : [explore.view, target];
  const joined = [explore.view, ...explore.joins.filter((join) => !join.bridge).map((join) => join.name)];
  const real =
    viewName === explore.view ? viewName : explore.joins.find((join) => join.name === viewName)?.view;
  const view = views.find((one) => one.name === real);
  if (view === undefined) {
    complaints.unknownName(at, `view in explore \`${explore.name}\` called`, viewName, joined);
    return undefined;
  }
  const dimensions = view.fields.filter((field): field is Dimension => field.kind === "dimension");
  if (!dimensions.some((field) => field.name === fieldName)) {
    const known = dimensions.filter((field) => !field.hidden).map((field) => `${viewName}.${field.name}`);
    complaints.unknownName(at, "dimension", `${viewName}.${fieldName}`, known);
    return undefined;
  }
  return { view: viewName, field: fieldName };
}

type Special = {
  readonly of?: string | undefined;
  readonly label?: string | undefined;
  readonly except?: Readonly<Record<string, string>> | undefined;
};

function metricEntries(draft: QuestionDraft, at: At): readonly (readonly [string, Special, At])[] {
  const entries = Array.isArray(draft.metrics)
    ? draft.metrics.map((metric, index) => [metric, {}, index] as const)
    : Object.entries(draft.metrics).map(([metric, special]) => [metric, special ?? {}, metric] as const);
  return entries.map(([metric, special, step]) => [metric, special, [...at, step]] as const);
}

function resolveMetric(
  name: string,
  special: Special,
  at: At,
  aggregations: readonly Aggregation[],
  view: View,
  added: Field[],
  complaints: Complaints,
): readonly FormMetric[] {
  const wanted = special.of ?? name;
  const numbers = view.fields.filter(
    (field): field is Dimension => field.kind === "dimension" && field.type === "number",
  );
  const dimension = numbers.find((field) => field.name === wanted);
  if (dimension === undefined) {
    const known = numbers.filter((field) => !field.hidden).map((field) => field.name);
    complaints.unknownName(at, `number in view \`${view.name}\` called`, wanted, known);
    return [];
  }
  for (const word of Object.keys(special.except ?? {})) {
    if (!AGGREGATIONS.some((known) => known === word))
      complaints.unknownWord([...at, "except", word], "an aggregation", word, AGGREGATIONS);
  }
  const by = aggregations.map((aggregation) => {
    const impossible = special.except?.[aggregation];
    if (impossible !== undefined) return { aggregation, impossible };
    const type = MEASURE_OF[aggregation];
    const measure =
      existing(view, added, type, dimension.name) ??
      addMeasure(name, aggregation, dimension, view, added, at);
    return { aggregation, measure };
  });
  return [{ name, label: special.label ?? dimension.label, dimension: dimension.name, by, at }];
}

/** A measure that already computes it, so that nothing is said twice. */
function existing(
  view: View,
  added: readonly Field[],
  type: MeasureType,
  of: string | undefined,
): string | undefined {
  const measures = [...view.fields, ...added].filter((field): field is Measure => field.kind === "measure");
  const found = measures.find((measure) => {
    if (type !== "count" || of === undefined)
      return measure.type === type && measure.of === of && measure.filters.length === 0;
    const [filter, ...more] = measure.filters;
    return (
      measure.type === "count" && more.length === 0 && filter?.dimension === of && filter.value === "NOT NULL"
    );
  });
  return found?.name;
}

function addMeasure(
  metric: string,
  aggregation: Aggregation,
  dimension: Dimension,
  view: View,
  added: Field[],
  at: At,
): string {
  const name = `${aggregation}_${metric}`;
  const counts = aggregation === "count";
  added.push({
    kind: "measure",
    name,
    label: counts
      ? `${labelOf(view.noun.many.replaceAll(" ", "_"))} with Known ${dimension.label}`
      : `${labelOf(aggregation)} ${dimension.label}`,
    description: counts
      ? `How many ${view.noun.many} have a known ${dimension.label.toLowerCase()}`
      : `${labelOf(aggregation)} of ${dimension.label.toLowerCase()}, over those where it is known`,
    groupLabel: undefined,
    hidden: true,
    type: MEASURE_OF[aggregation],
    of: counts ? undefined : dimension.name,
    filters: counts ? [{ dimension: dimension.name, value: "NOT NULL" }] : [],
    format: counts ? "decimal_0" : dimension.format,
    at,
  });
  return name;
}

function addCount(view: View, added: Field[], at: At): string {
  added.push({
    kind: "measure",
    name: "count",
    label: "Count",
    description: `How many ${view.noun.many}`,
    groupLabel: undefined,
    hidden: false,
    type: "count",
    of: undefined,
    filters: [],
    format: "decimal_0",
    at,
  });
  return "count";
}

function resolveGroup(
  written: string,
  at: At,
  selectors: readonly FormSelector[],
  explore: Explore,
  views: readonly View[],
  complaints: Complaints,
): readonly FormGroup[] {
  const selector = selectors.find((one) => one.name === written);
  if (selector !== undefined)
    return [
      { name: written, label: selector.label, field: `${selector.field.view}.${selector.field.field}` },
    ];
  const [viewName = "", fieldName = ""] = written.includes(".")
    ? written.split(".")
    : [explore.view, written];
  const real =
    viewName === explore.view ? viewName : explore.joins.find((join) => join.name === viewName)?.view;
  const view = views.find((one) => one.name === real);
  const offered = (view?.fields ?? []).flatMap((field): readonly (readonly [string, string])[] => {
    if (field.kind === "dimension") return [[field.name, field.label]];
    if (field.kind !== "dimension_group") return [];
    return field.timeframes.map(
      (timeframe) => [`${field.name}_${timeframe}`, `${field.label} ${labelOf(timeframe)}`] as const,
    );
  });
  const found = offered.find(([name]) => name === fieldName);
  if (found === undefined) {
    complaints.unknownName(at, "selector or dimension", written, [
      ...selectors.map((one) => one.name),
      ...offered.map(([name]) => name),
    ]);
    return [];
  }
  return [{ name: written, label: found[1], field: `${viewName}.${fieldName}` }];
}

type Blanks = Pick<QuestionForm, "selectors" | "metrics" | "aggregations" | "groups">;

function resolveExample(draft: ExampleDraft, at: At, blanks: Blanks, complaints: Complaints): FormExample {
  const metric = blanks.metrics.find((one) => one.name === draft.metric);
  if (metric === undefined)
    complaints.unknownName(
      [...at, "metric"],
      "metric",
      draft.metric,
      blanks.metrics.map((one) => one.name),
    );
  const aggregation = blanks.aggregations.find((one) => one === draft.aggregation);
  if (aggregation === undefined)
    complaints.unknownWord(
      [...at, "aggregation"],
      "an aggregation of this question",
      draft.aggregation,
      blanks.aggregations,
    );
  const pair = metric?.by.find((one) => one.aggregation === aggregation);
  if (pair !== undefined && "impossible" in pair) {
    complaints.add({
      code: "bad-form",
      at,
      message: `${draft.aggregation} of ${draft.metric} cannot be asked: ${pair.impossible}`,
    });
  }
  if (draft.by !== undefined && !blanks.groups.some((group) => group.name === draft.by)) {
    complaints.unknownName(
      [...at, "by"],
      "group",
      draft.by,
      blanks.groups.map((group) => group.name),
    );
  }
  const selected = Object.entries(draft.where ?? {}).map(([selector, values]) => {
    if (!blanks.selectors.some((one) => one.name === selector))
      complaints.unknownName(
        [...at, "where", selector],
        "selector",
        selector,
        blanks.selectors.map((one) => one.name),
      );
    return { selector, values: asList(values) };
  });
  const by = blanks.groups.find((group) => group.name === draft.by);
  const title = `${labelOf(draft.aggregation)} ${(metric?.label ?? draft.metric).toLowerCase()}${by === undefined ? "" : ` by ${by.label.toLowerCase()}`}`;
  return {
    title: draft.title ?? title,
    metric: draft.metric,
    aggregation: aggregation ?? "average",
    by: draft.by,
    selected,
  };
}

function parameterFields(form: QuestionForm): readonly Parameter[] {
  const base = { kind: "parameter" as const, groupLabel: undefined, hidden: false, at: form.at };
  return [
    {
      ...base,
      name: form.parameters.metric,
      label: "Metric",
      description: "What is measured",
      allowed: form.metrics.map((metric) => ({ label: metric.label, value: parameterValue(metric.name) })),
      default: parameterValue(form.default.metric),
    },
    {
      ...base,
      name: form.parameters.aggregation,
      label: "Aggregation",
      description: "How the metric is aggregated",
      allowed: form.aggregations.map((aggregation) => ({ label: labelOf(aggregation), value: aggregation })),
      default: form.default.aggregation,
    },
  ];
}

/** Looker reads `_` in a parameter's value as a wildcard, so values go without (spectacles #785). */
function parameterValue(name: string): string {
  return name.replaceAll("_", "");
}

function selectorFields(form: QuestionForm): readonly Selector[] {
  return form.selectors.flatMap((selector): readonly Selector[] => {
    const base = {
      kind: "selector" as const,
      groupLabel: undefined,
      hidden: false,
      explore: form.explore,
      target: selector.field,
      at: selector.at,
    };
    const label = selector.label.toLowerCase();
    return [
      {
        ...base,
        name: selector.filter,
        label: selector.label,
        description: `Keeps rows with any of the chosen values of ${label}`,
        excluded: false,
      },
      {
        ...base,
        name: selector.excludedFilter,
        label: `${selector.label} Excluded`,
        description: `Drops rows with any of the chosen values of ${label}`,
        excluded: true,
      },
    ];
  });
}

function chosenMeasure(form: QuestionForm): ChosenMeasure {
  return {
    kind: "chosen_measure",
    name: form.parameters.answer,
    label: "Answer",
    description: "The chosen metric, aggregated in the chosen way",
    groupLabel: undefined,
    hidden: false,
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
