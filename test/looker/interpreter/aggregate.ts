// Joined rows of a group -> one measure's value, added up one by one.
import {
  compare,
  type Fraction,
  fraction,
  minus,
  plus,
  printFraction,
  readFraction,
  times,
} from "../../oracle/fraction.ts";
import type { Value } from "../../oracle/value.ts";

/** A column of the fetched rows that a measure is made of. */
export interface Counted {
  readonly type: string;
  /** Of a percentile: which one, from 0 to 100. */
  readonly percentile: string | undefined;
  /** The value is a number, so `1.0` and `1.00` are one. */
  readonly isNumber: boolean;
  /** The key is one that the measure names. */
  readonly apart?: boolean | undefined;
  readonly key: number;
  /** Some join repeats the view's rows, so each key counts once; else each joined row counts. */
  readonly repeated: boolean;
  readonly value: number | undefined;
  readonly passes: number | undefined;
}

/**
 * What becomes of the row of unknowns that a left join makes up where it finds no partner: Looker counts
 * what a measure's SQL makes of it, such as `COALESCE(…, 0)`, where no key is needed. `skipped`: nothing does.
 */
export type MadeUp = "counted" | "skipped";

/**
 * A measure over a group: counts, totals, averages, medians and percentiles take each key once where rows repeat.
 * @param cell a row's value of a fetched column
 * @throws Error when one key stands for two values: the printed key does not tell the rows apart
 */
export function aggregate(
  { type, percentile, isNumber, apart, key, repeated, value, passes }: Counted,
  group: readonly (readonly (string | null)[])[],
  cell: (row: readonly (string | null)[], at: number) => string | null,
  madeUp: MadeUp,
): Value {
  const rows = group
    .filter((row) => passes === undefined || cell(row, passes) !== null)
    .filter((row) => madeUp === "counted" || cell(row, key) !== null);
  if (type === "count")
    return fraction(BigInt(repeated ? known(rows.map((row) => cell(row, key))).size : rows.length));
  if (value === undefined) throw new Error(`a ${type} of nothing`);
  if (type === "list") {
    const values = [...known(rows.map((row) => cell(row, value)))].toSorted();
    return values.length === 0 ? null : values.join("|RECORD|");
  }
  if (type === "MIN" || type === "MAX") {
    const values = [...known(rows.map((row) => cell(row, value)))].toSorted();
    return values.at(type === "MIN" ? 0 : -1) ?? null;
  }
  if (type === "count_distinct") {
    const values = known(rows.map((row) => cell(row, value)));
    const identity = (one: string): string => (isNumber ? printFraction(readFraction(one)) : one);
    return fraction(BigInt(new Set([...values].map(identity)).size));
  }
  // Looker's own sum of hashes is no number of anything then, and nobody should show it.
  if (apart === true && disagree(rows, key, value, cell)) return null;
  const cells =
    repeated && type !== "min" && type !== "max"
      ? once(rows, key, value, cell, apart)
      : rows.map((row) => cell(row, value));
  const texts = cells.filter((one) => one !== null);
  const numbers = texts.map(readFraction).toSorted(compare);
  const size = numbers.length;
  const total = numbers.reduce(plus, fraction(0n));
  switch (type) {
    case "sum":
      return total;
    case "average": {
      if (size === 0) return null;
      const average = times(total, fraction(1n, BigInt(size)));
      // Looker divides by itself where rows repeat (its symmetric aggregates), and asks for AVG elsewhere.
      return repeated ? average : cut(average, Math.max(...texts.map(decimals)));
    }
    case "min":
      return numbers[0] ?? null;
    case "max":
      return numbers[size - 1] ?? null;
    case "median": {
      const [low, high] = [numbers[Math.floor((size - 1) / 2)], numbers[Math.floor(size / 2)]];
      return low === undefined || high === undefined ? null : times(plus(low, high), fraction(1n, 2n));
    }
    case "percentile": {
      if (percentile === undefined) throw new Error("a percentile of no number");
      // PERCENTILE_CONT: between two rows, as far from one value to the other (Postgres, "Ordered-Set Aggregate Functions").
      const row = times(readFraction(percentile), fraction(BigInt(size - 1), 100n));
      const floor = Number(row.top / row.bottom);
      const [low, high] = [numbers[floor], numbers[floor + 1] ?? numbers[floor]];
      if (low === undefined || high === undefined) return null;
      return plus(low, times(minus(high, low), minus(row, fraction(BigInt(floor)))));
    }
    default:
      throw new Error(`no measure of type ${type}`);
  }
}

/** Redshift's AVG has as many decimals as its values have, and none of whole numbers (Redshift, "AVG function"). */
function cut({ top, bottom }: Fraction, scale: number): Fraction {
  const unit = 10n ** BigInt(scale);
  return fraction((top * unit) / bottom, unit);
}

const decimals = (text: string): number => text.split(".")[1]?.length ?? 0;

/** Whether two values that are known have one key. */
function disagree(
  rows: readonly (readonly (string | null)[])[],
  key: number,
  value: number,
  cell: (row: readonly (string | null)[], at: number) => string | null,
): boolean {
  const found = new Map<string, Fraction>();
  return rows.some((row) => {
    const [name, one] = [cell(row, key), cell(row, value)];
    if (name === null || one === null) return false;
    const before = found.get(name);
    found.set(name, readFraction(one));
    return before !== undefined && compare(before, readFraction(one)) !== 0;
  });
}

/** Each key's value once; what has no key is not there (MD5 of nothing is nothing). */
function once(
  rows: readonly (readonly (string | null)[])[],
  key: number,
  value: number,
  cell: (row: readonly (string | null)[], at: number) => string | null,
  apart = false,
): readonly (string | null)[] {
  const found = new Map<string, string | null>();
  for (const row of rows) {
    const [name, one] = [cell(row, key), cell(row, value)];
    if (name === null) continue;
    const before = found.get(name);
    if (apart && (one === null || (before !== undefined && before !== null))) {
      found.set(name, before ?? one);
      continue;
    }
    if (!apart && found.has(name) && before !== one)
      throw new Error(`the key ${name} stands for ${before ?? "nothing"} and for ${one ?? "nothing"}`);
    found.set(name, one);
  }
  return [...found.values()];
}

function known(cells: readonly (string | null)[]): ReadonlySet<string> {
  return new Set(cells.filter((one) => one !== null));
}
