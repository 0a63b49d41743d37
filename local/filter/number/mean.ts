// What a number filter wants and what it does not -> a condition on a number.
import { allOf, anyOf, type Condition } from "../condition.ts";
import type { Choice, NumberTerm } from "../../../generator/index.ts";

/** Wanted numbers are any-of, unwanted ones none-of; what is unwanted leaves the unknown in. */
export function meanNumber({ wanted, unwanted }: Choice<NumberTerm>): Condition {
  const any = conditions(wanted);
  const none = conditions(unwanted).map((condition): Condition =>
    condition.kind === "unknown" ? { kind: "known" } : { kind: "not", term: condition },
  );
  return allOf([...(any.length === 0 ? [] : [anyOf(any)]), ...none]);
}

/** One condition a term; plain numbers share one. */
function conditions(terms: readonly NumberTerm[]): readonly Condition[] {
  const values = terms.flatMap((term) => (term.kind === "number" ? [term.value] : []));
  const others = terms.flatMap((term) => (term.kind === "number" ? [] : [conditionOf(term)]));
  return values.length === 0 ? others : [{ kind: "equals", values }, ...others];
}

function conditionOf(term: Exclude<NumberTerm, { kind: "number" }>): Condition {
  if (term.kind === "null") return { kind: "unknown" };
  const ends: Condition[] = [];
  if (term.low !== undefined)
    ends.push({ kind: "compare", comparison: term.low.included ? ">=" : ">", value: term.low.value });
  if (term.high !== undefined)
    ends.push({ kind: "compare", comparison: term.high.included ? "<=" : "<", value: term.high.value });
  return allOf(ends);
}
