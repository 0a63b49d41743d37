// @ts-check
// Rows and an overall figure -> a table, a hundred rows at first.
import { make } from "./make.js";

const AT_FIRST = 100;

/**
 * @typedef {object} TableColumn
 * @property {string} heading
 * @property {boolean} isNumber stands at the right
 */

/**
 * @param {readonly TableColumn[]} columns the first names the row
 * @param {readonly (readonly string[])[]} rows cells as people read them
 * @param {readonly string[] | undefined} overall the last row, which is no sum of the others
 * @param {string} caption
 * @returns {HTMLElement}
 */
export function drawTable(columns, rows, overall, caption) {
  const body = make("tbody", {}, ...rows.slice(0, AT_FIRST).map((cells) => drawRow(cells, columns)));
  const table = make(
    "table",
    {},
    make("caption", { class: "small muted" }, caption),
    make(
      "thead",
      {},
      make(
        "tr",
        {},
        ...columns.map(({ heading, isNumber }) =>
          make("th", { scope: "col", class: isNumber ? "number" : undefined }, heading),
        ),
      ),
    ),
    body,
    ...(overall === undefined ? [] : [make("tfoot", {}, drawRow(overall, columns))]),
  );
  const place = make("div", { class: "rows" }, table);
  if (rows.length > AT_FIRST) {
    const more = make("button", { type: "button", class: "quiet" }, `Show all ${rows.length} rows`);
    more.addEventListener("click", () => {
      body.append(...rows.slice(AT_FIRST).map((cells) => drawRow(cells, columns)));
      more.remove();
    });
    place.append(more);
  }
  return place;
}

/**
 * @param {readonly string[]} cells
 * @param {readonly TableColumn[]} columns
 */
function drawRow(cells, columns) {
  return make(
    "tr",
    {},
    ...cells.map((cell, index) =>
      index === 0
        ? make("th", { scope: "row" }, cell)
        : make("td", { class: columns[index]?.isNumber === true ? "number" : undefined }, cell),
    ),
  );
}
