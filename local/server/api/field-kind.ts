// A field -> what it is to those who ask: Looker's words for its category and type, and its values.
import {
  type Dimension,
  type Field,
  isStretch,
  MEASURE_VALUES,
  partOfDay,
  type Timeframe,
  timeframeLabel,
  timeframeType,
  valuesOf,
} from "../../../generator/index.ts";
import { type ExploreField, INTERVAL_NAMES } from "./explore-schema.ts";

/** What a field's values are to whoever shows or filters them. */
export type Values = "string" | "number" | "yesno" | "date";

/** What a field is to those who ask. */
export interface Kind {
  readonly category: ExploreField["category"];
  /** Looker's word for the type. */
  readonly type: string;
  readonly values: Values;
  /** What a timeframe adds to the group's label. */
  readonly labelEnd: string;
  /** How long each value of a timeframe lasts. */
  readonly interval: ExploreField["time_interval"];
}

/**
 * @param timeframe of a dimension group, the one that is asked for
 * @param alias the view's name in the explore
 */
export function kindOf(field: Field, timeframe: Timeframe | undefined, alias: string): Kind {
  const kind = (category: Kind["category"], type: string, values: Values): Kind => ({
    category,
    type,
    values,
    labelEnd: "",
    interval: undefined,
  });
  switch (field.kind) {
    case "dimension":
      return kind("dimension", typeOf(field), field.type);
    case "dimension_group": {
      if (timeframe === undefined) throw new Error(`${alias}.${field.name} is asked for without a timeframe`);
      const values = isStretch(timeframe) ? "date" : timeframeType(timeframe);
      const time = kind("dimension", `date_${timeframe}`, values);
      if (timeframe === "raw") return time;
      return { ...time, labelEnd: ` ${timeframeLabel(timeframe)}`, interval: intervalOf(timeframe) };
    }
    case "measure":
      return kind("measure", field.type, MEASURE_VALUES[field.type] ?? "number");
    case "chosen_measure":
      return kind("measure", "number", "number");
    case "parameter":
      return kind("parameter", field.type, field.type === "unquoted" ? "string" : field.type);
    case "filter":
      return kind("filter", field.type, field.type);
    case "selector":
      return kind("filter", "string", "string");
  }
}

/** Looker's word for a dimension's type. */
function typeOf({ made, type }: Dimension): string {
  switch (made?.kind) {
    case "tier":
      return made.word;
    case "duration":
      return `duration_${made.interval}`;
    case "location":
    case "zipcode":
      return made.kind;
    default:
      return type;
  }
}

/** Timeframes that last as long as another word says. */
const LASTING: Readonly<Partial<Record<Timeframe, string>>> = {
  date: "day",
  time: "second",
  fiscal_quarter: "quarter",
  fiscal_year: "year",
};

function intervalOf(timeframe: Timeframe): Kind["interval"] {
  const parts = partOfDay(timeframe);
  if (parts !== undefined) return { name: parts.unit, count: parts.count };
  const name = LASTING[timeframe] ?? timeframe;
  const known = INTERVAL_NAMES.find((one) => one === name);
  return known === undefined ? undefined : { name: known, count: 1 };
}

/** The only values a field can have; null where they are not known. */
export function enumerationsOf(field: Field): ExploreField["enumerations"] {
  if (field.kind === "parameter" && field.allowed.length > 0)
    return field.allowed.map(({ label, value }) => ({ label, value }));
  if (field.kind === "dimension" && field.type === "yesno")
    return ["Yes", "No"].map((word) => ({ label: word, value: word }));
  if (field.kind !== "dimension") return null;
  return valuesOf(field)?.map((value) => ({ label: value, value })) ?? null;
}

/** Looker tells a case's `else` as one that always holds. */
export function casesOf(cases: unknown, otherwise: unknown): ExploreField["sql_case"] {
  if (!Array.isArray(cases)) return null;
  const told = cases.map((one: { readonly label: string; readonly sql: string }) => ({
    value: one.label,
    condition: one.sql,
  }));
  return typeof otherwise === "string" ? [...told, { value: otherwise, condition: "else" }] : told;
}
