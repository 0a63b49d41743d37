// An expected answer and what the database said -> the first difference in words, or none.
import type { Expected, Kind } from "./evaluate.ts";
import { compare, near, printFraction, readFraction } from "./fraction.ts";
import type { Spelled } from "./session.ts";
import type { Value } from "./value.ts";

/** @returns undefined when the answers are equal, row by row; averages to a billionth */
export function differenceOf(
  expected: Expected,
  actual: readonly (readonly Spelled[])[],
): string | undefined {
  const count = Math.max(expected.rows.length, actual.length);
  for (let index = 0; index < count; index += 1) {
    const [wanted, found] = [expected.rows[index], actual[index]];
    if (
      wanted === undefined ||
      found === undefined ||
      !wanted.every((value, at) => isSame(value, found[at] ?? null, expected.kinds[at]))
    )
      return `row ${index + 1} of ${expected.rows.length} should be ${sayRow(wanted)}, and is ${found === undefined ? "not there" : JSON.stringify(found)}`;
  }
  return undefined;
}

function isSame(wanted: Value, found: Spelled, kind: Kind | undefined): boolean {
  if (wanted === null || found === null) return wanted === found;
  if (typeof wanted === "boolean")
    return wanted ? /^(t|yes|true)$/i.test(found) : /^(f|no|false)$/i.test(found);
  if (typeof wanted === "string") return wanted === found;
  const number = readFraction(found);
  return kind === "average" ? near(wanted, number) : compare(wanted, number) === 0;
}

function sayRow(row: readonly Value[] | undefined): string {
  if (row === undefined) return "not there";
  return JSON.stringify(
    row.map((value) => (value !== null && typeof value === "object" ? printFraction(value) : value)),
  );
}
