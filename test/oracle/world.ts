// What one random case is made of: tables with rows, views over them, an explore, and questions about it.
import type { Question } from "../../local/question.ts";
import { type Filter, textOf } from "./filter.ts";

/** What a column holds. Doubles hold only quarters, whose sums are exact. */
export type ColumnKind = "integer" | "decimal" | "double" | "text" | "boolean" | "date" | "timestamp";

/** One column of a table. */
export interface WorldColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** One table; `references` names the table whose single-column key a column holds. */
export interface WorldTable {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly WorldColumn[];
  readonly references: Readonly<Record<string, string>>;
}

/** A cell: numbers as decimal text, dates as `2020-02-29`, times as `2020-02-29 13:00:00`. */
export type Cell = string | boolean | null;
/** One row of a table. */
export type Row = Readonly<Record<string, Cell>>;
/** All rows, by table. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

/** How a dimension is computed from a row; `of`, `left` and `right` name dimensions of the same view. */
export type Formula =
  | { readonly kind: "column"; readonly column: string }
  /** `COALESCE(${TABLE}.column, value)`: a value even of nothing. */
  | { readonly kind: "otherwise"; readonly column: string; readonly value: string }
  | { readonly kind: "minus"; readonly left: string; readonly right: string }
  | { readonly kind: "times"; readonly left: string; readonly right: string }
  /** `CASE WHEN ${of} > over THEN 'large' ELSE 'small' END`: a text even of nothing. */
  | { readonly kind: "sized"; readonly of: string; readonly over: string }
  /** `${of} > over`, a yesno. */
  | { readonly kind: "above"; readonly of: string; readonly over: string }
  /** Steps of a number: `[low, high)`, below the first, from the last on, and what is not known. */
  | {
      readonly kind: "tier";
      readonly word: "tier" | "bin";
      readonly of: string;
      readonly tiers: readonly string[];
      readonly style: "classic" | "interval" | "integer" | "relational";
    }
  /** The first that holds: `${of} > over`. */
  | {
      readonly kind: "case";
      readonly cases: readonly { readonly label: string; readonly of: string; readonly over: string }[];
      readonly otherwise: string | undefined;
      readonly alphaSort: boolean;
    }
  /** Whole intervals between two times; the dimension is called `days_group`. */
  | {
      readonly kind: "lapse";
      readonly group: string;
      readonly interval: "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";
      readonly start: string;
      readonly end: string;
    }
  /** Two columns of decimals, shown with a comma between. */
  | { readonly kind: "place"; readonly latitude: string; readonly longitude: string };

/** Timeframes that a date has. */
export const DAY_TIMEFRAMES = [
  "raw",
  "date",
  "week",
  "month",
  "quarter",
  "year",
  "day_of_week",
  "day_of_week_index",
  "day_of_month",
  "day_of_year",
  "week_of_year",
  "month_num",
  "month_name",
  "fiscal_month_num",
  "quarter_of_year",
  "fiscal_quarter",
  "fiscal_quarter_of_year",
  "fiscal_year",
] as const;
/** Timeframes that need the time of day. */
export const CLOCK_TIMEFRAMES = [
  "time",
  "time_of_day",
  "second",
  "minute",
  "minute15",
  "hour",
  "hour_of_day",
  "hour6",
] as const;
/** The timeframes of a time, `raw` always among them. */
export type Timeframe = (typeof DAY_TIMEFRAMES)[number] | (typeof CLOCK_TIMEFRAMES)[number];

/** How times are cut: the day that weeks begin with, counted from Monday as 0, and when fiscal years begin. */
export interface WorldCalendar {
  readonly firstDay: number;
  readonly fiscalOffset: number;
}

/** A value of each row. */
export interface WorldDimension {
  readonly name: string;
  readonly type: "string" | "number" | "yesno" | "time" | "place";
  readonly formula: Formula;
  /** The dimension of the view whose values put these in order. */
  readonly orderBy?: string | undefined;
  /** A value that means "not known". */
  readonly unknown: string | undefined;
  /** Of a time only. */
  readonly timeframes: readonly Timeframe[];
  /** True for the key's own dimension, which the model makes by itself. */
  readonly given: boolean;
}

/** Measure types, by Looker's names. */
export type MeasureType =
  | "count"
  | "count_distinct"
  | "sum"
  | "average"
  | "median"
  | "percentile"
  | "min"
  | "max"
  | "sum_distinct"
  | "average_distinct"
  | "median_distinct"
  | "list"
  | "date"
  | "string"
  | "number"
  | "yesno"
  | "running_total"
  | "percent_of_total"
  | "percent_of_previous"
  | "period_over_period";

/** An aggregate over rows of one view; of type `number`, the share of one measure in another. */
export interface WorldMeasure {
  readonly name: string;
  readonly type: MeasureType;
  readonly of: string | undefined;
  /** Of type `percentile`: which one, from 0 to 100. */
  readonly percentile?: number | undefined;
  /** Of the types on `_distinct`: the dimension that tells values apart. */
  readonly distinctKey?: string | undefined;
  /** Of what is reckoned from the answer: the measure of the same view. */
  readonly from?: string | undefined;
  /** Of types `date` and `string`: the first or last of `of`. */
  readonly pick?: "MIN" | "MAX" | undefined;
  /** Of type `yesno`, `${of} > over`; of type `string`, whether it is called large or small. */
  readonly judged?: { readonly of: string; readonly over: string } | undefined;
  /** Of type `period_over_period`: of `from`, by which time. */
  readonly compared?:
    | {
        readonly time: string;
        readonly period: "date" | "week" | "month" | "quarter" | "year";
        readonly kind: "previous" | "difference" | "relative_change";
      }
    | undefined;
  /** Of type `number`: names of measures of the same view. */
  readonly share?: { readonly top: string; readonly bottom: string } | undefined;
  readonly filters: readonly { readonly dimension: string; readonly filter: Filter }[];
}

/** A table as questions see it. */
export interface WorldView {
  readonly name: string;
  readonly table: string;
  readonly dimensions: readonly WorldDimension[];
  readonly measures: readonly WorldMeasure[];
}

/** Columns that must be equal: of the view joined from, and of the joined view. */
export interface Pair {
  readonly from: string;
  readonly to: string;
}

/** One left join, by its columns. */
export interface Hop {
  readonly name: string;
  readonly view: string;
  readonly from: string;
  readonly on: readonly Pair[];
}

/**
 * A join as the model says it. `spelled`: by `on:`, or left to the tables' references, or `through:` a
 * bridge, which stands in `bridge` and joins first.
 */
export interface WorldJoin extends Hop {
  readonly spelled: "on" | "references" | "through";
  readonly bridge: Hop | undefined;
}

/** A filter-only field of the base view: some (excluded: no) related row has a chosen value. */
export interface WorldSelector {
  readonly name: string;
  /** Name of the view in the explore, and of one of its dimensions. */
  readonly view: string;
  readonly dimension: string;
}

/** A filter on a field, not yet written as text. */
export interface AskedFilter {
  readonly field: string;
  readonly filter: Filter;
}

/** One term of `sql_always_where`: a number dimension is larger than `over`, or (undefined) a value is not known. */
export interface WhereTerm {
  readonly field: string;
  readonly over: string | undefined;
}

/** What the explore asks of every question. */
export interface Always {
  readonly filters: readonly AskedFilter[];
  readonly conditional:
    | { readonly filters: readonly AskedFilter[]; readonly unless: readonly string[] }
    | undefined;
  readonly access: readonly { readonly field: string; readonly attribute: string }[];
  /** Joined by OR; none: no such condition. */
  readonly where: readonly WhereTerm[];
  /** Whether the condition stands in Liquid, and a parameter switches it on. */
  readonly switched: boolean;
}

/** One model: every table and view, and one explore called `all_of_it`. */
export interface World {
  readonly tables: readonly WorldTable[];
  readonly views: readonly WorldView[];
  readonly base: string;
  readonly joins: readonly WorldJoin[];
  readonly selectors: readonly WorldSelector[];
  /** Number dimensions of the base view that the question form measures; none: there is no form. */
  readonly metrics: readonly string[];
  readonly calendar?: WorldCalendar | undefined;
  readonly always?: Always | undefined;
}

/** A question, with its filters not yet written as text. */
export interface Asked {
  readonly fields: readonly string[];
  readonly filters: readonly AskedFilter[];
  /** Values of parameters, by full name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What the user attributes of whoever asks let through, by attribute. */
  readonly attributes?: Readonly<Record<string, Filter>> | undefined;
  readonly sorts: readonly { readonly field: string; readonly descending: boolean }[];
  readonly limit: number | undefined;
}

/** A world, what its tables hold, and what is asked of it. */
export interface Case {
  readonly world: World;
  readonly rows: Rows;
  readonly questions: readonly Asked[];
}

/** The name of the model, and of its explore. */
export const MODEL = "oracle";
export const EXPLORE = "all_of_it";

/** The question as the planner takes it. */
export function questionOf(asked: Asked): Question {
  return {
    model: MODEL,
    view: EXPLORE,
    fields: asked.fields,
    filters: {
      ...Object.fromEntries(asked.filters.map(({ field, filter }) => [field, textOf(filter)])),
      ...asked.parameters,
    },
    sorts: asked.sorts,
    limit: asked.limit,
  };
}

/** Every left join in order, bridges before what they lead to. */
export function hopsOf(world: Pick<World, "joins">): readonly Hop[] {
  return world.joins.flatMap((join) => (join.bridge === undefined ? [join] : [join.bridge, join]));
}

/** The view behind a name of the explore. */
export function viewAt(world: World, alias: string): WorldView {
  const name = alias === world.base ? alias : hopsOf(world).find((hop) => hop.name === alias)?.view;
  return named(world.views, name ?? alias);
}

/** The one of that name; a name that nothing has is a mistake in the oracle. */
export function named<Noun extends { readonly name: string }>(nouns: readonly Noun[], name: string): Noun {
  const found = nouns.find((noun) => noun.name === name);
  if (found === undefined) throw new Error(`nothing is called ${name}`);
  return found;
}
