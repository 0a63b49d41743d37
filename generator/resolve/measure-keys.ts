// A measure's type -> the keys it takes; what else is written of it makes a complaint.
import type { At } from "../model/at.ts";
import type { Field, Measure, MeasureType } from "../model/field.ts";
import type { MeasureDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";

const KEYS = [
  "of",
  "percentile",
  "distinct_key",
  "sql",
  "filters",
  "format",
  "direction",
  "based_on_time",
  "period",
  "kind",
  "value_to_date",
] as const;
type Key = (typeof KEYS)[number];

const AGGREGATE: readonly Key[] = ["of", "filters", "format"];

const TAKES: Readonly<Record<MeasureType, readonly Key[]>> = {
  count: ["filters", "format"],
  count_distinct: AGGREGATE,
  sum: AGGREGATE,
  average: AGGREGATE,
  median: AGGREGATE,
  percentile: [...AGGREGATE, "percentile"],
  min: AGGREGATE,
  max: AGGREGATE,
  sum_distinct: [...AGGREGATE, "distinct_key"],
  average_distinct: [...AGGREGATE, "distinct_key"],
  median_distinct: [...AGGREGATE, "distinct_key"],
  percentile_distinct: [...AGGREGATE, "distinct_key", "percentile"],
  // Looker lists what the question's filters let through, and nothing narrower.
  list: ["of"],
  date: ["sql"],
  number: ["sql", "format"],
  string: ["sql"],
  yesno: ["sql"],
  running_total: ["of", "direction", "format"],
  percent_of_total: ["of", "direction", "format"],
  // Looker lets it run across pivoted columns always.
  percent_of_previous: ["of", "format"],
  period_over_period: ["of", "based_on_time", "period", "kind", "value_to_date", "format"],
};

/** What every measure says, whatever its type. */
export type Common = Omit<Measure, "of" | "filters" | "format">;

/** @param dimensions those of the view, for what to write instead */
export function complainOfMisplaced(
  name: string,
  type: MeasureType,
  draft: MeasureDraft,
  at: At,
  dimensions: readonly Field[],
  complaints: Complaints,
): void {
  for (const key of KEYS) {
    if (draft[key] === undefined || TAKES[type].includes(key)) continue;
    const said = misplaced(key, name, type, draft, dimensions);
    complaints.add({ code: "type-clash", at: [...at, key], ...said });
  }
}

/** What a measure of the type is called in a sentence. */
export function nounOf(type: MeasureType): string {
  const [noun = type] = type === "count_distinct" ? [type] : type.split("_distinct");
  return noun;
}

function misplaced(
  key: Key,
  name: string,
  type: MeasureType,
  draft: MeasureDraft,
  dimensions: readonly Field[],
): { readonly message: string; readonly hint: string } {
  const computed = type === "number" || type === "yesno" || type === "string";
  if (key === "percentile")
    return {
      message: `only a measure of type percentile has a percentile; \`${name}\` is of type ${type}`,
      hint: "write `type: percentile`, or leave `percentile:` out",
    };
  if (type === "count" && key === "of") {
    const of = dimensions.find((field) => field.kind === "dimension" && field.name === draft.of);
    const known = of?.kind === "dimension" && of.type === "string" ? '"-NULL"' : "NOT NULL";
    return {
      message: "`count` counts rows, so it takes no `of`",
      hint: `to count only rows that have it, write \`filters: {${draft.of}: ${known}}\`; to count its different values, \`type: count_distinct\``,
    };
  }
  if (computed && (key === "of" || key === "filters"))
    return {
      message: `\`${name}\` is computed from other measures, so it takes no \`${key}\``,
      hint: "give it to those measures",
    };
  if (key === "sql" && AGGREGATE.every((one) => TAKES[type].includes(one)))
    return {
      message: `\`${name}\` is the ${nounOf(type)} of a dimension, so it has no SQL of its own`,
      hint: "give the SQL to a dimension, and name that under `of:`",
    };
  return {
    message: `\`${name}\` is of type ${type}, which takes no \`${key}\``,
    hint: HINTS[key]?.(type) ?? `leave \`${key}:\` out`,
  };
}

const HINTS: Readonly<Partial<Record<Key, (type: MeasureType) => string>>> = {
  distinct_key: (type) =>
    ["sum", "average", "median", "percentile"].includes(type)
      ? `write \`type: ${type}_distinct\`, or leave \`distinct_key:\` out`
      : "leave `distinct_key:` out",
  direction: (type) =>
    type === "percent_of_previous"
      ? "over pivoted columns Looker lets it run across the row, whatever is written"
      : "leave `direction:` out",
  filters: (type) =>
    type === "list"
      ? "give it `of:` a dimension that is empty where it should not be listed"
      : "give them to the measure it is reckoned from",
};
