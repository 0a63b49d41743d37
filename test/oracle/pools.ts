// The few values that cells and filters are drawn from, so that they meet often; the awkward ones among them.
import type { ColumnKind } from "./world.ts";

/** Texts that a filter has to escape, that differ in little, or that look like the language's own words. */
const TEXTS: readonly string[] = [
  "a",
  "b",
  "ab",
  "A",
  "b a",
  " a",
  "a,b",
  "50%",
  "a_b",
  "^a",
  "-a",
  '"a"',
  "a'b",
  "\\a",
  "é",
  "",
  "NULL",
  "none",
  "x%y",
  "a^",
  "a-b",
];

/** Days around the turns of weeks, months, quarters and years. */
const DAYS = [
  "2019-12-29",
  "2019-12-30",
  "2020-01-01",
  "2020-02-29",
  "2020-03-31",
  "2020-04-01",
  "2021-01-03",
];

/** Values by kind of column; the last number would lose digits as a double. */
export const POOLS: Readonly<Record<Exclude<ColumnKind, "boolean">, readonly string[]>> = {
  integer: ["0", "1", "2", "3", "-1", "9007199254740993"],
  decimal: ["0.00", "0.10", "0.20", "1.25", "-3.00", "99.99", "12345678901234567.89"],
  double: ["0", "0.25", "0.5", "1.75", "-2"],
  text: TEXTS,
  date: DAYS,
  timestamp: [...DAYS.map((day) => `${day} 00:00:00`), "2020-01-01 12:30:00", "2020-03-31 23:59:59"],
};

/** What columns that link rows hold; the last ones are often no row's key. */
export const LINKS: Readonly<Record<"integer" | "text", readonly string[]>> = {
  integer: ["1", "2", "3", "4", "5", "6"],
  text: ["a", "b", "A", "a b", "c", "d"],
};
