// Rows that hold what measures are reckoned from -> one of them with what Looker reckons.
import { type Fraction, fraction, minus, plus, times } from "../../oracle/fraction.ts";
import type { Value } from "../../oracle/value.ts";

/**
 * Looker's documentation, "Measure types": down the rows that have come, percentages times 100.
 * @param types of each column that is reckoned: running_total, percent_of_total or percent_of_previous
 * @param isWhole whether no row was cut off
 */
export function reckon(
  index: number,
  rows: readonly (readonly Value[])[],
  types: readonly (string | undefined)[],
  isWhole: boolean,
): readonly Value[] {
  return (rows[index] ?? []).map((value, at) => {
    const type = types[at];
    if (type === undefined) return value;
    const numbers = rows.map((one) => numberOf(one[at] ?? null));
    const total = (some: typeof numbers): Fraction =>
      some.reduce<Fraction>((sum, one) => (one === null ? sum : plus(sum, one)), fraction(0n));
    const percent = (part: Fraction, of: Fraction): Value =>
      of.top === 0n ? null : times(part, fraction(100n * of.bottom, of.top));
    const own = numberOf(value);
    const before = numbers[index - 1] ?? null;
    switch (type) {
      case "running_total":
        return numbers.slice(0, index + 1).every((one) => one === null)
          ? null
          : total(numbers.slice(0, index + 1));
      case "percent_of_total":
        return own === null || !isWhole ? null : percent(own, total(numbers));
      case "percent_of_previous":
        return own === null || before === null ? null : percent(minus(own, before), before);
      default:
        throw new Error(`cannot reckon a ${type}`);
    }
  });
}

function numberOf(value: Value): Fraction | null {
  if (value !== null && typeof value !== "object") throw new Error("reckoned from what is no number");
  return value;
}
