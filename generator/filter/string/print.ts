// What a string filter wants and what it does not -> the expression that says so.
import { escapeFilterText, printFilterText } from "../../emit/lookml/filter-expression.ts";
import type { Choice, StringTerm } from "../tree.ts";

/** The inverse of `parseString`. */
export function printString({ wanted, unwanted }: Choice<StringTerm>): string {
  return [...wanted.map(printTerm), ...unwanted.map((term) => `-${printTerm(term)}`)].join(",");
}

function printTerm(term: StringTerm): string {
  switch (term.kind) {
    case "null":
      return "NULL";
    case "blank":
      return "EMPTY";
    case "text":
      return printFilterText(term.text);
    case "pattern":
      return term.pieces
        .map((piece, index) => {
          if (piece === "any") return "%";
          if (piece === "one") return "_";
          return escapeFilterText(piece.text, index === 0, index === term.pieces.length - 1);
        })
        .join("");
  }
}
