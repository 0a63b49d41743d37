// A number of units of time, such as `3 days` and `2 weeks from now`, as it stands next in a date filter.
import type { Refuse } from "../refuse.ts";
import type { Scanner } from "../scanner.ts";
import { type Interval, type Unit, UNITS } from "../tree.ts";

const COUNT = /\d+/y;
/** A number before a word that is not one of the words that follow a year. */
const COUNT_OF = /\d+(?=\s+[a-z])(?!\s+(?:for|to)\b)/iy;
const UNIT = /(fiscal\s+)?([a-z]+?)s?(?![a-z\d_])/iy;
const DIRECTION = /(ago|from\s+now)\b/iy;
/** More than any of the units fits into the years 1 to 9999. */
const MOST = 999_999_999_999;

/** An interval, and which way it counts from now when that is said. */
export interface Some {
  readonly interval: Interval;
  readonly direction: "ago" | "from now" | undefined;
}

/**
 * Reads the unit of time that stands next, singular or plural.
 * @throws Mistake when none does
 */
export function readUnit(scanner: Scanner, refuse: Refuse): Unit {
  scanner.skipBlanks();
  const at = scanner.at;
  const [, fiscal, word = ""] = scanner.take(UNIT) ?? [];
  const name = `${fiscal === undefined ? "" : "fiscal "}${word.toLowerCase()}`;
  const unit = UNITS.find((one) => one === name);
  if (unit !== undefined) return unit;
  scanner.at = at;
  throw refuse(
    at,
    `${scanner.next === "" ? "a unit of time is missing" : `"${scanner.next}" is no unit of time`} (${UNITS.join(", ")})`,
  );
}

/**
 * Reads `3 days`.
 * @throws Mistake when it does not stand next
 */
export function readInterval(scanner: Scanner, refuse: Refuse): Interval {
  scanner.skipBlanks();
  const at = scanner.at;
  const count = scanner.take(COUNT);
  if (count === undefined) throw refuse(at, "a number of units is expected, such as 3 days");
  return { count: readCount(count[0], at, refuse), unit: readUnit(scanner, refuse) };
}

/**
 * Reads `3 days`, `3 days ago` or `3 days from now`.
 * @returns undefined when no number of units stands next
 * @throws Mistake when a number stands there with something else than a unit
 */
export function readSome(scanner: Scanner, refuse: Refuse): Some | undefined {
  scanner.skipBlanks();
  const at = scanner.at;
  const count = scanner.take(COUNT_OF);
  if (count === undefined) return undefined;
  const interval = { count: readCount(count[0], at, refuse), unit: readUnit(scanner, refuse) };
  const direction = scanner.take(DIRECTION)?.[1]?.toLowerCase();
  return {
    interval,
    direction: direction === undefined ? undefined : direction === "ago" ? "ago" : "from now",
  };
}

function readCount(digits: string, at: number, refuse: Refuse): number {
  const count = Number(digits);
  if (count > MOST) throw refuse(at, `${digits} is more units than time has`);
  return count;
}
