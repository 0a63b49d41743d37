// Fields: what a view offers to questions. A union on `kind`, with exactly Looker's meanings.
import type { At } from "./at.ts";
import type { ByHand } from "./by-hand.ts";
import type { Expression } from "./expression.ts";
import type { Made } from "./made.ts";
import type { Timeframe } from "./timeframe.ts";

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
  "sum_distinct",
  "average_distinct",
  "median_distinct",
  "percentile_distinct",
  "list",
  "date",
  "number",
  "string",
  "yesno",
  "running_total",
  "percent_of_total",
  "percent_of_previous",
  "period_over_period",
] as const;
/** One of Looker's measure types (https://docs.cloud.google.com/looker/docs/reference/param-measure-types). */
export type MeasureType = (typeof MEASURE_TYPES)[number];

/** What the values of a measure are, where they are not numbers. */
export const MEASURE_VALUES: Readonly<Partial<Record<MeasureType, "string" | "date" | "yesno">>> = {
  list: "string",
  date: "date",
  string: "string",
  yesno: "yesno",
};

/** The measures that are reckoned row by row from an answer when it has come, Looker's "post-SQL". */
export const RECKONED_TYPES = [
  "running_total",
  "percent_of_total",
  "percent_of_previous",
] as const satisfies readonly MeasureType[];

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
  /** What the expression is made of, where Looker makes it; undefined for a column or SQL. */
  readonly made?: Made | undefined;
  /** The dimension of the same view whose values put these in order: Looker's `order_by_field`. */
  readonly orderBy?: string | undefined;
  /** One of Looker's `value_format_name`s, e.g. `usd_0`. */
  readonly format: string | undefined;
}

/** Ways to store a time as a number, Looker's names for `datatype`: seconds since 1970, or 20240131. */
export const STORED_TIMES = ["epoch", "yyyymmdd"] as const;
/** A way to store a time as a number. */
export type StoredTime = (typeof STORED_TIMES)[number];

/** A point in time offered in several timeframes: Looker's `dimension_group` of `type: time`. */
export interface DimensionGroup extends FieldBase {
  readonly kind: "dimension_group";
  readonly datatype: "date" | "timestamp";
  /** How the time lies in its column, where that is no time; the expression makes one of it. */
  readonly stored?: { readonly as: StoredTime; readonly of: Expression } | undefined;
  /** Whether Looker shows it in the zone of whoever asks; stored times are UTC. */
  readonly convertTz: boolean;
  readonly timeframes: readonly Timeframe[];
  readonly expression: Expression;
}

/** A condition on a dimension of the same view, as a Looker filter expression. */
export interface MeasureFilter {
  readonly dimension: string;
  readonly value: string;
}

/** How far back a period-over-period measure looks, Looker's names, shortest first. */
export const PERIODS = ["date", "week", "month", "quarter", "year"] as const;
/** What a period-over-period measure gives: the value before, the difference to it, or that as a share of it. */
export const COMPARISONS = ["previous", "difference", "relative_change"] as const;

/** With what a period-over-period measure compares (https://docs.cloud.google.com/looker/docs/period-over-period). */
export interface Comparison {
  /** A timeframe of the dimension group, by the name it is asked for; which of them does not matter. */
  readonly time: string;
  readonly period: (typeof PERIODS)[number];
  readonly kind: (typeof COMPARISONS)[number];
  /** Whether a period before is cut off where the present one has come to. */
  readonly toDate: boolean;
}

/** An aggregate over rows of the view: Looker's `measure`. */
export interface Measure extends FieldBase {
  readonly kind: "measure";
  readonly type: MeasureType;
  /**
   * What it is taken of, a field of the same view: a dimension; of type `date` a dimension group's timeframe
   * `raw`; of types that are reckoned from an answer, a measure. Undefined for `count` and for what `expression`
   * computes.
   */
  readonly of: string | undefined;
  /** Of type `date`, and of type `string` without an expression: the smallest or the largest of `of`. */
  readonly pick?: "MIN" | "MAX" | undefined;
  /** Of the types that end on `_distinct`: the dimension that tells values apart; each of its own is counted once. */
  readonly distinctKey?: string | undefined;
  /** Of types `running_total` and `percent_of_total`: which way they run over pivoted columns. */
  readonly direction?: "row" | "column" | undefined;
  /** Of type `period_over_period`. */
  readonly comparison?: Comparison | undefined;
  /** Of types `percentile` and `percentile_distinct`, and of no other: which one, from 0 to 100. */
  readonly percentile?: number | undefined;
  /** Of the types `number`, `string` and `yesno`: its SQL, in which other measures of the view stand. */
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

/** Which rows a selector keeps: those with any of the chosen values, with each of them, with none of them. */
export const SELECTOR_FORMS = ["any", "all", "none"] as const;
/** One of the forms of a selector. */
export type SelectorForm = (typeof SELECTOR_FORMS)[number];

/**
 * A field only filters can use, true of a row by what its related rows have (`target`, a dimension of a view of
 * `explore`): Looker's `filter` with `EXISTS`. Of form `all` each chosen value must be that of some related row,
 * not of one and the same.
 */
export interface Selector extends FieldBase {
  readonly kind: "selector";
  readonly explore: string;
  readonly target: { readonly view: string; readonly field: string };
  readonly keeps: SelectorForm;
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
