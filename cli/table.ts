// Rows of an answer -> a table for a terminal.
import Table from "cli-table3";
import type { Cell } from "../local/answer.ts";
import { asRead, type QueryColumn } from "../local/query.ts";

/**
 * @param columns the answer's columns; their names head the table
 * @returns text of several lines, without a closing line break
 */
export function printTable(
  columns: readonly QueryColumn[],
  rows: readonly Readonly<Record<string, Cell>>[],
): string {
  const table = new Table({
    head: columns.map((column) => column.name),
    colAligns: columns.map((column) =>
      column.type === "number" && column.category === "measure" ? "right" : "left",
    ),
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(columns.map((column) => printCell(row[column.name] ?? null, column)));
  return table.toString();
}

/** One value as people read it; `-` stands for not known. */
function printCell(cell: Cell, column: QueryColumn): string {
  if (cell === null) return "-";
  if (typeof cell === "boolean") return cell ? "Yes" : "No";
  if (column.type !== "number" || column.format === undefined) return printable(asRead(String(cell), column));
  return formatNumber(cell, column.format);
}

/** Control characters in data would otherwise steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ");
}

const CURRENCIES: Readonly<Record<string, string>> = { usd: "$", gbp: "£", eur: "€" };

/**
 * A number in one of Looker's named value formats, as Looker writes it in English.
 * @param format e.g. `usd_0`, `decimal_2`, `percent_1`, `id`
 */
export function formatNumber(value: Cell, format: string): string {
  const [kind = "", digits] = format.split("_");
  const number = Number(value);
  if (kind === "id" || !Number.isFinite(number)) return String(value);
  const percent = kind === "percent";
  const shown = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: Number(digits ?? 2),
    maximumFractionDigits: Number(digits ?? 2),
  }).format(percent ? number * 100 : exact(value));
  const currency = CURRENCIES[kind] ?? "";
  return `${shown.startsWith("-") ? "-" : ""}${currency}${shown.replace(/^-/, "")}${percent ? "%" : ""}`;
}

/** Intl reads decimal text digit by digit, so a number too long for JavaScript keeps all of them (ECMA-402). */
function exact(value: Cell): number | Intl.StringNumericLiteral {
  return typeof value === "string" ? (value as Intl.StringNumericLiteral) : Number(value);
}
