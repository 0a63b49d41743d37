// @ts-check
// A choice and the rows that answer it -> the answer on the page: the figure, its coverage, bars and table.
/** @import { Choice } from "./choice.js" */
/** @import { Row } from "./api.js" */
/** @import { CsvColumn } from "./csv.js" */
/** @import { SheetGroup } from "../server/sheet.ts" */
import { drawBars } from "./bars.js";
import { groupOf, measureOf, metricOf } from "./choice.js";
import { drawColumns } from "./columns.js";
import { sayCoverage, showCoverage } from "./coverage.js";
import { showFigure, showShort } from "./figure.js";
import { nameGroup, nameTime, placeInTime, ROUND_STEPS } from "./group-name.js";
import { make } from "./make.js";
import { MOST_ROWS } from "./question.js";
import { capitalised, inSentence, sayMeasure, sayNarrowing, sayQuestion } from "./sentence.js";
import { drawTable } from "./table.js";
import { drawTools } from "./tools.js";

const MOST_BARS = 25;

/**
 * @typedef {object} Found
 * @property {Row} overall the one row of the question without its grouping
 * @property {readonly Row[] | undefined} groups undefined when none were asked for
 * @property {number} ms from asking to having, in milliseconds
 */

/**
 * @param {Choice} choice
 * @param {Found} found
 * @returns {{nodes: Node[], said: string}} what to show, and what a screen reader is told
 */
export function drawAnswer(choice, found) {
  const { measure, format } = measureOf(choice);
  const overall = withoutEmptyTotal(choice, found.overall);
  const groups = found.groups && inOrder(choice, found.groups);
  const question = sayQuestion(choice);
  const heading = make("h1", {}, question);
  if (overall[choice.form.count] === "0") {
    const words = sayNothingMatches(choice);
    return { nodes: [heading, make("p", { class: "empty" }, words)], said: `${question}: ${words}` };
  }
  const group = groupOf(choice);
  const shown = groups?.slice(0, MOST_ROWS) ?? [];
  const cut = groups !== undefined && groups.length > MOST_ROWS;
  const figure = showFigure(overall[measure], format);
  const time = `${Math.max(1, Math.round(found.ms)).toLocaleString()} ms`;
  const summary = make(
    "div",
    { class: "summary" },
    make("p", { class: figure.length > 13 ? "figure long" : "figure" }, figure),
    make("p", { class: "small muted" }, sayCoverage(choice, overall)),
    ...(group === undefined ? [] : sayNotes(choice, group, shown)),
  );
  const said = `${question}: ${figure}${group === undefined ? "" : `, ${shown.length} rows`}.`;
  if (group === undefined) {
    const tools = drawTools({ name: question, columns: csvColumns(choice), rows: [overall], cut: false });
    return {
      nodes: [heading, tools, summary, make("p", { class: "foot small muted" }, `Answered in ${time}`)],
      said,
    };
  }
  return {
    nodes: [
      heading,
      drawTools({ name: question, columns: csvColumns(choice), rows: shown, cut }),
      make("div", { class: "two" }, drawChart(choice, group, shown), summary),
      drawRows(choice, group, shown, overall, cut),
      make("p", { class: "foot small muted" }, `${sayRows(shown.length)} · answered in ${time}`),
    ],
    said,
  };
}

/**
 * Looker's total over nothing is 0. Where no row has a known value, that 0 is not known either.
 * @param {Choice} choice
 * @param {Row} row
 * @returns {Row}
 */
function withoutEmptyTotal(choice, row) {
  const { known } = metricOf(choice);
  if (choice.aggregation === "count" || known === undefined || row[known] !== "0") return row;
  return { ...row, [measureOf(choice).measure]: null };
}

/**
 * Rows in the database's order, but those without a value last unless the order is one of time.
 * @param {Choice} choice
 * @param {readonly Row[]} rows
 */
function inOrder(choice, rows) {
  const all = rows.map((row) => withoutEmptyTotal(choice, row));
  if (groupOf(choice)?.timeframe !== undefined) return all;
  const { measure } = measureOf(choice);
  return [...all.filter((row) => row[measure] !== null), ...all.filter((row) => row[measure] === null)];
}

/** @param {Choice} choice @param {SheetGroup} group @param {readonly Row[]} rows */
function drawChart(choice, group, rows) {
  const { measure, format } = measureOf(choice);
  const known = rows.flatMap((row) => {
    const value = row[measure] ?? null;
    if (value === null) return [];
    const key = row[group.field] ?? null;
    const bar = { name: nameGroup(key, group), value: Number(value), shown: showShort(value, format) };
    return [{ bar, key }];
  });
  const chart = make("figure", { class: "chart" });
  const largest = known.toSorted((a, b) => b.bar.value - a.bar.value)[0]?.bar;
  if (largest === undefined) return chart;
  const description = `${sayQuestion(choice)}. The largest is ${largest.name} with ${largest.shown}. The table below has every value.`;
  if (group.timeframe !== undefined) {
    const placeOf = (/** @type {string | null} */ key) =>
      key === null ? undefined : placeInTime(key, group);
    const columns = known.flatMap(({ bar, key }) => {
      const place = placeOf(key);
      return place === undefined ? [] : [{ ...bar, place }];
    });
    const places = rows.flatMap((row) => placeOf(row[group.field] ?? null) ?? []);
    const time = {
      first: Math.min(...places),
      last: Math.max(...places),
      steps: ROUND_STEPS[group.timeframe],
      name: (/** @type {number} */ place) => nameTime(place, group),
    };
    const showTick = (/** @type {number} */ tick) => showShort(String(tick), format);
    if (columns.length > 0) chart.append(drawColumns(columns, description, time, showTick));
    return chart;
  }
  const bars = known.slice(0, MOST_BARS).map(({ bar }) => bar);
  chart.append(drawBars(bars, description));
  const unknown = rows.length - known.length;
  if (known.length > MOST_BARS || unknown > 0) {
    const rest =
      known.length > MOST_BARS
        ? `The first ${MOST_BARS}; the table below has all ${sayRows(rows.length)}.`
        : `The table below has ${sayRows(unknown)} more, without a known ${inSentence(metricOf(choice).label)}.`;
    chart.append(make("figcaption", { class: "small muted" }, rest));
  }
  return chart;
}

/**
 * @param {Choice} choice
 * @param {SheetGroup} group
 * @param {readonly Row[]} rows
 * @param {Row} overall
 * @param {boolean} cut
 */
function drawRows(choice, group, rows, overall, cut) {
  const { measure, format } = measureOf(choice);
  const { count, noun } = choice.form;
  const coverage = metricOf(choice).known !== undefined && choice.aggregation !== "count";
  const cells = (/** @type {Row} */ row, /** @type {string} */ name) => [
    name,
    showFigure(row[measure], format),
    coverage ? showCoverage(choice, row) : showFigure(row[count], undefined),
  ];
  const order = group.timeframe === undefined ? "largest first" : "latest first";
  return drawTable(
    [
      { heading: group.label, isNumber: group.type === "number" && group.timeframe === undefined },
      { heading: sayMeasure(choice), isNumber: true },
      { heading: coverage ? `Coverage (${noun.many})` : capitalised(noun.many), isNumber: true },
    ],
    rows.map((row) => cells(row, nameGroup(row[group.field], group))),
    cells(overall, "Overall"),
    cut
      ? `The first ${sayRows(rows.length)}, ${order}; there are more.`
      : `${sayRows(rows.length)}, ${order}`,
  );
}

/** @param {Choice} choice @param {SheetGroup} group @param {readonly Row[]} rows */
function sayNotes(choice, group, rows) {
  const notes = group.overlap === undefined || rows.length < 2 ? [] : [group.overlap];
  const unnamed = rows.find((row) => (row[group.field] ?? null) === null);
  if (unnamed !== undefined) {
    const chart = group.timeframe === undefined ? "" : "; the chart leaves them out";
    notes.push(
      `“–” stands for ${choice.form.noun.many} without a known ${group.label.toLowerCase()}${chart}.`,
    );
  }
  return notes.map((note) => make("p", { class: "note" }, note));
}

/** @param {Choice} choice */
function sayNothingMatches(choice) {
  const narrowing = sayNarrowing(choice);
  if (narrowing.length === 0) return `There are no ${choice.form.noun.many} yet.`;
  return `No ${choice.form.noun.one} matches ${narrowing.join(" and ")}. Take a value away to widen the question.`;
}

/** @param {number} count */
function sayRows(count) {
  return count === 1 ? "1 row" : `${count.toLocaleString()} rows`;
}

/** @param {Choice} choice @returns {CsvColumn[]} */
function csvColumns(choice) {
  const group = groupOf(choice);
  const { measure } = measureOf(choice);
  const { known } = metricOf(choice);
  const { count, noun } = choice.form;
  return [
    ...(group === undefined
      ? []
      : [{ heading: group.label, field: group.field, isText: group.type === "string" }]),
    { heading: sayMeasure(choice), field: measure, isText: false },
    ...(known === undefined || known === measure
      ? []
      : [{ heading: sayMeasure({ ...choice, aggregation: "count" }), field: known, isText: false }]),
    { heading: capitalised(noun.many), field: count, isText: false },
  ];
}
