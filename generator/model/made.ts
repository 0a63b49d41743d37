// What Looker makes a dimension's SQL of, where the model gives it more than SQL: steps, cases, a place, a span of time.
import type { Expression } from "./expression.ts";
import type { Interval } from "./interval.ts";

/** How a tier's steps are called, Looker's names, its own choice first. */
export const TIER_STYLES = ["classic", "interval", "integer", "relational"] as const;
/** One of the styles (https://docs.cloud.google.com/looker/docs/reference/param-dimension-filter-parameter-types#tier). */
export type TierStyle = (typeof TIER_STYLES)[number];

/** One case: what a row is called for which the condition holds, and none before it. */
export interface Case {
  readonly label: string;
  readonly when: Expression;
}

/** What the SQL of a dimension is made of; the dimension's expression is the SQL that comes of it. */
export type Made =
  /** Steps of a number: Looker's `type: tier`, and `type: bin`, which is the same. */
  | {
      readonly kind: "tier";
      readonly word: "tier" | "bin";
      readonly of: Expression;
      /** Where a step begins, rising; at least one. */
      readonly tiers: readonly number[];
      readonly style: TierStyle;
    }
  /** Looker's `case`. */
  | {
      readonly kind: "case";
      readonly cases: readonly Case[];
      /** What every other row is called; undefined leaves them without a value. */
      readonly otherwise: string | undefined;
      /** Whether values stand by the alphabet, and not in the order of the cases: Looker's `alpha_sort`. */
      readonly alphaSort: boolean;
    }
  /** One interval of Looker's `dimension_group` of `type: duration`; its others are dimensions beside it. */
  | {
      readonly kind: "duration";
      /** The group's own name and label. */
      readonly group: string;
      readonly groupLabel: string;
      readonly interval: Interval;
      readonly start: Expression;
      readonly end: Expression;
    }
  /** A point on the earth: Looker's `type: location`. */
  | { readonly kind: "location"; readonly latitude: Expression; readonly longitude: Expression }
  /** A text that maps know: Looker's `type: zipcode`. */
  | { readonly kind: "zipcode" };
