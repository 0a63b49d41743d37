// @ts-check
// Rows with their headings -> CSV that a spreadsheet opens rightly (RFC 4180).

const BYTE_ORDER_MARK = "\u{feff}";

/**
 * @typedef {object} CsvColumn
 * @property {string} heading
 * @property {string} field
 * @property {boolean} isText a cell of text that a spreadsheet would run as a formula is made plain
 */

/**
 * @param {readonly CsvColumn[]} columns
 * @param {readonly Record<string, string | null>[]} rows
 * @returns {string} with a byte order mark, without which Excel misreads accents
 */
export function writeCsv(columns, rows) {
  const lines = [
    columns.map((column) => quoted(plain(column.heading))),
    ...rows.map((row) =>
      columns.map((column) => {
        const cell = row[column.field] ?? "";
        return quoted(column.isText ? plain(cell) : cell);
      }),
    ),
  ];
  return `${BYTE_ORDER_MARK}${lines.map((cells) => `${cells.join(",")}\r\n`).join("")}`;
}

/** What starts a formula gets an apostrophe (OWASP ASVS 5, 1.2.10). @param {string} text */
function plain(text) {
  return /^[=+\-@\t\r\0]/.test(text) ? `'${text}` : text;
}

/** @param {string} cell */
function quoted(cell) {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
