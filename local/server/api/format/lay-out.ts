// A whole answer -> one table: lines above it, its headings and its rows, for formats that have no other shape.
import type { Cell } from "../../../answer.ts";
import type { QueryColumn } from "../../../query.ts";
import type { PivotColumn, WholeAnswer } from "../../../whole-answer.ts";

/** An answer as a table. */
export interface LaidOut {
  /** Pivoted: a line for each pivoted dimension, its label before the values of its columns. */
  readonly heads: readonly (readonly Cell[])[];
  readonly labels: readonly string[];
  /** What each column holds. */
  readonly columns: readonly QueryColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * Totals and subtotals have no place in it, as in Looker.
 * @param labelOf the heading of a field
 */
export function layOut(answer: WholeAnswer, labelOf: (column: QueryColumn) => string): LaidOut {
  const { pivots } = answer;
  if (pivots === undefined) {
    const rows = answer.rows.map((row) => answer.columns.map((column) => plain(row[column.name])));
    return { heads: [], labels: answer.columns.map(labelOf), columns: answer.columns, rows };
  }
  const pivoted = Object.keys(pivots[0]?.values ?? {});
  const shown = answer.columns.filter((column) => !pivoted.includes(column.name));
  const dimensions = shown.filter((column) => column.category === "dimension");
  const measures = shown.filter((column) => column.category === "measure");
  const heads = pivoted.map((name) => {
    const column = answer.columns.find((one) => one.name === name);
    const values = pivots.flatMap((pivot) => measures.map(() => headOf(pivot, name)));
    const label = column === undefined ? name : labelOf(column);
    const before = dimensions.map((_, index) => (index === dimensions.length - 1 ? label : ""));
    return [...before, ...values];
  });
  return {
    heads,
    labels: [...dimensions, ...pivots.flatMap(() => measures)].map(labelOf),
    columns: [...dimensions, ...pivots.flatMap(() => measures)],
    rows: answer.rows.map((row) => [
      ...dimensions.map((column) => plain(row[column.name])),
      ...pivots.flatMap((pivot) =>
        measures.map((column) => {
          const values = row[column.name];
          return typeof values === "object" && values !== null ? (values[pivot.key] ?? null) : null;
        }),
      ),
    ]),
  };
}

function headOf(pivot: PivotColumn, name: string): Cell {
  return pivot.isTotal ? "Row Total" : (pivot.values[name] ?? null);
}

function plain(value: Cell | undefined | Readonly<Record<string, Cell>>): Cell {
  return value === undefined || typeof value === "object" ? null : value;
}
