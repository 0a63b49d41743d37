// Fields: what a view offers to questions. A union on `kind`, with exactly Looker's meanings.
import type { At } from "./at.ts";
import type { ByHand } from "./by-hand.ts";
import type { Expression } from "./expression.ts";

/** Parts of a point in time that a dimension group can offer, Looker's names, finest first. */
export const TIMEFRAMES = ["raw", "date", "week", "month", "quarter", "year"] as const;
/** One of Looker's timeframes (https://docs.cloud.google.com/looker/docs/reference/param-field-dimension-group). */
export type Timeframe = (typeof TIMEFRAMES)[number];

/** Measure types, Looker's names. */
export const MEASURE_TYPES = [
  "count",
  "count_distinct",
  "sum",
  "average",
  "median",
  "percentile",
  "min",
  "max",
  "number",
] as const;
/** One of Looker's measure types: an aggregate, or `number`, which is computed from other measures. */
export type MeasureType = (typeof MEASURE_TYPES)[number];

interface FieldBase {
  readonly name: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly groupLabel: string | undefined;
  readonly hidden: boolean;
  /** What Looker is told beside it: LookML written by hand. */
  readonly lookml?: ByHand | undefined;
  /** Names of the grants it takes to see it, besides those of its view. */
  readonly requiredAccessGrants: readonly string[];
  readonly at: At;
}

/** A value of each row: Looker's `dimension`. */
export interface Dimension extends FieldBase {
  readonly kind: "dimension";
  readonly type: "string" | "number" | "yesno";
  readonly primaryKey: boolean;
  readonly expression: Expression;
  /** One of Looker's `value_format_name`s, e.g. `usd_0`. */
  readonly format: string | undefined;
}

/** A point in time offered in several timeframes: Looker's `dimension_group` of `type: time`. */
export interface DimensionGroup extends FieldBase {
  readonly kind: "dimension_group";
  readonly datatype: "date" | "timestamp";
  readonly timeframes: readonly Timeframe[];
  readonly expression: Expression;
}

/** A condition on a dimension of the same view, as a Looker filter expression. */
export interface MeasureFilter {
  readonly dimension: string;
  readonly value: string;
}

/** An aggregate over rows of the view: Looker's `measure`. */
export interface Measure extends FieldBase {
  readonly kind: "measure";
  readonly type: MeasureType;
  /** The dimension of the same view that is aggregated; undefined only for `count` and `number`. */
  readonly of: string | undefined;
  /** Of type `percentile`, and of no other: which one, from 0 to 100. */
  readonly percentile?: number | undefined;
  /** Of type `number`, and of no other: its SQL, in which other measures of the view stand. */
  readonly expression?: Expression | undefined;
  readonly filters: readonly MeasureFilter[];
  readonly format: string | undefined;
}

/** The types a parameter can have, Looker's names. */
export const PARAMETER_TYPES = ["string", "number", "date", "yesno", "unquoted"] as const;
/** One of the types of Looker's `parameter`. */
export type ParameterType = (typeof PARAMETER_TYPES)[number];

/** A value given with the question: Looker's `parameter`. */
export interface Parameter extends FieldBase {
  readonly kind: "parameter";
  readonly type: ParameterType;
  /** Empty: any value of the type, which `unquoted` does not know. */
  readonly allowed: readonly { readonly label: string; readonly value: string }[];
  readonly default: string;
}

/** The types a filter-only field can have, Looker's names. */
export const FILTER_TYPES = ["string", "number", "date"] as const;

/** A field only filters can use, which SQL reads with `{% condition %}`: Looker's `filter`. */
export interface FilterOnly extends FieldBase {
  readonly kind: "filter";
  readonly type: (typeof FILTER_TYPES)[number];
}

/**
 * A field only filters can use, true of a row when a related row (`target`, a dimension of another view
 * of `explore`) matches: Looker's `filter` with `EXISTS`. `excluded` reverses it: no related row matches.
 */
export interface Selector extends FieldBase {
  readonly kind: "selector";
  readonly explore: string;
  readonly target: { readonly view: string; readonly field: string };
  readonly excluded: boolean;
}

/**
 * The measure that two parameters choose: metric x aggregation, each pair a real measure. The one that `counts`
 * is how many values of the metric are known, whatever the aggregation.
 */
export interface ChosenMeasure extends FieldBase {
  readonly kind: "chosen_measure";
  readonly metric: string;
  readonly aggregation: string;
  readonly counts?: boolean | undefined;
  readonly choices: readonly {
    readonly metric: string;
    readonly aggregation: string;
    readonly measure: string;
  }[];
}

/** Anything a view offers by name. */
export type Field = Dimension | DimensionGroup | Measure | Parameter | FilterOnly | Selector | ChosenMeasure;
