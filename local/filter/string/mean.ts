// What a string filter wants and what it does not -> a condition on a text.
import { allOf, anyOf, type Condition } from "../condition.ts";
import type { Choice, StringTerm } from "../../../generator/index.ts";

/** Wanted terms are any-of, unwanted ones none-of; what is unwanted leaves the unknown in. */
export function meanString({ wanted, unwanted }: Choice<StringTerm>): Condition {
  const any = conditions(wanted);
  return allOf([...(any.length === 0 ? [] : [anyOf(any)]), ...conditions(unwanted).map(negated)]);
}

/** One condition a term; plain texts share one. */
function conditions(terms: readonly StringTerm[]): readonly Condition[] {
  const values = terms.flatMap((term) => (term.kind === "text" ? [term.text] : []));
  const others = terms.flatMap((term) => (term.kind === "text" ? [] : [conditionOf(term)]));
  return values.length === 0 ? others : [{ kind: "equals", values }, ...others];
}

function conditionOf(term: Exclude<StringTerm, { kind: "text" }>): Condition {
  switch (term.kind) {
    case "null":
      return { kind: "unknown" };
    case "blank":
      return { kind: "blank" };
    case "pattern":
      // A lone % keeps everything, the unknown too.
      return term.pieces.every((piece) => piece === "any")
        ? { kind: "anything" }
        : { kind: "like", pattern: term.pieces };
  }
}

function negated(condition: Condition): Condition {
  switch (condition.kind) {
    case "unknown":
      return { kind: "known" };
    case "blank":
      return { kind: "filled" };
    case "anything":
      // No known text is outside it; the unknown stays in, as with everything unwanted.
      return { kind: "unknown" };
    default:
      return { kind: "not", term: condition };
  }
}
