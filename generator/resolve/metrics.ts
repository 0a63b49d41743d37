// Metrics as written -> the blanks of a form that say what is measured, and the measures they need.
import { askedNames } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Dimension, Field, Measure, MeasureType } from "../model/field.ts";
import { AGGREGATIONS, type Aggregation, type FormMetric } from "../model/question-form.ts";
import type { View } from "../model/view.ts";
import type { QuestionDraft } from "../read/shape.ts";
import { didYouMean } from "../read/suggest.ts";
import { placesOf } from "../seeks.ts";
import type { Complaints } from "./complaints.ts";
import { labelOf } from "./label.ts";

/** The measure type that computes an aggregation; `count` counts the rows whose value is known. */
const MEASURE_OF: Readonly<Record<Aggregation, MeasureType>> = {
  average: "average",
  total: "sum",
  median: "median",
  minimum: "min",
  maximum: "max",
  count: "count",
};

/** What is special about a metric, as written. */
export interface Special {
  readonly of?: string | undefined;
  readonly label?: string | undefined;
  readonly except?: Readonly<Record<string, string>> | undefined;
}

/** A form's metrics, whether written as a list or as a map: name, what is special, and where it stands. */
export function metricEntries(draft: QuestionDraft, at: At): readonly (readonly [string, Special, At])[] {
  const entries = Array.isArray(draft.metrics)
    ? draft.metrics.map((metric, index) => [metric, {}, index] as const)
    : Object.entries(draft.metrics).map(([metric, special]) => [metric, special ?? {}, metric] as const);
  return entries.map(([metric, special, step]) => [metric, special, [...at, step]] as const);
}

/**
 * @param added measures the form adds to its view; those this metric needs and nothing computes yet are put there
 * @param prefix put before the name of an added measure that another form's measure already has
 * @returns nothing after a complaint
 */
export function resolveMetric(
  name: string,
  special: Special,
  at: At,
  prefix: string,
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
    const isKey = special.of === undefined && typeof at.at(-1) === "string";
    const there = view.fields.find((field) => askedNames(field).includes(wanted));
    const place = special.of === undefined ? at : [...at, "of"];
    if (there === undefined)
      complaints.add({
        code: "unknown-name",
        at: place,
        onKey: isKey,
        message: `there is no number in view \`${view.name}\` called \`${wanted}\``,
        hint: didYouMean(wanted, known),
        seeks: placesOf(view, wanted),
      });
    else
      complaints.add({
        code: "type-clash",
        at: place,
        onKey: isKey,
        message: `\`${wanted}\` is ${sayKind(there)}, and a metric is a dimension that holds a number`,
        hint: didYouMean(wanted, known),
      });
    return [];
  }
  for (const word of Object.keys(special.except ?? {})) {
    if (!AGGREGATIONS.some((known) => known === word))
      complaints.unknownWord([...at, "except", word], "an aggregation", word, AGGREGATIONS, true);
  }
  const by = aggregations.map((aggregation) => {
    const impossible = special.except?.[aggregation];
    if (impossible !== undefined) return { aggregation, impossible };
    const type = MEASURE_OF[aggregation];
    const measure =
      existing(view, added, type, dimension.name) ??
      misspelt(view, `${aggregation}_${name}`, type) ??
      addMeasure(name, aggregation, prefix, dimension, view, added, at);
    return { aggregation, measure };
  });
  return [{ name, label: special.label ?? dimension.label, dimension: dimension.name, by, at }];
}

function sayKind(field: Field): string {
  if (field.kind === "dimension") return `a ${field.type}`;
  return field.kind === "dimension_group" ? "a point in time" : `a ${field.kind.replaceAll("_", " ")}`;
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

/** A measure of the name and type whose `of` names no number: it was complained about, and is meant to be this one. */
function misspelt(view: View, name: string, type: MeasureType): string | undefined {
  const numbers = view.fields.filter((field) => field.kind === "dimension" && field.type === "number");
  const dimensions = numbers.map((field) => field.name);
  return view.fields.find(
    (field) =>
      field.kind === "measure" &&
      field.name === name &&
      field.type === type &&
      field.of !== undefined &&
      !dimensions.includes(field.of),
  )?.name;
}

function addMeasure(
  metric: string,
  aggregation: Aggregation,
  prefix: string,
  dimension: Dimension,
  view: View,
  added: Field[],
  at: At,
): string {
  const usual = `${aggregation}_${metric}`;
  const name = view.fields.some((field) => askedNames(field).includes(usual)) ? `${prefix}${usual}` : usual;
  added.push(aggregate(name, aggregation, dimension, view, at));
  return name;
}

function aggregate(
  name: string,
  aggregation: Aggregation,
  dimension: Dimension,
  view: View,
  at: At,
): Measure {
  const counts = aggregation === "count";
  // In the middle of a sentence no blank is left over.
  const label = dimension.label.replaceAll(/\s+/g, " ").trim();
  return {
    kind: "measure",
    name,
    label: counts
      ? `${labelOf(view.noun.many.replaceAll(" ", "_"))} with Known ${label}`
      : `${labelOf(aggregation)} ${label}`,
    description: counts
      ? `How many ${view.noun.many} with known ${label.toLowerCase()}`
      : `${labelOf(aggregation)} of ${label.toLowerCase()}, over those where it is known`,
    groupLabel: undefined,
    hidden: true,
    // What is computed from a field takes what the field takes.
    requiredAccessGrants: dimension.requiredAccessGrants,
    type: MEASURE_OF[aggregation],
    of: counts ? undefined : dimension.name,
    filters: counts ? [{ dimension: dimension.name, value: "NOT NULL" }] : [],
    format: counts ? "decimal_0" : dimension.format,
    at,
  };
}

/**
 * The measure that counts the rows whose value of a metric is known: one that is there, or one put into `added`
 * under a name that nothing else has.
 */
export function knownOf(metric: FormMetric, view: View, added: Field[], at: At): string {
  const there = existing(view, added, "count", metric.dimension);
  const dimension = view.fields.find((field) => field.name === metric.dimension);
  if (there !== undefined || dimension?.kind !== "dimension") return there ?? metric.dimension;
  const name = freeAmong([...view.fields, ...added], `known_${metric.name}`);
  added.push(aggregate(name, "count", dimension, view, at));
  return name;
}

/** The name, or where a field has it the name with a number behind it. */
export function freeAmong(fields: readonly Field[], wanted: string): string {
  const taken = new Set(fields.flatMap(askedNames));
  let name = wanted;
  for (let next = 2; taken.has(name); next += 1) name = `${wanted}_${next}`;
  return name;
}

/** The measure that counts the view's rows: its own, or one that is put into `added`. */
export function countOf(view: View, added: Field[], at: At): string {
  return existing(view, added, "count", undefined) ?? addCount(view, added, at);
}

function addCount(view: View, added: Field[], at: At): string {
  added.push({
    kind: "measure",
    name: "count",
    label: "Count",
    description: `How many ${view.noun.many}`,
    groupLabel: undefined,
    hidden: false,
    requiredAccessGrants: [],
    type: "count",
    of: undefined,
    filters: [],
    format: "decimal_0",
    at,
  });
  return "count";
}
