// @ts-check
// A form of the sheet -> the blanks on the page, and what is chosen in them.
/** @import { Choice } from "./choice.js" */
/** @import { Picker } from "./picker.js" */
/** @import { Sheet, SheetForm, SheetMetric } from "../server/sheet.ts" */
import { suggest } from "./api.js";
import { chooseExample, writeAddress } from "./choice.js";
import { make } from "./make.js";
import { makePicker } from "./picker.js";

/**
 * @typedef {object} Blanks
 * @property {() => Choice} read what is chosen now; always a pair that can be asked
 * @property {(choice: Choice) => void} fill
 * @property {() => Promise<string[]>} settle takes what is typed and not chosen yet; what is wrong with it, in words
 */

/**
 * @param {HTMLElement} place the form element; emptied first
 * @param {SheetForm} form
 * @param {Sheet} sheet
 * @returns {Blanks}
 */
export function drawForm(place, form, sheet) {
  /** @type {Map<string, Picker>} */
  const pickers = new Map(
    form.selectors.map((selector) => [
      selector.name,
      makePicker(selector, (term, signal) =>
        suggest(sheet.model, form.explore, selector.field, term, signal),
      ),
    ]),
  );
  const metric = makeSelect(
    "metric",
    form.metrics.map((one) => ({ value: one.name, text: one.label })),
  );
  const aggregation = makeSelect("aggregation", []);
  const by = makeSelect("by", [
    ...form.groups.map((group) => ({ value: group.name, text: group.label })),
    { value: "", text: "Nothing: one figure" },
  ]);
  const hint = make("p", { class: "small warned", role: "status" });
  const run = make(
    "button",
    { type: "submit", class: "run" },
    "Run ",
    make("kbd", { "aria-hidden": "true" }, runKeys()),
  );
  place.replaceChildren(
    make("div", { class: "pickers" }, ...[...pickers.values()].map((picker) => picker.element)),
    make(
      "div",
      { class: "blanks" },
      labelled("Metric", metric),
      labelled("Aggregation", aggregation),
      labelled("Group by", by),
      run,
    ),
    hint,
    ...drawExamples(form, sheet),
  );

  const metricNow = () => form.metrics.find((one) => one.name === metric.value);

  /** @param {string} wanted */
  function offerAggregations(wanted) {
    const chosen = metricNow();
    hint.textContent = "";
    if (chosen === undefined) return;
    aggregation.replaceChildren(
      ...form.aggregations.map(({ name, label }) => {
        const reason = whyNot(chosen, name);
        const text = reason === undefined ? label : `${label} – ${reason}`;
        return make("option", { value: name, disabled: reason !== undefined }, text);
      }),
    );
    const reason = whyNot(chosen, wanted);
    const possible = form.aggregations.find(({ name }) => whyNot(chosen, name) === undefined);
    aggregation.value = reason === undefined ? wanted : (possible?.name ?? "");
    if (reason !== undefined && possible !== undefined)
      hint.textContent = `${labelOf(form, wanted)} of ${chosen.label} cannot be asked: ${reason}. ${possible.label} is chosen instead.`;
  }

  metric.addEventListener("change", () => offerAggregations(aggregation.value));
  aggregation.addEventListener("change", () => (hint.textContent = ""));

  return {
    read: () => ({
      form,
      metric: metric.value,
      aggregation: aggregation.value,
      by: by.value === "" ? undefined : by.value,
      selected: Object.fromEntries(
        [...pickers].flatMap(([name, picker]) =>
          picker.values().length === 0 ? [] : [[name, picker.values()]],
        ),
      ),
    }),
    settle: async () => {
      const troubles = await Promise.all([...pickers.values()].map((picker) => picker.settle()));
      return troubles.filter((trouble) => trouble !== undefined);
    },
    fill: (choice) => {
      metric.value = choice.metric;
      offerAggregations(choice.aggregation);
      by.value = choice.by ?? "";
      for (const [name, picker] of pickers) picker.choose(choice.selected[name] ?? []);
    },
  };
}

/**
 * @param {SheetMetric} metric
 * @param {string} aggregation
 * @returns {string | undefined} the reason why the pair cannot be asked
 */
function whyNot(metric, aggregation) {
  const pair = metric.by.find((one) => one.aggregation === aggregation);
  if (pair === undefined) return "not offered";
  return "impossible" in pair ? pair.impossible : undefined;
}

/** @param {SheetForm} form @param {string} aggregation */
function labelOf(form, aggregation) {
  return form.aggregations.find(({ name }) => name === aggregation)?.label ?? aggregation;
}

/**
 * @param {string} id
 * @param {{value: string, text: string}[]} options
 */
function makeSelect(id, options) {
  return make(
    "select",
    { id, class: "control" },
    ...options.map(({ value, text }) => make("option", { value }, text)),
  );
}

/** @param {string} label @param {HTMLElement} control */
function labelled(label, control) {
  return make("div", { class: "blank" }, make("label", { for: control.id }, label), control);
}

/** @param {SheetForm} form @param {Sheet} sheet */
function drawExamples(form, sheet) {
  if (form.examples.length === 0) return [];
  const links = form.examples.map((example) => {
    const href = `/${writeAddress(chooseExample(form, example), sheet)}`;
    return make("li", {}, make("a", { href }, example.title));
  });
  return [
    make(
      "div",
      { class: "examples small" },
      make("span", { class: "muted" }, "For example"),
      make("ul", {}, ...links),
    ),
  ];
}

function runKeys() {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘↵" : "Ctrl ↵";
}
