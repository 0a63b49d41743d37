// @ts-check
// Named values -> ranked bars, each with its name and its value beside it.
import { make } from "./make.js";

/**
 * @typedef {object} Bar
 * @property {string} name
 * @property {number} value
 * @property {string} shown the value as people read it
 */

/**
 * @param {readonly Bar[]} bars in the order to show
 * @param {string} description one sentence that says what the picture says
 * @returns {HTMLElement}
 */
export function drawBars(bars, description) {
  const values = bars.map(({ value }) => value);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const across = high - low || 1;
  const chart = make("div", { class: "bars", role: "img", "aria-label": description });
  for (const { name, value, shown } of bars) {
    const bar = make("span", { class: value < 0 ? "bar below" : "bar" });
    bar.style.left = percent((Math.min(0, value) - low) / across);
    bar.style.width = percent(Math.abs(value) / across);
    const track = make("span", { class: "track" }, bar);
    chart.append(make("span", { class: "name" }, name), track, make("span", { class: "value" }, shown));
  }
  return chart;
}

/** @param {number} share */
function percent(share) {
  return `${(share * 100).toFixed(3)}%`;
}
