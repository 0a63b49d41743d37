// An answer by one dimension -> the same with a row for each value that is missing between the first and the last.
import { Mistake, type Model, type Timeframe } from "../../generator/index.ts";
import type { Answer, Cell } from "../answer.ts";
import { type Bounds, boundsOf, NO_BOUNDS } from "./bounds.ts";
import { dimensionsOf } from "../plan/coarser.ts";
import type { Plan } from "../plan.ts";
import type { WholeQuestion } from "../question.ts";

/** What is filled in, and where. */
export interface Fill extends Bounds {
  /** Full name of the dimension. */
  readonly field: string;
  readonly step: Step;
  /** How rows stand by the dimension; undefined when they stand by something else, and what is filled in comes last. */
  readonly descending: boolean | undefined;
  /** The most rows to give; undefined means all of them. */
  readonly limit: number | undefined;
}

/** How one value leads to the next. */
type Step = "yesno" | "date" | "week" | "month" | "quarter" | "year";

/** Days of 270 years; nobody reads more. */
const MOST_FILLED = 100_000;

/**
 * Looker's rule, as far as it is followed: times and yes or no, where nothing else is grouped by.
 * @param planned the plan of the question
 * @returns undefined when the question fills in nothing
 * @throws Mistake for what cannot be filled in
 */
export function fillOf(model: Model, question: WholeQuestion, planned: Plan): Fill | undefined {
  const [field, ...more] = new Set(question.fillFields);
  if (field === undefined) return undefined;
  const column = planned.columns.find((one) => one.name === field);
  const dimensions = dimensionsOf(model, question);
  if (column === undefined)
    throw new Mistake(`The query fills in ${field}, which is not one of its fields. Add it to fields.`);
  const refuse = (why: string): Mistake => new Mistake(`The query cannot fill in ${field}: ${why}`);
  if (column.kind === "measure")
    throw refuse(
      dimensions.length === 1
        ? `it is a measure. Fill in ${dimensions.join("")}.`
        : "it is a measure. Leave fill_fields out.",
    );
  if (more.length > 0 || dimensions.length > 1) {
    const others = dimensions.filter((name) => name !== field);
    throw refuse(
      `missing values can be filled in only where one dimension is grouped by. Leave fill_fields out, or leave ${others.join(" and ")} out of the fields.`,
    );
  }
  const [hiding] = planned.having;
  if (hiding !== undefined)
    throw refuse(
      `the filter on ${hiding.measure.name} takes groups away, and they would look as if they were missing. Leave fill_fields or that filter out.`,
    );
  if (planned.havingSql !== undefined)
    throw refuse(
      "the explore keeps groups back by a condition of its own (sql_always_having), and they would look as if they were missing. Leave fill_fields out.",
    );
  const { timeframe } = column.shownSql;
  const step = column.type === "yesno" ? "yesno" : stepOf(column.isTime ? timeframe : undefined);
  if (step === undefined)
    throw refuse(
      "nobody can say which of its values are missing. Leave fill_fields out; dates and yes or no alone can be filled in.",
    );
  // What a filter on it takes away is not missing.
  if (step === "yesno" && (question.filters[field] ?? "").trim() !== "") return undefined;
  const [first] = planned.sorts;
  const descending = first?.field === field ? first.descending : undefined;
  const bounds = step === "yesno" ? NO_BOUNDS : boundsOf(column, planned.where);
  return { field, step, ...bounds, descending, limit: question.limit };
}

function stepOf(timeframe: Timeframe | undefined): Step | undefined {
  const steps: readonly Step[] = ["date", "week", "month", "quarter", "year"];
  return steps.find((step) => step === timeframe);
}

/**
 * Rows that are filled in have no value in any measure, a count neither, as in Looker.
 * @param rows all groups, in order
 * @throws Mistake when there would be more than 100,000 of them
 */
export function fillRows(rows: Answer["rows"], fill: Fill, measures: readonly string[]): Answer["rows"] {
  const cut = (all: Answer["rows"]): Answer["rows"] =>
    fill.limit === undefined ? all : all.slice(0, fill.limit);
  const present = new Map(rows.map((row) => [row[fill.field] ?? null, row]));
  const missing = (value: Cell): Answer["rows"][number] => ({
    [fill.field]: value,
    ...Object.fromEntries(measures.map((measure) => [measure, null])),
  });
  const values = valuesBetween([...present.keys()], fill);
  if (fill.descending === undefined) {
    const added = values.filter((value) => !present.has(value)).map(missing);
    return cut([...rows, ...added]);
  }
  const ordered = fill.descending ? values.toReversed() : values;
  const unknown = present.get(null);
  return cut([
    ...ordered.map((value) => present.get(value) ?? missing(value)),
    ...(unknown === undefined ? [] : [unknown]),
  ]);
}

/** All values from the first to the last, or as far as the question's filter on them goes, in order. */
function valuesBetween(cells: readonly Cell[], fill: Fill): readonly Cell[] {
  if (fill.step === "yesno") return cells.length === 0 ? [] : [false, true];
  const step = fill.step;
  const times = cells.filter((cell) => cell !== null).map((cell) => timeOf(cell, fill));
  if (times.length === 0) return [];
  // A value that the filter reaches into is filled in, though it began before.
  const first = fill.from === undefined ? [] : [startOf(fill.from, step)];
  const last = fill.until === undefined ? [] : [startOf(fill.until - 1, step)];
  const end = [...times, ...last].reduce((one, other) => Math.max(one, other));
  const values: Cell[] = [];
  for (
    let time = [...times, ...first].reduce((one, other) => Math.min(one, other));
    time <= end;
    time = nextOf(time, step)
  ) {
    if (values.length >= MOST_FILLED)
      throw new Mistake(
        `The query fills in ${fill.field} with more than ${MOST_FILLED} rows. Narrow it with a filter on ${fill.field}, or ask by the year.`,
      );
    values.push(writtenAs(time, step));
  }
  return values;
}

/** The start of a value, in milliseconds; `2004`, `2004-07` and `2004-07-01` all are ISO 8601. */
function timeOf(cell: Cell, fill: Fill): number {
  const text = fill.step === "year" ? String(cell).padStart(4, "0") : String(cell);
  const time = /^\d{4}(-\d\d){0,2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw new Mistake(
      `The query cannot fill in ${fill.field}: it holds ${text}, and what follows that cannot be said. Narrow it with a filter on ${fill.field}, such as 2000 to 2030.`,
    );
  return time;
}

/** The start of the value that a time is in. */
function startOf(time: number, step: Exclude<Step, "yesno">): number {
  const date = new Date(time);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const start = new Date(0);
  switch (step) {
    case "date":
      start.setUTCFullYear(year, month, day);
      break;
    case "week":
      // Weeks begin on Monday, as the warehouse cuts them.
      start.setUTCFullYear(year, month, day - ((date.getUTCDay() + 6) % 7));
      break;
    case "month":
      start.setUTCFullYear(year, month, 1);
      break;
    case "quarter":
      start.setUTCFullYear(year, month - (month % 3), 1);
      break;
    case "year":
      start.setUTCFullYear(year, 0, 1);
      break;
  }
  return start.getTime();
}

function nextOf(time: number, step: Exclude<Step, "yesno">): number {
  const date = new Date(time);
  const { days, months } = LENGTHS[step];
  date.setUTCMonth(date.getUTCMonth() + months, date.getUTCDate() + days);
  return date.getTime();
}

const LENGTHS: Readonly<Record<Exclude<Step, "yesno">, { readonly days: number; readonly months: number }>> =
  {
    date: { days: 1, months: 0 },
    week: { days: 7, months: 0 },
    month: { days: 0, months: 1 },
    quarter: { days: 0, months: 3 },
    year: { days: 0, months: 12 },
  };

/** As the warehouse gives it. */
function writtenAs(time: number, step: Exclude<Step, "yesno">): Cell {
  const text = new Date(time).toISOString();
  switch (step) {
    case "year":
      return Number(text.slice(0, 4));
    case "month":
    case "quarter":
      return text.slice(0, 7);
    case "date":
    case "week":
      return text.slice(0, 10);
  }
}
