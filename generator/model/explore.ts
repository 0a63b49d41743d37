// An explore: a view to start from and the views joined to it, exactly Looker's meaning.
import type { At } from "./at.ts";
import type { ByHand } from "./by-hand.ts";
import type { Expression } from "./expression.ts";
import type { Distribution, Persistence } from "./persistence.ts";

/** How rows of the view joined from relate to rows of the joined view, Looker's names. */
export const RELATIONSHIPS = ["one_to_one", "many_to_one", "one_to_many", "many_to_many"] as const;
/** How rows of the view joined from relate to rows of the joined view. */
export type Relationship = (typeof RELATIONSHIPS)[number];

/** One equality of a join: a column of the view joined from, and one of the joined view. */
export interface JoinPair {
  readonly fromColumn: string;
  readonly toColumn: string;
}

/**
 * One left outer join. `name` is the view's name in this explore and equals `view` unless aliased.
 * `from` names the explore's base view or an earlier join.
 */
export interface Join {
  readonly name: string;
  readonly view: string;
  readonly from: string;
  readonly relationship: Relationship;
  readonly on: readonly JoinPair[];
  /** What Looker is told beside it: LookML written by hand. */
  readonly lookml?: ByHand | undefined;
  /** True for bridge views that `through:` brought in: they have no fields for people. */
  readonly bridge: boolean;
  /** Names of the grants it takes to see it; those of the view, and of the join it hangs on, are among them. */
  readonly requiredAccessGrants: readonly string[];
  readonly at: At;
}

/** A filter that the model puts on a question: Looker's filter expression on a field of the explore. */
export interface ExploreFilter {
  /** Full name in the explore, e.g. `genres.name`, as Looker's API takes it. */
  readonly field: string;
  readonly expression: string;
  readonly at: At;
}

/** Filters that hold unless the question filters on one of `unless`: Looker's `conditionally_filter`. */
export interface ConditionalFilters {
  readonly filters: readonly ExploreFilter[];
  /** Full field names. */
  readonly unless: readonly string[];
}

/** A filter that whoever asks brings along, and that nobody can take off: Looker's `access_filter`. */
export interface AccessFilter {
  /** Full name of a dimension of the explore. */
  readonly field: string;
  /** The user attribute whose value is the filter expression. */
  readonly userAttribute: string;
  readonly at: At;
}

/**
 * Rows of an explore that Looker groups beforehand and keeps, to answer from what asks for no more than they hold:
 * Looker's `aggregate_table`. Numbers are the same with and without it.
 */
export interface AggregateTable {
  readonly name: string;
  /** Full names in the explore. */
  readonly dimensions: readonly string[];
  /** Full names in the explore. */
  readonly measures: readonly string[];
  /** Only rows that match are in it. */
  readonly filters: readonly ExploreFilter[];
  /** The zone its times are cut in, by its IANA name. */
  readonly timezone: string | undefined;
  readonly persistence: Persistence;
  /** Its columns are called as its fields are, without their view. */
  readonly distribution: Distribution | undefined;
  readonly sort: readonly string[];
  readonly at: At;
}

/** What analysts open. */
export interface Explore {
  readonly name: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly view: string;
  /** What Looker is told beside it: LookML written by hand. */
  readonly lookml?: ByHand | undefined;
  /** Parents before children. */
  readonly joins: readonly Join[];
  /** Names of the grants it takes to see it; those of the base view are among them. */
  readonly requiredAccessGrants: readonly string[];
  readonly accessFilters: readonly AccessFilter[];
  /** Each holds unless the question has a filter on the same field. */
  readonly alwaysFilter: readonly ExploreFilter[];
  readonly conditionallyFilter: ConditionalFilters | undefined;
  /** A condition on rows; its pieces are text and fields of any view of the explore, under its name there. */
  readonly sqlAlwaysWhere: Expression | undefined;
  /** A condition on groups; its pieces are text and measures of the explore. */
  readonly sqlAlwaysHaving: Expression | undefined;
  /** Undefined when there are none. */
  readonly aggregateTables?: readonly AggregateTable[] | undefined;
  readonly at: At;
}
