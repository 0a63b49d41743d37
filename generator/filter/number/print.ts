// What a number filter wants and what it does not -> the expression that says so.
import type { Bound, Choice, NumberTerm } from "../tree.ts";

/** The inverse of `parseNumber`. */
export function printNumber({ wanted, unwanted }: Choice<NumberTerm>): string {
  const not = unwanted.map((term) => `NOT ${printTerm(term)}`);
  // A single NOT would reach over what is wanted; Looker's own editor writes it twice as well.
  const repeated = wanted.length > 0 && not.length === 1 ? [...not, ...not] : not;
  return [...wanted.map(printTerm), ...repeated].join(",");
}

function printTerm(term: NumberTerm): string {
  switch (term.kind) {
    case "null":
      return "NULL";
    case "number":
      return term.value;
    case "range": {
      const { low, high } = term;
      if (low === undefined) return `<${printEnd(term.high)}`;
      if (high === undefined) return `>${printEnd(low)}`;
      return `${low.included ? "[" : "("}${low.value},${high.value}${high.included ? "]" : ")"}`;
    }
  }
}

function printEnd({ value, included }: Bound): string {
  return `${included ? "=" : ""}${value}`;
}
