// Rows written by hand for pg -> the same with every number as text, as a session fills them in.
import type { Rows } from "../database.ts";
import type { Rows as SpelledRows } from "../oracle/world.ts";

/** Rows by table name. */
export function spelledRows(rows: Readonly<Record<string, Rows>>): SpelledRows {
  return Object.fromEntries(
    Object.entries(rows).map(([table, all]) => [
      table,
      all.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([column, cell]) => [
            column,
            typeof cell === "number" ? String(cell) : cell,
          ]),
        ),
      ),
    ]),
  );
}

/** Rows of one table, their columns named once. */
export function rowsOf(
  columns: string,
  ...rows: readonly (readonly (string | number | boolean | null)[])[]
): Rows {
  const names = columns.split(" ");
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])));
}
