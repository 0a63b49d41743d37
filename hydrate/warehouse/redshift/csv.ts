// Rows -> lines of CSV as Redshift's COPY reads them, with `\N` for null and bytes in hexadecimal.
import type { Loaded } from "../warehouse.ts";

/** What stands for null. A text that is the same is in quotes, and counted; see `quotedNulls`. */
export const NULL_MARK = "\\N";

const SPECIAL = /["\n\r,\\]|^\s|\s$|^$/;

/** One row with its line end (RFC 4180, with a line feed alone). */
export function encodeCsv(row: readonly Loaded[]): string {
  let line = "";
  for (let index = 0; index < row.length; index += 1) {
    const value = row[index];
    if (index > 0) line += ",";
    if (value === null || value === undefined) line += NULL_MARK;
    else if (typeof value === "number") line += String(value);
    else if (typeof value !== "string") line += value.toString("hex");
    else line += SPECIAL.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  }
  return `${line}\n`;
}
