// Rows -> the pieces of a CSV file (RFC 4180), safe to open in a spreadsheet.
import { cell } from "../../answer.ts";
import type { QueryColumn } from "../../query.ts";
import { type HeadKind, headsOf } from "./heads.ts";
import type { DownloadRows } from "./rows.ts";

/** How a CSV file is written. */
export interface CsvOptions {
  readonly heads: HeadKind;
  readonly separator: "," | ";" | "\t";
  /** Starts with a byte order mark, by which Excel knows UTF-8. */
  readonly mark: boolean;
  /** Leaves texts that a spreadsheet would compute as they are; for scripts. */
  readonly raw: boolean;
}

/**
 * Lines end in CR LF. An unknown value is nothing, an empty text is `""`. A text that begins as a formula does
 * gets an apostrophe in front (OWASP ASVS 5, 1.2.10); numbers and dates are what their column says they are, so
 * that `-5` stays a number.
 */
export async function* writeCsv(rows: DownloadRows, options: CsvOptions): AsyncGenerator<string> {
  const { separator } = options;
  const special = new RegExp(`["\\r\\n${separator === "\t" ? "\\t" : separator}]`);
  const quoted = (text: string): string =>
    text === "" || special.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const harmless = (text: string): string => (options.raw ? text : withoutFormula(text));
  const written = (value: unknown, column: QueryColumn): string => {
    const held = cell(value, column);
    // Most readers take an empty line for none, and the row with it.
    if (held === null) return rows.columns.length === 1 ? '""' : "";
    if (typeof held === "boolean") return held ? "Yes" : "No";
    if (typeof held === "number") return String(held);
    return quoted(column.type === "string" ? harmless(held) : held);
  };
  const heads = headsOf(rows.columns, options.heads).map((head) => quoted(harmless(head)));
  yield `${options.mark ? "\uFEFF" : ""}${heads.join(separator)}\r\n`;
  for await (const batch of rows.batches) {
    let text = "";
    for (const row of batch)
      text += `${rows.columns.map((column, index) => written(row[index], column)).join(separator)}\r\n`;
    yield text;
  }
}

/** Characters with which a spreadsheet begins to compute (OWASP ASVS 5, 1.2.10). */
const FORMULA_STARTS = new Set(["=", "+", "-", "@", "\t", "\r", "\0"]);

function withoutFormula(text: string): string {
  return FORMULA_STARTS.has(text.charAt(0)) ? `'${text}` : text;
}
