// A plan: which views are joined, what is grouped, and how each measure stays right; names are still names.
import type { Calendar } from "../../generator/index.ts";
import type { Condition } from "../filter/condition.ts";
import type { Sort } from "../question.ts";
import type { AskedDimension, AskedMeasure } from "./asked.ts";
import type { GroupCondition } from "./explore-conditions.ts";
import type { Place, PlannedJoin, Predicate } from "./predicate.ts";

/** A column of the answer. */
export type PlannedColumn = AskedDimension | AskedMeasure;

/** Measures of one view that are taken from the same rows, and whether the joins repeat that view's rows. */
export interface Owner {
  readonly place: Place;
  readonly isBase: boolean;
  readonly repeated: boolean;
  /** What tells values apart where it is not the view's own key; each of its own is taken once. */
  readonly distinctKey: AskedMeasure["distinctKey"];
  readonly measures: readonly AskedMeasure[];
}

/** Everything needed to write the SQL; names are still names. */
export interface Plan {
  readonly calendar: Calendar;
  readonly base: Place;
  readonly joins: readonly PlannedJoin[];
  readonly where: readonly Predicate[];
  readonly columns: readonly PlannedColumn[];
  readonly owners: readonly Owner[];
  /** What was a period before, for measures that are compared with it. */
  readonly earlier: readonly Earlier[];
  /** Conditions on measures, which hold after grouping; the measures need not be columns. */
  readonly having: readonly { readonly measure: AskedMeasure; readonly condition: Condition }[];
  /** The explore's own condition on groups, as SQL with measures in it. */
  readonly havingSql: GroupCondition | undefined;
  readonly sorts: readonly Sort[];
  readonly limit: number | undefined;
  /** Plans whose rows are tables of this one. */
  readonly inner: readonly InnerPlan[];
}

/** A plan whose rows are a table of another plan, which names it by its key. */
export interface InnerPlan {
  readonly key: string;
  readonly plan: Plan;
  /** The table's columns, each with the field of the plan whose values it holds. */
  readonly columns: readonly { readonly name: string; readonly field: string }[];
  /** Columns reckoned from the others by SQL of the model. */
  readonly derived: readonly { readonly name: string; readonly sql: string }[];
}

/** What was a period before: a plan whose time is moved on, so that its groups and filters are those of now. */
export interface Earlier {
  readonly plan: Plan;
  /** The measures that are compared with it; each one's value then is that of what it is compared from. */
  readonly measures: readonly AskedMeasure[];
}
