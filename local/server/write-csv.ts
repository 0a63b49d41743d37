// An answer laid out as a table -> the text of Looker's `csv` and `txt` results.
import { stringify } from "csv-stringify/sync";
import type { LaidOut } from "./api/format/lay-out.ts";
import { type WriteCell, writtenAs } from "./write-json.ts";

/**
 * As Looker writes it (API 4.0, formats `csv` and `txt`): a line feed after every line, values not escaped for
 * spreadsheets, since scripts read this. Pivoted, a line of the columns' values comes first for each pivoted
 * dimension.
 * @param delimiter a comma, or a tab for `txt`
 */
export function writeCsv(laid: LaidOut, delimiter: "," | "\t", write: WriteCell): string {
  const rows = laid.rows.map((row) => row.map((cell, index) => writtenAs(cell, laid.columns[index], write)));
  const heads = laid.heads.map((head) => head.map((cell) => writtenAs(cell, undefined, write)));
  return stringify([...heads, [...laid.labels], ...rows], { record_delimiter: "unix", delimiter });
}
