// The terms of a number filter with their NOTs -> what is wanted and what is not, by Looker's rules for how far a NOT reaches.
import type { Refuse } from "../refuse.ts";
import type { Choice, NumberTerm } from "../tree.ts";

/** A term as it is written. */
export interface Read {
  readonly negative: boolean;
  readonly term: NumberTerm;
}

/**
 * With two NOTs or more, or none, each term means what it says. A single NOT reaches further:
 *
 * - over the plain numbers around it: `NOT 66, 99, 4` leaves out all three, and so does `23, NOT 42, 43`
 *   (Looker's own parser, @looker/filter-expressions, numberTransform);
 * - when it stands first, and before a comparison, over numbers and comparisons: `NOT >1, 2, <100`
 *   (docs.cloud.google.com/looker/docs/filter-expressions, "Number");
 * - but not over ranges: `NOT 10,[1,5)` is in the range and is not 10 (the parser's own test).
 *
 * Where the page says that a first NOT reaches over everything and the parser that it does not, and no
 * example of either decides, the expression is refused: it would be read in two ways.
 * @throws Mistake for those
 */
export function settleNot(terms: readonly Read[], refuse: Refuse): Choice<NumberTerm> {
  const negative = terms.filter((one) => one.negative);
  const [only] = negative;
  if (only === undefined || negative.length > 1 || terms.length === 1)
    return chosen(terms, (one) => one.negative);
  const at = terms.indexOf(only);
  const reached = runAround(terms, at);
  if (at > 0 || reached.length === terms.length) return chosen(terms, (one) => reached.includes(one));
  const beyond = terms.filter((one) => !reached.includes(one));
  if (isComparison(only.term) && beyond.every(({ term }) => term.kind === "number" || isComparison(term)))
    return chosen(terms, () => true);
  if (only.term.kind === "number" && beyond.every(({ term }) => term.kind === "range" && !isComparison(term)))
    return chosen(terms, (one) => reached.includes(one));
  throw refuse(
    0,
    "a first NOT with more conditions after it can be read in two ways: write a NOT before each that is unwanted, twice if there is only one, as in >10, NOT 5, NOT 5",
  );
}

/** The term itself and, for a number, the numbers that stand beside it without anything between. */
function runAround(terms: readonly Read[], at: number): readonly Read[] {
  const isNumber = (index: number): boolean => terms[index]?.term.kind === "number";
  if (!isNumber(at)) return terms.slice(at, at + 1);
  let [first, last] = [at, at];
  while (isNumber(first - 1)) first -= 1;
  while (isNumber(last + 1)) last += 1;
  return terms.slice(first, last + 1);
}

function isComparison(term: NumberTerm): boolean {
  return term.kind === "range" && (term.low === undefined || term.high === undefined);
}

/** An unwanted term that stands twice, which is how a single one is kept from reaching further, is one. */
function chosen(terms: readonly Read[], isUnwanted: (one: Read) => boolean): Choice<NumberTerm> {
  const unwanted = terms.filter(isUnwanted).map((one) => one.term);
  const written = unwanted.map((term) => JSON.stringify(term));
  return {
    wanted: terms.filter((one) => !isUnwanted(one)).map((one) => one.term),
    unwanted: unwanted.filter((_, index) => written.indexOf(written[index] ?? "") === index),
  };
}
