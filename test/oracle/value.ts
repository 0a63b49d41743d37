// A value as the oracle computes with it: nothing, a text, yes or no, or an exact number.
import { compare, type Fraction, printFraction } from "./fraction.ts";

/** `null` is unknown. Dates are text: `2020-02-29`, `2020-02-29 13:00:00`. */
export type Value = null | string | boolean | Fraction;

/** Text that is equal for equal values only. */
export function identityOf(value: Value): string {
  if (value === null) return "unknown";
  if (typeof value === "object") return `number ${printFraction(value)}`;
  return `${typeof value} ${String(value)}`;
}

/** Below 0, 0 or above 0; numbers by size, text by its characters' codes, no before yes; both are known. */
export function inOrder(a: Exclude<Value, null>, b: Exclude<Value, null>): number {
  if (typeof a === "object" && typeof b === "object") return compare(a, b);
  if (typeof a === "object" || typeof b === "object") throw new Error("a number beside something else");
  return a < b ? -1 : a > b ? 1 : 0;
}
