// Joined rows of a group -> one measure's value, added up one by one.
import { compare, fraction, plus, printFraction, readFraction, times } from "../../oracle/fraction.ts";
import type { Value } from "../../oracle/value.ts";

/** A column of the fetched rows that a measure is made of. */
export interface Counted {
  readonly type: string;
  /** The value is a number, so `1.0` and `1.00` are one. */
  readonly isNumber: boolean;
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
 * A measure over a group: counts, totals, averages and medians take each key once where rows repeat.
 * @param cell a row's value of a fetched column
 * @throws Error when one key stands for two values: the printed key does not tell the rows apart
 */
export function aggregate(
  { type, isNumber, key, repeated, value, passes }: Counted,
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
  if (type === "count_distinct") {
    const values = known(rows.map((row) => cell(row, value)));
    const identity = (one: string): string => (isNumber ? printFraction(readFraction(one)) : one);
    return fraction(BigInt(new Set([...values].map(identity)).size));
  }
  const numbers = (
    repeated && type !== "min" && type !== "max"
      ? once(rows, key, value, cell)
      : rows.map((row) => cell(row, value))
  )
    .filter((one) => one !== null)
    .map(readFraction)
    .toSorted(compare);
  const size = numbers.length;
  const total = numbers.reduce(plus, fraction(0n));
  switch (type) {
    case "sum":
      return total;
    case "average":
      return size === 0 ? null : times(total, fraction(1n, BigInt(size)));
    case "min":
      return numbers[0] ?? null;
    case "max":
      return numbers[size - 1] ?? null;
    case "median": {
      const [low, high] = [numbers[Math.floor((size - 1) / 2)], numbers[Math.floor(size / 2)]];
      return low === undefined || high === undefined ? null : times(plus(low, high), fraction(1n, 2n));
    }
    default:
      throw new Error(`no measure of type ${type}`);
  }
}

/** Each key's value once; what has no key is not there (MD5 of nothing is nothing). */
function once(
  rows: readonly (readonly (string | null)[])[],
  key: number,
  value: number,
  cell: (row: readonly (string | null)[], at: number) => string | null,
): readonly (string | null)[] {
  const found = new Map<string, string | null>();
  for (const row of rows) {
    const [name, one] = [cell(row, key), cell(row, value)];
    if (name === null) continue;
    const before = found.get(name);
    if (found.has(name) && before !== one)
      throw new Error(`the key ${name} stands for ${before ?? "nothing"} and for ${one ?? "nothing"}`);
    found.set(name, one);
  }
  return [...found.values()];
}

function known(cells: readonly (string | null)[]): ReadonlySet<string> {
  return new Set(cells.filter((one) => one !== null));
}
