// @ts-check
// Values at places in time -> columns on an even axis, gaps left where nothing is known.
/** @import { Bar } from "./bars.js" */
import { make } from "./make.js";

const MOST_LABELS = 9;

/** @typedef {Bar & {place: number}} Column `place` counts timeframes from anywhere */

/**
 * @typedef {object} TimeAxis
 * @property {number} first the axis begins here,
 * @property {number} last and ends here, whether or not there is a column
 * @property {readonly number[]} steps how many places may lie between two labels, rising
 * @property {(place: number) => string} name
 */

/**
 * @param {readonly Column[]} columns
 * @param {string} description one sentence that says what the picture says
 * @param {TimeAxis} time
 * @param {(value: number) => string} showTick
 * @returns {HTMLElement}
 */
export function drawColumns(columns, description, time, showTick) {
  const values = columns.map(({ value }) => value);
  const ticks = ticksFor(Math.min(0, ...values), Math.max(0, ...values));
  const low = ticks[0] ?? 0;
  const across = (ticks.at(-1) ?? 1) - low || 1;
  const { first } = time;
  const slots = time.last - first + 1;
  const plot = make("div", { class: "plot" });
  const axis = make("div", { class: "axis" });
  for (const tick of ticks) {
    const line = make("span", { class: tick === 0 ? "line zero" : "line" }, make("span", {}, showTick(tick)));
    line.style.bottom = percent((tick - low) / across);
    plot.append(line);
  }
  for (const { name, value, shown, place } of columns) {
    const bar = make("span", { class: value < 0 ? "bar below" : "bar", title: `${name}: ${shown}` });
    bar.style.left = percent((place - first) / slots);
    bar.style.width = `max(1px, ${percent(1 / slots)} - ${slots > 60 ? 1 : 3}px)`;
    bar.style.bottom = percent((Math.min(0, value) - low) / across);
    bar.style.height = percent(Math.abs(value) / across);
    plot.append(bar);
  }
  const every = time.steps.find((step) => slots / step <= MOST_LABELS) ?? slots;
  for (let place = Math.ceil(first / every) * every; place < first + slots; place += every) {
    const label = make("span", { class: (place / every) % 2 === 0 ? undefined : "minor" }, time.name(place));
    label.style.left = percent((place - first + 0.5) / slots);
    axis.append(label);
  }
  return make("div", { class: "columns", role: "img", "aria-label": description }, plot, axis);
}

/**
 * Round numbers from at or below the lowest value to at or above the highest.
 * @param {number} low at most 0
 * @param {number} high at least 0
 */
function ticksFor(low, high) {
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5].find((one) => one * power >= rough) ?? 10) * power;
  const count = Math.ceil(high / step) - Math.floor(low / step);
  return Array.from({ length: count + 1 }, (_, index) => (Math.floor(low / step) + index) * step);
}

/** @param {number} share */
function percent(share) {
  return `${(share * 100).toFixed(3)}%`;
}
