// @ts-check
// The SQL of an answer -> text to read and to copy.
import { make } from "./make.js";
import { makeCopy } from "./tools.js";

/**
 * @param {readonly {title: string, text: string}[]} queries
 * @returns {Node[]}
 */
export function drawSql(queries) {
  return [
    make("h2", {}, "SQL"),
    make("p", { class: "small muted" }, "What the database was asked, with the values it was given."),
    ...queries.map(({ title, text }) =>
      make(
        "div",
        { class: "query" },
        make(
          "div",
          { class: "tools" },
          make("h3", {}, title),
          makeCopy("Copy", () => text),
        ),
        make("pre", { tabindex: "0", "aria-label": `SQL: ${title}` }, make("code", {}, text)),
      ),
    ),
  ];
}
