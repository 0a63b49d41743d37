// A condition: what a Looker filter expression asks of one value, as a small tree.

import type { LocationTerm, PatternPiece } from "../../generator/index.ts";

/** How a number or a point in time is compared. */
export type Comparison = "<" | "<=" | ">" | ">=";

/**
 * A condition on one value. `not` keeps unknown values, as Looker's negative filters do (`-FOO` becomes
 * `x <> 'FOO' OR x IS NULL`); `known` is what drops them.
 */
export type Condition =
  | { readonly kind: "anything" }
  | { readonly kind: "and"; readonly terms: readonly Condition[] }
  | { readonly kind: "or"; readonly terms: readonly Condition[] }
  | { readonly kind: "not"; readonly term: Condition }
  /** Equal to one of these; numbers are decimal text, dates ISO text. */
  | { readonly kind: "equals"; readonly values: readonly string[] }
  | { readonly kind: "like"; readonly pattern: readonly PatternPiece[] }
  | { readonly kind: "compare"; readonly comparison: Comparison; readonly value: string }
  /** Looker's `Yes` and `No`: no is everything that is not a yes, the unknown among it. */
  | { readonly kind: "is"; readonly value: boolean }
  | { readonly kind: "unknown" }
  | { readonly kind: "known" }
  /** Unknown, or a text of no characters: Looker's `EMPTY`. */
  | { readonly kind: "blank" }
  /** The opposite: a text of at least one character. */
  | { readonly kind: "filled" }
  /** Where a place lies: of its latitude and longitude, and so never of one value. */
  | { readonly kind: "place"; readonly term: LocationTerm };

/** Whether a value that is not known passes. */
export function passesUnknown(condition: Condition): boolean {
  switch (condition.kind) {
    case "anything":
    case "not":
    case "unknown":
    case "blank":
      return true;
    case "equals":
    case "like":
    case "compare":
    case "known":
    case "filled":
      return false;
    case "is":
      return !condition.value;
    case "place":
      return condition.term.kind === "null";
    case "and":
      return condition.terms.every(passesUnknown);
    case "or":
      return condition.terms.some(passesUnknown);
  }
}

/** All of them; one alone stands for itself. */
export function allOf(terms: readonly Condition[]): Condition {
  const telling = terms.flatMap((term) =>
    term.kind === "and" ? term.terms : term.kind === "anything" ? [] : [term],
  );
  const [only, ...more] = telling;
  if (only === undefined) return { kind: "anything" };
  return more.length === 0 ? only : { kind: "and", terms: telling };
}

/** Any of them; one alone stands for itself. */
export function anyOf(terms: readonly Condition[]): Condition {
  const [only, ...more] = terms;
  if (only === undefined || terms.some((term) => term.kind === "anything")) return { kind: "anything" };
  if (more.length === 0) return only;
  return { kind: "or", terms: terms.flatMap((term) => (term.kind === "or" ? term.terms : [term])) };
}
