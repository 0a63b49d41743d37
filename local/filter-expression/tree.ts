// A custom filter expression as a tree, each node with where in the text it stands.

/** How two values are compared. */
export type Operator = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** A node of the tree. `at` counts characters of the expression from 1. */
export type ExpressionNode = { readonly at: number } & (
  | { readonly kind: "and" | "or"; readonly terms: readonly ExpressionNode[] }
  | { readonly kind: "not"; readonly term: ExpressionNode }
  | {
      readonly kind: "compare";
      readonly operator: Operator;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    }
  | { readonly kind: "call"; readonly name: string; readonly parts: readonly ExpressionNode[] }
  /** Full field name. */
  | { readonly kind: "field"; readonly name: string }
  /** Decimal text. */
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "yesno"; readonly value: boolean }
  | { readonly kind: "null" }
);
