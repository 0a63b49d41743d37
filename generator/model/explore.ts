// An explore: a view to start from and the views joined to it, exactly Looker's meaning.
import type { At } from "./at.ts";

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
  /** True for bridge views that `through:` brought in: they have no fields for people. */
  readonly bridge: boolean;
  readonly at: At;
}

/** What analysts open. */
export interface Explore {
  readonly name: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly view: string;
  /** Parents before children. */
  readonly joins: readonly Join[];
  readonly at: At;
}
