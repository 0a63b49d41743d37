// Rows with pivoted values -> a row for each cell, as the same question has it without pivots.
import type { AnsweredRow, AnsweredValue } from "./compare-answers.ts";

/** A row as Looker's `json` has it: a measure that is pivoted holds a value for each column's key. */
export type PivotedRow = Readonly<Record<string, AnsweredValue | Readonly<Record<string, AnsweredValue>>>>;

/** What stands for the pivoted dimensions in the rows that `cellsOf` gives: the column's key. */
export const PIVOTED = "the pivoted column";

/** Rows without pivots are given back as they are. A cell with no value in any measure is one that is not there. */
export function cellsOf(rows: readonly PivotedRow[]): readonly AnsweredRow[] {
  return rows.flatMap((row) => {
    const entries = Object.entries(row);
    const pivoted = entries.filter(([, value]) => isPivoted(value));
    if (pivoted.length === 0) return [row as AnsweredRow];
    const standing = Object.fromEntries(entries.filter(([, value]) => !isPivoted(value)));
    const keys = new Set(pivoted.flatMap(([, values]) => Object.keys(Object(values) as object)));
    return [...keys].flatMap((key) => {
      const cells = pivoted.map(([name, values]) => [name, valueAt(values, key)] as const);
      if (cells.every(([, value]) => value === null)) return [];
      return [{ ...(standing as AnsweredRow), [PIVOTED]: key, ...Object.fromEntries(cells) }];
    });
  });
}

function isPivoted(value: PivotedRow[string] | undefined): boolean {
  return typeof value === "object" && value !== null;
}

function valueAt(values: PivotedRow[string], key: string): AnsweredValue {
  return (Object(values) as Readonly<Record<string, AnsweredValue | undefined>>)[key] ?? null;
}
