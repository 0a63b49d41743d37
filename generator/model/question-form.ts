// A question form: the blanks an analyst fills in (selectors, metric, aggregation, grouping).
import type { At } from "./at.ts";

/** The ways a metric can be aggregated, in the order people meet them. */
export const AGGREGATIONS = ["average", "total", "median", "minimum", "maximum", "count"] as const;
/** One of the aggregations, the words of looker.yml and of the page. */
export type Aggregation = (typeof AGGREGATIONS)[number];

/** A blank that narrows: one or many values of a field. */
export interface FormSelector {
  readonly name: string;
  readonly label: string;
  /** The field whose values are offered and shown, e.g. `genres.name`. */
  readonly field: { readonly view: string; readonly field: string };
  /** Names of the filter-only fields on the base view that hold the choice. */
  readonly filter: string;
  readonly excludedFilter: string;
  /** Undefined where a row has one value at most, and all of several can never be. */
  readonly allOfFilter: string | undefined;
  readonly at: At;
}

/** A blank that says what is measured. */
export interface FormMetric {
  readonly name: string;
  readonly label: string;
  /** The dimension on the base view. */
  readonly dimension: string;
  /** Measure on the base view by aggregation. An aggregation that makes no sense has the reason instead. */
  readonly by: readonly (
    | { readonly aggregation: Aggregation; readonly measure: string }
    | { readonly aggregation: Aggregation; readonly impossible: string }
  )[];
  readonly at: At;
}

/** A blank that says what the answer has a row for. */
export interface FormGroup {
  readonly name: string;
  readonly label: string;
  /** Full name of the field as asked, e.g. `genres.name` or `movies.released_year`. */
  readonly field: string;
}

/** A question with blanks filled in, to start from. */
export interface FormExample {
  readonly title: string;
  readonly metric: string;
  readonly aggregation: Aggregation;
  /** Name of a group; undefined asks for one number. */
  readonly by: string | undefined;
  /** Values by selector name. */
  readonly selected: readonly { readonly selector: string; readonly values: readonly string[] }[];
}

/** The question that analysts ask of one explore. */
export interface QuestionForm {
  readonly name: string;
  readonly label: string;
  readonly explore: string;
  /** The explore's base view, which owns the metrics. */
  readonly view: string;
  readonly selectors: readonly FormSelector[];
  readonly metrics: readonly FormMetric[];
  readonly aggregations: readonly Aggregation[];
  readonly groups: readonly FormGroup[];
  /** The measure that counts the base view's rows. */
  readonly count: string;
  /** Names of the generated fields on the base view that Looker's dashboard uses. */
  readonly parameters: {
    readonly metric: string;
    readonly aggregation: string;
    readonly answer: string;
    /** Counts the rows whose value of the chosen metric is known. */
    readonly known: string;
  };
  readonly default: FormExample;
  readonly examples: readonly FormExample[];
  readonly at: At;
}
