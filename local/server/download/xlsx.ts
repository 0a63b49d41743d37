// Rows -> the pieces of an XLSX file whose cells have the types of their columns.
import { type CellValue, writeXlsxStream } from "hucre/xlsx";
import { type Cell, cell } from "../../answer.ts";
import type { QueryColumn } from "../../query.ts";
import { excelText, sheetName } from "../excel-text.ts";
import { type HeadKind, headsOf } from "./heads.ts";
import type { DownloadRows } from "./rows.ts";

/** The most characters a cell can hold (Microsoft, "Excel specifications and limits"). */
export const LONGEST_CELL = 32_767;
/** The most rows below the header (ditto). */
export const MOST_XLSX_ROWS = 1_048_575;

/**
 * Texts are text however they begin, so nothing is computed. A number that a double would round is text with
 * all its digits. Days before March 1900 are text as well: Excel has none before that year, and its 1900 has a
 * 29 February that never was.
 * @param title names the sheet
 */
export async function* writeXlsx(
  rows: DownloadRows,
  options: { readonly heads: HeadKind; readonly title: string },
): AsyncGenerator<Uint8Array> {
  const heads = headsOf(rows.columns, options.heads);
  const stream = writeXlsxStream(valuesOf(rows), {
    name: sheetName(options.title, "Rows"),
    columns: rows.columns.map((column, index) => ({
      header: excelText(heads[index] ?? column.name),
      ...(column.type === "date" ? { numFmt: "yyyy-mm-dd", width: 12 } : {}),
    })),
    freezePane: { rows: 1 },
  });
  yield* stream;
}

async function* valuesOf(rows: DownloadRows): AsyncGenerator<CellValue[]> {
  for await (const batch of rows.batches)
    for (const row of batch)
      yield rows.columns.map((column, index) => excelValue(cell(row[index], column), column));
}

function excelValue(held: Cell, column: QueryColumn): CellValue {
  if (held === null) return null;
  if (typeof held === "boolean") return held ? "Yes" : "No";
  if (typeof held === "number") return held;
  if (column.type === "date" && /^\d{4}-\d\d-\d\d$/.test(held) && held >= "1900-03-01")
    return new Date(`${held}T00:00:00Z`);
  return excelText(held);
}
