// An answer laid out as a table -> the bytes of Looker's `xlsx` result.
import { type CellValue, writeXlsx as writeWorkbook } from "hucre";
import { Mistake } from "../../generator/index.ts";
import type { Cell } from "../answer.ts";
import type { QueryColumn } from "../query.ts";
import type { LaidOut } from "./api/format/lay-out.ts";
import { namedFormat } from "./api/format/named-formats.ts";
import { excelText, sheetName } from "./excel-text.ts";
import { inWords } from "./write-json.ts";

/** The most rows a sheet has, headings among them (Excel, "Specifications and limits"). */
const MOST_ROWS = 1_048_576;
const LONGEST_CELL = 32_767;

/**
 * Numbers and dates are what they are, shown in their column's format; a number that a spreadsheet would round,
 * and a day before March 1900, which it counts wrongly, are text.
 * @param title names the sheet
 * @param byHand the value format that the model's own LookML gives a column
 * @throws Mistake for more rows than a sheet has, and for a text longer than a cell
 */
export async function writeXlsx(
  laid: LaidOut,
  title: string,
  byHand: (column: QueryColumn) => string | undefined,
): Promise<Uint8Array> {
  if (laid.rows.length + laid.heads.length + 1 > MOST_ROWS)
    throw new Mistake(
      `The answer has ${laid.rows.length.toLocaleString("en-US")} rows, and a sheet of xlsx has ${MOST_ROWS.toLocaleString("en-US")} with its headings. Ask for fewer with limit, or for csv.`,
    );
  const rows: CellValue[][] = [
    ...laid.heads.map((head) => head.map((cell) => cellOf(cell, undefined))),
    laid.labels.map(excelText),
    ...laid.rows.map((row) => row.map((cell, index) => cellOf(cell, laid.columns[index]))),
  ];
  return writeWorkbook({
    sheets: [
      {
        name: sheetName(title, "Answer"),
        columns: laid.columns.map((column) => {
          const numFmt =
            column.type === "date" ? "yyyy-mm-dd" : (namedFormat(column.format) ?? byHand(column));
          return numFmt === undefined ? {} : { numFmt };
        }),
        rows,
      },
    ],
  });
}

function cellOf(cell: Cell, column: QueryColumn | undefined): CellValue {
  const value = inWords(cell);
  if (value === null) return null;
  if (column?.type === "number") {
    const number = Number(value);
    return typeof value === "number" || Number.isSafeInteger(number) ? number : value;
  }
  if (column?.type === "date" && /^\d{4}-\d{2}-\d{2}$/.test(String(value)) && String(value) >= "1900-03-01")
    return new Date(`${value}T00:00:00Z`);
  const text = String(value);
  if (text.length > LONGEST_CELL)
    throw new Mistake(
      `A value of ${column?.name ?? "a heading"} has ${text.length.toLocaleString("en-US")} characters, and a cell of xlsx holds ${LONGEST_CELL.toLocaleString("en-US")}. Leave the field out, or ask for csv.`,
    );
  return excelText(text);
}
