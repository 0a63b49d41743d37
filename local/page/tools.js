// @ts-check
// An answer -> the things to do with it: copy its link, take it away as CSV, go to its SQL.
/** @import { CsvColumn } from "./csv.js" */
import { writeCsv } from "./csv.js";
import { make } from "./make.js";

const COPIED_MS = 2000;

/**
 * @param {{name: string, columns: readonly CsvColumn[], rows: readonly Record<string, string | null>[], cut: boolean}} answer
 * @returns {HTMLElement}
 */
export function drawTools({ name, columns, rows, cut }) {
  const size = cut
    ? `the first ${rows.length.toLocaleString()} rows`
    : rows.length === 1
      ? "1 row"
      : `${rows.length.toLocaleString()} rows`;
  const csv = make("button", { type: "button", class: "quiet" }, `Download CSV (${size})`);
  csv.addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([writeCsv(columns, rows)], { type: "text/csv" }));
    make("a", { href: url, download: `${cut ? "incomplete-" : ""}${fileName(name)}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), COPIED_MS);
  });
  return make(
    "div",
    { class: "tools" },
    makeCopy("Copy link", () => location.href),
    csv,
    make("a", { href: "#sql", class: "quiet" }, "SQL"),
  );
}

/**
 * A button that copies, and says for a moment that it did.
 * @param {string} label
 * @param {() => string} text asked for when the button is pressed
 */
export function makeCopy(label, text) {
  const button = make("button", { type: "button", class: "quiet" }, label);
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(text()).then(
      () => say("Copied"),
      () => say("The browser does not allow copying"),
    );
  });
  /** @param {string} words */
  function say(words) {
    button.textContent = words;
    setTimeout(() => (button.textContent = label), COPIED_MS);
  }
  return button;
}

/** @param {string} question */
function fileName(question) {
  const words = question.toLowerCase().replaceAll(/[^\p{L}\d]+/gu, "-");
  return words.replaceAll(/^-|-$/g, "").slice(0, 80);
}
