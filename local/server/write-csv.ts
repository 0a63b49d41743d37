// An answer -> the text of Looker's `csv` result: labels, then a line for each row.
import { stringify } from "csv-stringify/sync";
import type { Answer } from "../answer.ts";

/**
 * As Looker writes it (API 4.0, format `csv`): comma, line feed after every line, values unformatted and not
 * escaped for spreadsheets, since scripts read this.
 */
export function writeCsv(answer: Answer): string {
  const header = answer.columns.map((column) => column.label);
  const rows = answer.rows.map((row) =>
    answer.columns.map((column) => {
      const cell = row[column.name] ?? null;
      return typeof cell === "boolean" ? (cell ? "Yes" : "No") : cell;
    }),
  );
  return stringify([header, ...rows], { record_delimiter: "unix" });
}
