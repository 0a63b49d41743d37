// The sheet: everything the page must know of the model to ask its questions, as the JSON the server puts into it.

/** One of the ways to aggregate a metric: the measure that does it, or the reason why none can. */
export type SheetPair =
  | {
      readonly aggregation: string;
      /** Full name of the measure, e.g. `movies.average_budget`. */
      readonly measure: string;
      /** One of Looker's value format names, e.g. `usd_0`. */
      readonly format?: string | undefined;
    }
  | { readonly aggregation: string; readonly impossible: string };

/** A blank that says what is measured. */
export interface SheetMetric {
  readonly name: string;
  readonly label: string;
  readonly by: readonly SheetPair[];
  /** Full name of the measure that counts the rows whose value is known, when the form has one. */
  readonly known?: string | undefined;
}

/** A blank that narrows: one or many values of a field. */
export interface SheetSelector {
  readonly name: string;
  readonly label: string;
  /** Full name of the field whose values are offered, e.g. `genres.name`. */
  readonly field: string;
  /** Of the field, which decides how a value is written in a filter. */
  readonly type: SheetGroup["type"];
  /** Full name of the filter-only field that holds the choice, e.g. `movies.genre`. */
  readonly filter: string;
  /** The same for values that are not wanted. */
  readonly excludedFilter: string;
  /** The one for rows that have every chosen value, e.g. `movies.genre_all_of`; only where a row can have several. */
  readonly allOfFilter?: string | undefined;
}

/** A time that answers can be narrowed by, and grouped by in several timeframes. */
export interface SheetTime {
  /** Full name of the dimension group, e.g. `movies.released`. */
  readonly name: string;
  readonly label: string;
  /** Full name of the field that a range of days narrows, e.g. `movies.released_date`. */
  readonly field: string;
  /** Finest first. */
  readonly grains: readonly {
    readonly timeframe: NonNullable<SheetGroup["timeframe"]>;
    readonly field: string;
  }[];
}

/** A blank that says what the answer has a row for. */
export interface SheetGroup {
  readonly name: string;
  readonly label: string;
  /** Full name of the field, e.g. `movies.released_year`. */
  readonly field: string;
  readonly type: "string" | "number" | "yesno" | "date";
  readonly format?: string | undefined;
  /** Looker's timeframe when the group is a time, which is then shown in order of time. */
  readonly timeframe?: "raw" | "date" | "week" | "month" | "quarter" | "year" | undefined;
  /** Name of the form's time that it is a timeframe of. */
  readonly time?: string | undefined;
  /** The sentence to say when one row can stand in several groups. */
  readonly overlap?: string | undefined;
}

/** A question with its blanks filled in. */
export interface SheetExample {
  readonly title: string;
  readonly metric: string;
  readonly aggregation: string;
  /** Name of a group; not given asks for one number. */
  readonly by?: string | undefined;
  /** Values by selector name. */
  readonly selected: Readonly<Record<string, readonly string[]>>;
}

/** The question that analysts ask of one explore. */
export interface SheetForm {
  readonly name: string;
  readonly label: string;
  readonly explore: string;
  /** What one row is called in sentences. */
  readonly noun: { readonly one: string; readonly many: string };
  readonly selectors: readonly SheetSelector[];
  readonly metrics: readonly SheetMetric[];
  readonly aggregations: readonly { readonly name: string; readonly label: string }[];
  readonly groups: readonly SheetGroup[];
  readonly times: readonly SheetTime[];
  /** Full name of the measure that counts rows. */
  readonly count: string;
  readonly default: SheetExample;
  readonly examples: readonly SheetExample[];
}

/** How fresh the data is: the last published run, that there is none, or why nobody can say. */
export type SheetFreshness =
  | { readonly kind: "run"; readonly run: string; readonly period?: string | undefined; readonly at: string }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly because: string };

/** The whole of what the page knows. */
export interface Sheet {
  readonly model: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly forms: readonly SheetForm[];
  readonly freshness: SheetFreshness;
}
