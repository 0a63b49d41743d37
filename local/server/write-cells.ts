// A row of an answer -> the same row as Looker's `json_detail` and `json_bi` write it: a small object for each cell.
import type { Cell } from "../answer.ts";
import type { QueryColumn } from "../query.ts";
import type { PivotColumn, WholeRow } from "../whole-answer.ts";
import { formatByHand } from "./api/by-hand.ts";
import type { ExploreField } from "./api/explore-schema.ts";
import { renderCell } from "./api/format/named-formats.ts";
import { inWords } from "./write-json.ts";

/** A cell as Looker writes it; `rendered` is there where people are shown something else than the value. */
export interface DetailCell {
  readonly value: Exclude<Cell, boolean>;
  readonly rendered?: string;
}

/** A row by full field name; a pivoted measure has a cell for each column's key. */
export type DetailRow = Readonly<Record<string, DetailCell | Readonly<Record<string, DetailCell>>>>;

/**
 * @param columns the answer's, which say how a value is shown
 * @param fields the explore's, by full name
 */
export function detailRow(
  row: WholeRow,
  columns: readonly QueryColumn[],
  fields: ReadonlyMap<string, ExploreField>,
): DetailRow {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const column = byName.get(name);
      if (typeof value !== "object" || value === null) return [name, cellOf(value, column, fields)];
      const cells = Object.entries(value).map(([key, cell]) => [key, cellOf(cell, column, fields)] as const);
      return [name, Object.fromEntries(cells)];
    }),
  );
}

/** The pivoted values of a column, by full name of their dimension. */
export function pivotValues(pivot: PivotColumn): Readonly<Record<string, Exclude<Cell, boolean>>> {
  return Object.fromEntries(Object.entries(pivot.values).map(([name, value]) => [name, inWords(value)]));
}

function cellOf(
  cell: Cell,
  column: QueryColumn | undefined,
  fields: ReadonlyMap<string, ExploreField>,
): DetailCell {
  const value = inWords(cell);
  const rendered =
    column === undefined ? undefined : renderCell(cell, column, formatByHand(fields, column.name));
  return rendered === undefined || rendered === String(value) ? { value } : { value, rendered };
}
