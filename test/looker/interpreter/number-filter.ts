// A number filter of Looker's -> ranges, to be written as SQL or tried on a number.
import { compare, type Fraction, readFraction } from "../../oracle/fraction.ts";
import { termsOf } from "./terms.ts";

interface Bound {
  readonly value: string;
  readonly included: boolean;
}

/** A range, or the unknown. */
type Range = "unknown" | { readonly low: Bound | undefined; readonly high: Bound | undefined };

/** Any of the wanted (none: anything), and none of the unwanted. */
export interface NumberFilter {
  readonly wanted: readonly Range[];
  readonly unwanted: readonly Range[];
}

/** @throws Error for what is not a number filter */
export function readNumberFilter(expression: string): NumberFilter {
  const terms = termsOf(expression).flatMap((term) => term.split(/ or /i));
  const not = /^not\s+/i;
  return {
    wanted: terms.filter((term) => !not.test(term)).map(rangeOf),
    unwanted: terms.filter((term) => not.test(term)).map((term) => rangeOf(term.replace(not, ""))),
  };
}

function rangeOf(term: string): Range {
  if (/^null$/i.test(term)) return "unknown";
  const bound = (value: string | undefined, included: boolean): Bound | undefined =>
    value === undefined || value === "" || value.endsWith("inf") ? undefined : { value, included };
  const [, open, from, until, close] = /^([[(])\s*([^,]*?)\s*,\s*([^,]*?)\s*([\])])$/.exec(term) ?? [];
  if (open !== undefined) return { low: bound(from, open === "["), high: bound(until, close === "]") };
  const [, first, last] = /^(\S*)\s*\bto\b\s*(\S*)$/.exec(term) ?? [];
  if (first !== undefined) return { low: bound(first, true), high: bound(last, true) };
  if (/^[<>]/.test(term)) {
    const parts = term.split(/ and /i);
    const side = (sign: string): Bound | undefined => {
      const [, equal, value] =
        parts.map((part) => new RegExp(`^${sign}(=?)\\s*(\\S+)$`).exec(part)).find((one) => one !== null) ??
        [];
      return bound(value, equal === "=");
    };
    return { low: side(">"), high: side("<") };
  }
  readFraction(term);
  return { low: bound(term, true), high: bound(term, true) };
}

/** @returns undefined when the filter says nothing */
export function numberSql(
  { wanted, unwanted }: NumberFilter,
  on: string,
  bind: (text: string) => string,
): string | undefined {
  const sql = (range: Range): string => {
    if (range === "unknown") return `(${on}) IS NULL`;
    const sides = [
      ...(range.low === undefined
        ? []
        : [`(${on}) >${range.low.included ? "=" : ""} ${bind(range.low.value)}`]),
      ...(range.high === undefined
        ? []
        : [`(${on}) <${range.high.included ? "=" : ""} ${bind(range.high.value)}`]),
    ];
    return `(${sides.join(" AND ")})`;
  };
  const all = [
    ...(wanted.length === 0 ? [] : [`(${wanted.map(sql).join(" OR ")})`]),
    ...unwanted.map((range) => `NOT COALESCE(${sql(range)}, FALSE)`),
  ];
  return all.length === 0 ? undefined : all.join(" AND ");
}

/** Whether a number, or the unknown, passes. */
export function numberPasses({ wanted, unwanted }: NumberFilter, value: Fraction | null): boolean {
  const within = (range: Range): boolean => {
    if (range === "unknown" || value === null) return range === "unknown" && value === null;
    const past = (bound: Bound | undefined, side: number): boolean => {
      if (bound === undefined) return true;
      const difference = side * compare(value, readFraction(bound.value));
      return difference > 0 || (difference === 0 && bound.included);
    };
    return past(range.low, 1) && past(range.high, -1);
  };
  return (wanted.length === 0 || wanted.some(within)) && !unwanted.some(within);
}
