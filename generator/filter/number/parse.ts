// A Looker number filter (`>=5 AND <10, NOT 7`) -> what it wants and what it does not.
import type { Refuse } from "../refuse.ts";
import { Scanner } from "../scanner.ts";
import type { Bound, Choice, NumberTerm } from "../tree.ts";
import { readNumber } from "./number.ts";
import { type Read, settleNot } from "./not.ts";

const NOT = /not(?![\w.])|!=|<>/iy;
const NULL = /null\b/iy;
const TO = /to\b/iy;
const AND = /and\b/iy;
const OR = /or\b/iy;
const COMMA = /,/y;
const SIGN = /<=|>=|<|>|=/y;
const OPEN = /[([]/y;
const CLOSE = /[)\]]/y;
const INFINITY = /([-+]?)inf\b/iy;

/**
 * Reads Looker's number filter language (docs.cloud.google.com/looker/docs/filter-expressions, "Number").
 * @throws Mistake when it is not a number filter
 */
export function parseNumber(text: string, refuse: Refuse): Choice<NumberTerm> {
  const scanner = new Scanner(text);
  const terms: Read[] = [];
  let joined = true;
  while (!scanner.done) {
    if (scanner.take(COMMA) !== undefined) {
      joined = true;
      continue;
    }
    if (scanner.take(OR) !== undefined) {
      if (terms.length === 0 || scanner.done) throw refuse(scanner.at, "OR stands between two conditions");
      joined = true;
      continue;
    }
    if (!joined) {
      if (scanner.take(AND) !== undefined)
        throw refuse(scanner.at, "AND joins a lower and an upper end, as in >=5 AND <10");
      throw refuse(scanner.at, `"${scanner.next}" stands where a comma or OR is expected`);
    }
    terms.push({ negative: scanner.take(NOT) !== undefined, term: readTerm(scanner, refuse) });
    joined = false;
  }
  return settleNot(terms, refuse);
}

function readTerm(scanner: Scanner, refuse: Refuse): NumberTerm {
  if (scanner.take(NULL) !== undefined) return { kind: "null" };
  const open = scanner.take(OPEN);
  if (open !== undefined) return readInterval(scanner, open[0] === "[", refuse);
  if (scanner.take(TO) !== undefined)
    return { kind: "range", low: undefined, high: { value: readNumber(scanner, refuse), included: true } };
  const at = scanner.at;
  const sign = scanner.take(SIGN);
  const value = readNumber(scanner, refuse);
  if (sign !== undefined && sign[0] !== "=")
    return readCompared(scanner, { sign: sign[0], value, at }, refuse);
  if (sign !== undefined || scanner.take(TO) === undefined) return { kind: "number", value };
  const low = { value, included: true };
  const more = !scanner.done && !/[,o]/i.test(scanner.text.charAt(scanner.at));
  const high = more ? { value: readNumber(scanner, refuse), included: true } : undefined;
  return { kind: "range", low, high };
}

/** `>=5`, and `>=5 AND <10` as one range. */
function readCompared(
  scanner: Scanner,
  first: { readonly sign: string; readonly value: string; readonly at: number },
  refuse: Refuse,
): NumberTerm {
  const before = scanner.at;
  if (scanner.take(AND) === undefined) return comparison(first.sign, first.value);
  const at = scanner.at;
  const sign = scanner.take(SIGN);
  if (sign === undefined || sign[0] === "=")
    throw refuse(at, "AND joins a lower and an upper end, as in >=5 AND <10");
  const one = comparison(first.sign, first.value);
  const other = comparison(sign[0], readNumber(scanner, refuse));
  const [lower, upper] = one.low === undefined ? [other, one] : [one, other];
  if (lower.low === undefined || upper.high === undefined)
    throw refuse(before, "AND joins two ends of the same side; a range has a lower and an upper one");
  return { kind: "range", low: lower.low, high: upper.high };
}

function comparison(sign: string, value: string): Extract<NumberTerm, { kind: "range" }> {
  const bound: Bound = { value, included: sign.endsWith("=") };
  return sign.startsWith(">")
    ? { kind: "range", low: bound, high: undefined }
    : { kind: "range", low: undefined, high: bound };
}

/** `[0, 100)`, `(-inf, 10]`, `(500,)`: a missing end is as good as an infinite one. */
function readInterval(scanner: Scanner, lowIncluded: boolean, refuse: Refuse): NumberTerm {
  const at = scanner.at - 1;
  const low = readEnd(scanner, "-", refuse);
  if (scanner.take(COMMA) === undefined)
    throw refuse(scanner.at, "an interval has its two ends, with a comma between them, as in [0, 100)");
  const high = readEnd(scanner, "+", refuse);
  const close = scanner.take(CLOSE);
  if (close === undefined) throw refuse(scanner.at, "an interval ends with ) or ]");
  const upper = high === undefined ? undefined : { value: high, included: close[0] === "]" };
  if (low !== undefined) return { kind: "range", low: { value: low, included: lowIncluded }, high: upper };
  if (upper === undefined)
    throw refuse(at, "an interval has one end at least; for any number that is known, write NOT NULL");
  return { kind: "range", low: undefined, high: upper };
}

function readEnd(scanner: Scanner, side: "-" | "+", refuse: Refuse): string | undefined {
  const at = scanner.at;
  const infinity = scanner.take(INFINITY);
  if (infinity !== undefined) {
    if ((infinity[1] === "-" ? "-" : "+") === side) return undefined;
    throw refuse(
      at,
      side === "-" ? "the lower end can be -inf, not inf" : "the upper end can be inf, not -inf",
    );
  }
  scanner.skipBlanks();
  return /[,)\]]/.test(scanner.text.charAt(scanner.at)) ? undefined : readNumber(scanner, refuse);
}
