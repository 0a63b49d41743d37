// An answer -> text for the terminal or a file.
import { stringify } from "csv-stringify/sync";
import type { Answer } from "../local/answer.ts";
import { printTable } from "./table.ts";

/** An answer in a format, ready to be written; a table ends with a line break, or is nothing when there are no rows. */
export function printAnswer(result: Answer, format: "table" | "csv" | "json"): string {
  const names = result.columns.map((column) => column.name);
  switch (format) {
    case "csv":
      return stringify([names, ...result.rows.map((row) => names.map((name) => row[name]))], {
        cast: { boolean: (value) => (value ? "Yes" : "No") },
      });
    case "json":
      return `${JSON.stringify(result.rows, undefined, 2)}\n`;
    case "table":
      return result.rows.length === 0 ? "" : `${printTable(result.columns, result.rows)}\n`;
  }
}

/** What a table does not show: how many rows, whether a limit cut them, how long it took. */
export function printSummary(result: Answer, limit: number | undefined): string {
  const rows = result.rows.length;
  if (limit === 0) return "0 rows, as asked for with --limit 0.";
  if (rows === 0) return "No row matches. Take a filter away, or check how its values are written.";
  const cut = rows === limit ? `, the most this question asks for (--limit -1 gives all)` : "";
  return `${rows === 1 ? "1 row" : `${rows} rows`}${cut} · ${Math.round(result.ms)} ms`;
}
