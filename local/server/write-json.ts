// A whole answer -> the text of Looker's `json` result: a list of rows keyed by full field name.
import type { Cell } from "../answer.ts";
import type { WholeAnswer, WholeRow } from "../whole-answer.ts";

/**
 * A number that JavaScript cannot hold is text here too, so that no reader rounds it unawares; yes and no
 * are Looker's words. A pivoted measure holds its values by the columns' keys. As in Looker, totals of
 * columns and subtotals are not among the rows: `json_detail` has them.
 * @returns a line for each row
 */
export function writeJson(answer: WholeAnswer): string {
  const names = answer.columns
    .map((column) => column.name)
    .filter((name) => answer.pivots?.[0] === undefined || !(name in answer.pivots[0].values));
  const rows = answer.rows.map((row) => JSON.stringify(plainRow(row, names)));
  return `[${rows.join(",\n")}]`;
}

function plainRow(row: WholeRow, names: readonly string[]): object {
  return Object.fromEntries(
    names.map((name) => {
      const value = row[name] ?? null;
      if (typeof value !== "object" || value === null) return [name, inWords(value)];
      return [
        name,
        Object.fromEntries(Object.entries(value).map(([key, cell]) => [key, inWords(cell)] as const)),
      ];
    }),
  );
}

/** Yes and no as Looker writes them; anything else as it is. */
export function inWords(cell: Cell): Exclude<Cell, boolean> {
  return typeof cell === "boolean" ? (cell ? "Yes" : "No") : cell;
}
