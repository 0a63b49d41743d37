// A Looker number filter (`>=5 AND <10, NOT NULL`) -> a condition.
import { Mistake } from "../../generator/index.ts";
import { allOf, anyOf, type Comparison, type Condition } from "./condition.ts";

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const INTERVAL = new RegExp(String.raw`^([([])\s*(${NUMBER}|-inf)?\s*,\s*(${NUMBER}|inf)?\s*([)\]])$`, "i");
const RANGE = new RegExp(String.raw`^(${NUMBER})?\s*\bto\b\s*(${NUMBER})?$`, "i");
const COMPARED = new RegExp(String.raw`^(<=|>=|<>|!=|<|>|=)?\s*(${NUMBER})$`);

/**
 * Reads Looker's number filter language (docs.cloud.google.com/looker/docs/filter-expressions, "Number").
 * @param field the filtered field's name, for messages
 * @returns `anything` for an empty expression
 * @throws Mistake when it is not a number filter
 */
export function readNumberFilter(expression: string, field: string): Condition {
  const terms = splitOutside(expression, /^(,|\bor\b)/i).filter((term) => term !== "");
  if (terms.length === 0) return { kind: "anything" };
  const read = terms.map((term) =>
    allOf(splitOutside(term, /^\band\b/i).map((one) => readTerm(one, expression, field))),
  );
  // `NOT 66, 99, 4` leaves out all three: the NOT reaches over the plain values after it.
  const [first, ...more] = read;
  if (first?.kind === "not" && more.length > 0) {
    if (more.every((term) => term.kind === "equals" || term.kind === "not"))
      return allOf([
        first,
        ...more.map((term): Condition => (term.kind === "not" ? term : { kind: "not", term })),
      ]);
    throw unclear(expression, field);
  }
  const negative = read.filter((term) => term.kind === "not");
  if (negative.length > 0 && read.some((term) => term.kind === "equals")) throw unclear(expression, field);
  const positive = read.filter((term) => term.kind !== "not");
  return allOf([...(positive.length > 0 ? [anyOf(positive)] : []), ...negative]);
}

function readTerm(term: string, expression: string, field: string): Condition {
  const not = /^not\s+/i.exec(term);
  const text = term.slice(not?.[0].length ?? 0).trim();
  if (/^null$/i.test(text)) return { kind: not === null ? "unknown" : "known" };
  const condition = readInterval(text) ?? readRange(text) ?? readCompared(text);
  if (condition === undefined) {
    throw new Mistake(
      `The filter "${expression}" on ${field} is not a number filter. Write for example 5, >=1000000, [0, 100), NOT 0 or NOT NULL.`,
    );
  }
  return not === null ? condition : { kind: "not", term: condition };
}

function readInterval(text: string): Condition | undefined {
  const [, open, low, high, close] = INTERVAL.exec(text) ?? [];
  if (open === undefined || close === undefined) return undefined;
  return bounds(low, open === "[" ? ">=" : ">", high, close === "]" ? "<=" : "<");
}

function readRange(text: string): Condition | undefined {
  const [whole, low, high] = RANGE.exec(text) ?? [];
  if (whole === undefined || (low === undefined && high === undefined)) return undefined;
  return bounds(low, ">=", high, "<=");
}

function bounds(
  low: string | undefined,
  from: Comparison,
  high: string | undefined,
  to: Comparison,
): Condition {
  const finite = (value: string | undefined): value is string => value !== undefined && !/inf$/i.test(value);
  const terms: Condition[] = [];
  if (finite(low)) terms.push({ kind: "compare", comparison: from, value: low });
  if (finite(high)) terms.push({ kind: "compare", comparison: to, value: high });
  return terms.length === 0 ? { kind: "known" } : allOf(terms);
}

function readCompared(text: string): Condition | undefined {
  const [, sign, value] = COMPARED.exec(text) ?? [];
  if (value === undefined) return undefined;
  switch (sign) {
    case "<":
    case "<=":
    case ">":
    case ">=":
      return { kind: "compare", comparison: sign, value };
    case "<>":
    case "!=":
      return { kind: "not", term: { kind: "equals", values: [value] } };
    default:
      return { kind: "equals", values: [value] };
  }
}

/** Splits at separators that stand outside brackets. */
function splitOutside(text: string, separator: RegExp): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === "(" || character === "[") depth += 1;
    if (character === ")" || character === "]") depth -= 1;
    if (depth > 0) continue;
    const boundary = at === 0 || !/\w/.test(text[at - 1] ?? "") || !/\w/.test(character);
    const match = boundary ? separator.exec(text.slice(at)) : null;
    if (match === null) continue;
    parts.push(text.slice(start, at).trim());
    at += match[0].length - 1;
    start = at + 1;
  }
  parts.push(text.slice(start).trim());
  return parts;
}

function unclear(expression: string, field: string): Mistake {
  return new Mistake(
    `The filter "${expression}" on ${field} mixes wanted and unwanted numbers in a way that can be read twice. Write the unwanted ones first, as in NOT 66, 99, or ask with intervals.`,
  );
}
