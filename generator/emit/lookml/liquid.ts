// The Liquid in an expression -> the tags that Looker reads.
import type { LiquidTest, Piece } from "../../model/expression.ts";

/** A piece that is Liquid. */
export type LiquidPiece = Extract<
  Piece,
  { readonly kind: "parameter" | "user_attribute" | "condition" | "choice" }
>;

/** How the SQL around it is written. */
export interface Around {
  /** The SQL between tags. */
  readonly sql: (pieces: readonly Piece[]) => string;
  /** A parameter or filter-only field: its bare name in its own view, with the view's anywhere else. */
  readonly name: (view: string, field: string) => string;
}

/** One piece of Liquid, with what stands inside it. */
export function liquidSql(piece: LiquidPiece, around: Around): string {
  switch (piece.kind) {
    case "parameter":
      return `{% parameter ${around.name(piece.view, piece.field)} %}`;
    case "user_attribute": {
      const quote = piece.quoted ? "'" : "";
      return `${quote}{{ ${attribute(piece.attribute)} }}${quote}`;
    }
    case "condition":
      return `{% condition ${around.name(piece.view, piece.field)} %}${around.sql(piece.pieces)}{% endcondition %}`;
    case "choice": {
      const branches = piece.branches.map((branch, index) => {
        const tag =
          branch.when === undefined
            ? "else"
            : `${index === 0 ? "if" : "elsif"} ${testText(branch.when, around)}`;
        return `{% ${tag} %}${around.sql(branch.pieces)}`;
      });
      return `${branches.join("")}{% endif %}`;
    }
  }
}

function testText(test: LiquidTest, around: Around): string {
  switch (test.kind) {
    case "and":
    case "or":
      return `${testText(test.left, around)} ${test.kind} ${testText(test.right, around)}`;
    case "is_filtered":
      return `${test.view}.${test.field}._is_filtered`;
    case "in_query":
      return `${test.view}.${test.field}._in_query`;
    case "compared": {
      const value =
        test.value.kind === "user_attribute"
          ? attribute(test.value.attribute)
          : `${around.name(test.value.view, test.value.field)}._parameter_value`;
      const quote = test.text.includes("'") ? '"' : "'";
      return `${value} ${test.equal ? "==" : "!="} ${quote}${test.text}${quote}`;
    }
  }
}

function attribute(name: string): string {
  return `_user_attributes['${name}']`;
}
