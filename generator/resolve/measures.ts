// A measure as written -> a measure that knows what it is taken of, or what it is computed from.
import { askedNames } from "../find.ts";
import type { At } from "../model/at.ts";
import { type Dimension, type Field, type Measure, MEASURE_TYPES, type MeasureType } from "../model/field.ts";
import { isPercentile } from "../read/percentile.ts";
import type { MeasureDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { computedMeasure, extremeMeasure } from "./computed-measure.ts";
import { type Common, complainOfMisplaced, nounOf } from "./measure-keys.ts";
import { comparedMeasure, reckonedMeasure } from "./reckoned-measure.ts";
import { shownAs } from "./shown-as.ts";

/**
 * @param view name of the view it stands in
 * @param at where it stands
 * @param dimensions the view's dimensions and dimension groups
 * @returns nothing after a complaint that leaves nothing to go on with; measures that it names are judged later
 */
export function resolveMeasure(
  name: string,
  view: string,
  draft: MeasureDraft,
  at: At,
  dimensions: readonly Field[],
  complaints: Complaints,
): readonly Measure[] {
  const type = MEASURE_TYPES.find((known) => known === draft.type);
  if (type === undefined) {
    complaints.unknownWord([...at, "type"], "a measure type", draft.type, MEASURE_TYPES);
    return [];
  }
  const common: Common = {
    kind: "measure",
    ...shownAs(name, draft, at),
    type,
  };
  complainOfMisplaced(name, type, draft, at, dimensions, complaints);
  switch (type) {
    case "number":
    case "yesno":
      return computedMeasure(common, view, draft, complaints);
    case "string":
    case "date":
      return extremeMeasure(common, view, draft, dimensions, complaints);
    case "running_total":
    case "percent_of_total":
    case "percent_of_previous":
      return reckonedMeasure(common, draft, complaints);
    case "period_over_period":
      return comparedMeasure(common, draft, complaints);
    default:
      return aggregateMeasure(common, draft, dimensions, complaints);
  }
}

function aggregateMeasure(
  common: Common,
  draft: MeasureDraft,
  dimensions: readonly Field[],
  complaints: Complaints,
): readonly Measure[] {
  const { name, type, at } = common;
  const noun = nounOf(type);
  const names = dimensions.filter((field) => field.kind === "dimension").map((field) => field.name);
  const of = dimensionNamed(dimensions, draft.of);
  const group = dimensions.find(
    (field) =>
      field.kind === "dimension_group" && [field.name, ...askedNames(field)].includes(draft.of ?? ""),
  );
  if (group !== undefined)
    complaints.add({
      code: "type-clash",
      at: [...at, "of"],
      message: `\`${draft.of}\` is a point in time, so it has no ${noun}`,
      hint:
        type === "min" || type === "max"
          ? `write \`type: date\` with \`sql: ${type.toUpperCase()}(\${${group.name}_raw})\``
          : undefined,
    });
  else if (draft.of !== undefined && of === undefined)
    complaints.unknownName([...at, "of"], "dimension in this view called", draft.of, names);
  if (type !== "count" && draft.of === undefined) {
    complaints.add({
      code: "missing-key",
      at,
      onKey: true,
      message: `\`${name}\` does not say what it is the ${noun} of`,
      hint: "add `of:` with a dimension of this view",
    });
  }
  if (of !== undefined && !TAKEN_OF[type]?.includes(of.type)) {
    complaints.add({
      code: "type-clash",
      at: [...at, "of"],
      message: `\`${of.name}\` is a ${of.type}, so it has no ${noun}`,
    });
  }
  const filters = Object.entries(draft.filters ?? {}).map(([dimension, value]) => {
    if (!names.includes(dimension))
      complaints.unknownName(
        [...at, "filters", dimension],
        "dimension in this view called",
        dimension,
        names,
        true,
      );
    return { dimension, value };
  });
  const counts = type === "count" || type === "count_distinct";
  return [
    {
      of: type === "count" ? undefined : draft.of,
      filters,
      format: draft.format ?? (counts ? "decimal_0" : type === "list" ? undefined : of?.format),
      ...common,
      ...distinctKeyOf(common, draft, names, complaints),
      ...percentileOf(common, draft, complaints),
    },
  ];
}

const ANY: readonly Dimension["type"][] = ["string", "number", "yesno"];
/** The types of dimension that an aggregate can be taken of, where not only of numbers. */
const TAKEN_OF: Readonly<Partial<Record<MeasureType, readonly Dimension["type"][]>>> = {
  count: ANY,
  count_distinct: ANY,
  list: ["string", "number"],
  ...Object.fromEntries(
    (
      [
        "sum",
        "average",
        "median",
        "percentile",
        "min",
        "max",
        "sum_distinct",
        "average_distinct",
        "median_distinct",
        "percentile_distinct",
      ] as const
    ).map((type) => [type, ["number"]]),
  ),
};

function dimensionNamed(dimensions: readonly Field[], name: string | undefined): Dimension | undefined {
  return dimensions.find((field): field is Dimension => field.kind === "dimension" && field.name === name);
}

function distinctKeyOf(
  { name, type, at }: Common,
  draft: MeasureDraft,
  known: readonly string[],
  complaints: Complaints,
): Pick<Measure, "distinctKey"> {
  if (!type.endsWith("_distinct") || type === "count_distinct") return {};
  if (draft.distinct_key === undefined)
    complaints.add({
      code: "missing-key",
      at,
      onKey: true,
      message: `\`${name}\` does not say by what its values are told apart`,
      hint: "add `distinct_key:` with a dimension of this view; each of its values counts once",
    });
  else if (!known.includes(draft.distinct_key))
    complaints.unknownName(
      [...at, "distinct_key"],
      "dimension in this view called",
      draft.distinct_key,
      known,
    );
  return { distinctKey: draft.distinct_key };
}

function percentileOf(
  { name, type, at }: Common,
  draft: MeasureDraft,
  complaints: Complaints,
): Pick<Measure, "percentile"> {
  if (!type.startsWith("percentile")) return {};
  if (draft.percentile === undefined)
    complaints.add({
      code: "missing-key",
      at,
      onKey: true,
      message: `\`${name}\` does not say which percentile it is`,
      hint: "add `percentile:` with a number from 0 to 100, such as 90",
    });
  else if (!isPercentile(draft.percentile))
    complaints.add({
      code: "shape",
      at: [...at, "percentile"],
      message: `there is no percentile ${draft.percentile}`,
      hint: "write a number from 0 to 100 with at most four decimals, such as 90 or 99.9",
    });
  return { percentile: draft.percentile };
}
