// The name of one of Looker's value formats -> the format itself, and what a column without one is shown in.
import type { Cell } from "../../../answer.ts";
import { asRead, type QueryColumn } from "../../../query.ts";
import { formatValue } from "./value-format.ts";

/** Looker's own (https://docs.cloud.google.com/looker/docs/reference/param-field-value-format-name). */
const NAMED: Readonly<Record<string, string>> = Object.fromEntries([
  ...[0, 1, 2, 3, 4].flatMap((places) => [
    [`decimal_${places}`, `#,##0${decimals(places)}`],
    [`percent_${places}`, `#,##0${decimals(places)}%`],
  ]),
  ...[
    ["usd", "$"],
    ["gbp", '"£"'],
    ["eur", '"€"'],
  ].flatMap(([name = "", sign = ""]) => [
    [name, `${sign}#,##0.00`],
    [`${name}_0`, `${sign}#,##0`],
  ]),
  ["id", "0"],
]);

/** @returns undefined for a name Looker does not have */
export function namedFormat(name: string | undefined): string | undefined {
  return name !== undefined && Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
}

/**
 * A cell as Looker renders it: yes and no in words, numbers in their column's format. A measure without one is
 * grouped by thousands, with two decimals where it has any; a dimension without one stays as it is.
 * @param byHand the value format that the model's own LookML gives the field
 * @returns undefined for a cell without a value
 */
export function renderCell(cell: Cell, column: QueryColumn, byHand?: string): string | undefined {
  if (cell === null) return undefined;
  if (typeof cell === "boolean") return cell ? "Yes" : "No";
  if (column.type !== "number") return asRead(String(cell), column);
  const named = namedFormat(column.format) ?? byHand;
  if (named !== undefined) return formatValue(cell, named);
  if (column.category === "dimension") return String(cell);
  const text = String(cell);
  return formatValue(text, /^-?\d+$/.test(text) ? "#,##0" : "#,##0.00");
}

function decimals(places: number): string {
  return places === 0 ? "" : `.${"0".repeat(places)}`;
}
