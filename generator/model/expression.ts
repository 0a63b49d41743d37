// An expression: the SQL of a field, cut into text and the things it refers to.

/** One piece of an expression. `field` may be of another view; `table` stands for Looker's `${TABLE}`. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "column"; readonly column: string }
  | { readonly kind: "table" }
  | { readonly kind: "field"; readonly view: string; readonly field: string };

/** SQL that every dialect understands, as pieces in order. */
export interface Expression {
  readonly pieces: readonly Piece[];
  /** A value the column uses to say "not known" (as SQL text, e.g. `0`); read as null. */
  readonly unknown: string | undefined;
}
