// An expression: the SQL of a field, cut into text and the things it refers to.
import type { Interval } from "./interval.ts";

/** One piece of an expression. `field` may be of another view, by its name in the explore; `table` stands for Looker's `${TABLE}`. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "column"; readonly column: string }
  | { readonly kind: "table" }
  | { readonly kind: "field"; readonly view: string; readonly field: string }
  /** How many of an interval lie between two times, as the warehouse counts them. */
  | {
      readonly kind: "span";
      readonly interval: Interval;
      readonly start: readonly Piece[];
      readonly end: readonly Piece[];
    }
  /** Looker's `{% parameter p %}`: the parameter's value, as its type has it. */
  | { readonly kind: "parameter"; readonly view: string; readonly field: string }
  /** Looker's `{{ _user_attributes['a'] }}`: a number as it stands, a text where it stood in quotes. */
  | { readonly kind: "user_attribute"; readonly attribute: string; readonly quoted: boolean }
  /** Looker's `{% condition f %} … {% endcondition %}`: what the question's filter on `f` asks of the SQL between. */
  | {
      readonly kind: "condition";
      readonly view: string;
      readonly field: string;
      readonly pieces: readonly Piece[];
    }
  /** Looker's `{% if %}` to `{% endif %}`: the first branch whose test holds; the one without a test is `else`. */
  | { readonly kind: "choice"; readonly branches: readonly Branch[] };

/** One branch of a choice. */
export interface Branch {
  readonly when: LiquidTest | undefined;
  readonly pieces: readonly Piece[];
}

/** What a branch asks of the question. As in Liquid, what stands behind an `and` or `or` belongs together. */
export type LiquidTest =
  | { readonly kind: "and" | "or"; readonly left: LiquidTest; readonly right: LiquidTest }
  | {
      readonly kind: "compared";
      readonly value: LiquidValue;
      readonly equal: boolean;
      readonly text: string;
    }
  | {
      readonly kind: "is_filtered" | "in_query";
      readonly view: string;
      readonly field: string;
    };

/** A value that Liquid compares with a text. */
export type LiquidValue =
  | { readonly kind: "parameter_value"; readonly view: string; readonly field: string }
  | { readonly kind: "user_attribute"; readonly attribute: string };

/** SQL that every dialect understands, as pieces in order. */
export interface Expression {
  readonly pieces: readonly Piece[];
  /** A value the column uses to say "not known" (as SQL text, e.g. `0`); read as null. */
  readonly unknown: string | undefined;
}
