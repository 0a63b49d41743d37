// A whole answer -> the text of Looker's `json` and `json_label` results: a list of rows.
import type { Cell } from "../answer.ts";
import type { QueryColumn } from "../query.ts";
import type { WholeAnswer, WholeRow } from "../whole-answer.ts";

/** How a cell of a column is written. */
export type WriteCell = (cell: Cell, column: QueryColumn) => Exclude<Cell, boolean>;

/** A cell where the column may not be known, as above pivoted values. */
export function writtenAs(
  cell: Cell,
  column: QueryColumn | undefined,
  write: WriteCell,
): Exclude<Cell, boolean> {
  return column === undefined ? inWords(cell) : write(cell, column);
}

/**
 * A number that JavaScript cannot hold is text here too, so that no reader rounds it unawares; yes and no
 * are Looker's words. A pivoted measure holds its values by the columns' keys. As in Looker, totals of
 * columns and subtotals are not among the rows: `json_detail` has them.
 * @param keyOf what a column is called: its full name, or for `json_label` its label
 * @returns a line for each row
 */
export function writeJson(
  answer: WholeAnswer,
  keyOf: (column: QueryColumn) => string,
  write: WriteCell,
): string {
  const columns = answer.columns.filter(
    (column) => answer.pivots?.[0] === undefined || !(column.name in answer.pivots[0].values),
  );
  const rows = answer.rows.map((row) => JSON.stringify(plainRow(row, columns, keyOf, write)));
  return `[${rows.join(",\n")}]`;
}

function plainRow(
  row: WholeRow,
  columns: readonly QueryColumn[],
  keyOf: (column: QueryColumn) => string,
  write: WriteCell,
): object {
  return Object.fromEntries(
    columns.map((column) => {
      const value = row[column.name] ?? null;
      if (typeof value !== "object" || value === null) return [keyOf(column), write(value, column)];
      const cells = Object.entries(value).map(([key, cell]) => [key, write(cell, column)] as const);
      return [keyOf(column), Object.fromEntries(cells)];
    }),
  );
}

/** Yes and no as Looker writes them; anything else as it is. */
export function inWords(cell: Cell): Exclude<Cell, boolean> {
  return typeof cell === "boolean" ? (cell ? "Yes" : "No") : cell;
}
