// @ts-check
// An answer in detail -> a plain table of its fields, for questions that the form cannot ask.
/** @import { Cell, Detail, DetailField } from "./api.js" */
/** @import { LookerQuery } from "./looker-address.js" */
import { NOTHING } from "./figure.js";
import { make } from "./make.js";
import { drawTable } from "./table.js";
import { makeCopy } from "./tools.js";

/** @typedef {{heading: string, isNumber: boolean, read: (row: Detail["data"][number]) => string}} PlainColumn */

/**
 * @param {LookerQuery} query
 * @param {Detail} detail
 * @returns {{title: string, nodes: Node[], said: string}} what to show, and what a screen reader is told
 */
export function drawPlain(query, detail) {
  const columns = columnsOf(detail);
  const rows = detail.data.map((row) => columns.map((column) => column.read(row)));
  const total = detail.totals_data;
  const title = [
    query.fields.map((name) => headingOf(detail, name)).join(", "),
    ...Object.entries(query.filters)
      .filter(([, expression]) => expression.trim() !== "")
      .map(([field, expression]) => `${field}: ${expression}`),
    ...(query.filter_expression === undefined ? [] : [query.filter_expression]),
  ].join(" · ");
  const count = rows.length === 1 ? "1 row" : `${rows.length.toLocaleString()} rows`;
  const cut = String(rows.length) === query.limit ? `${count}, the most this link asks for` : count;
  const overall = total && columns.map((column, index) => (index === 0 ? "Overall" : column.read(total)));
  return {
    title,
    said: `${title}: ${count}.`,
    nodes: [
      make("h1", {}, title),
      drawLinks(query),
      rows.length === 0
        ? make(
            "p",
            { class: "empty" },
            "No row matches. Take a filter away, or check how its values are written.",
          )
        : drawTable(columns, rows, overall, cut),
    ],
  };
}

/** The link, and the same question as a file. @param {LookerQuery} query */
function drawLinks(query) {
  const path = [query.model, query.view].map(encodeURIComponent).join("/");
  const file = (/** @type {string} */ format, /** @type {string} */ label) =>
    make("a", { class: "quiet", href: `/download/${path}.${format}${location.search}` }, label);
  return make(
    "div",
    { class: "tools" },
    makeCopy("Copy link", () => location.href),
    file("csv", "Download CSV"),
    file("xlsx", "Download Excel"),
    make("a", { href: "#sql", class: "quiet" }, "SQL"),
  );
}

/** Pivoted measures have a column for each pivoted value. @param {Detail} detail @returns {PlainColumn[]} */
function columnsOf(detail) {
  const { dimensions, measures } = detail.fields;
  /** @type {PlainColumn[]} */
  const plain = [...dimensions, ...(detail.pivots === undefined ? measures : [])].map((field) => ({
    heading: field.label_short,
    isNumber: field.align === "right",
    read: (row) => show(row[field.name]),
  }));
  const pivoted = (detail.pivots ?? []).flatMap((pivot) =>
    measures.map((field) => ({
      heading: `${pivot.is_total ? "Total" : Object.values(pivot.labels).join(" · ")}: ${field.label_short}`,
      isNumber: true,
      read: (/** @type {Detail["data"][number]} */ row) => {
        const cells = row[field.name];
        return show(cells === undefined || isCell(cells) ? cells : cells[pivot.key]);
      },
    })),
  );
  return [...plain, ...pivoted];
}

/** @param {Cell | Record<string, Cell> | undefined} cell */
function show(cell) {
  if (cell === undefined || !isCell(cell)) return NOTHING;
  return cell.rendered ?? cell.value ?? NOTHING;
}

/** @param {Cell | Record<string, Cell>} cell @returns {cell is Cell} */
function isCell(cell) {
  return "value" in cell && (cell.value === null || typeof cell.value !== "object");
}

/** @param {Detail} detail @param {string} name */
function headingOf(detail, name) {
  const { dimensions, measures, pivots } = detail.fields;
  /** @type {readonly DetailField[]} */
  const all = [...dimensions, ...measures, ...pivots];
  return all.find((field) => field.name === name)?.label_short ?? name;
}
