// An answer by one dimension -> the same with a row for each value that is missing between the first and the last.
import { Mistake, type Model } from "../../generator/index.ts";
import type { Answer, Cell } from "../answer.ts";
import { type Bounds, boundsOf, NO_BOUNDS } from "./bounds.ts";
import { dimensionsOf } from "../plan/coarser.ts";
import { orderName } from "../plan/order.ts";
import type { Plan } from "../plan.ts";
import type { WholeQuestion } from "../question.ts";
import { nextOf, readStart, startOf, stepOf, type TimeStep, writtenAs } from "./step.ts";

/** What is filled in, and where. */
export interface Fill extends Bounds {
  /** Full name of the dimension. */
  readonly field: string;
  readonly step: Step;
  /** All values in order, of a dimension whose values the model knows. */
  readonly listed: readonly Cell[];
  /** How rows stand by the dimension; undefined when they stand by something else, and what is filled in comes last. */
  readonly descending: boolean | undefined;
  /** The most rows to give; undefined means all of them. */
  readonly limit: number | undefined;
  /** Full names of the measures that compare a row with the one before it. */
  readonly comparing: readonly string[];
  /** Full names of the measures that need all rows there are. */
  readonly sharing: readonly string[];
}

/** How one value leads to the next. */
type Step = "listed" | TimeStep;

/** Days of 270 years; nobody reads more. */
const MOST_FILLED = 100_000;

/**
 * Looker's rule, as far as it is followed: times, yes or no, and values the model lists, where nothing else is grouped by.
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
  const listed = column.type === "yesno" ? [false, true] : column.values;
  const isTime = column.isTime && timeframe !== undefined;
  const step = listed === undefined ? (isTime ? stepOf(timeframe, planned.calendar) : undefined) : "listed";
  if (step === undefined)
    throw refuse(
      "nobody can say which of its values are missing. Leave fill_fields out; dates, yes or no, steps and cases alone can be filled in.",
    );
  // What a filter on it takes away is not missing.
  if (step === "listed" && (question.filters[field] ?? "").trim() !== "") return undefined;
  const [first] = planned.sorts;
  const descending =
    first?.field === field || first?.field === orderName(field) ? first.descending : undefined;
  const bounds = step === "listed" ? NO_BOUNDS : boundsOf(column, planned.where);
  const ofType = (type: string): readonly string[] =>
    planned.columns.flatMap((one) => (one.kind === "measure" && one.type === type ? [one.name] : []));
  return {
    field,
    step,
    listed: listed ?? [],
    ...bounds,
    descending,
    limit: question.limit,
    comparing: ofType("percent_of_previous"),
    sharing: ofType("percent_of_total"),
  };
}

/**
 * Rows that are filled in have no value in any measure, a count neither, as in Looker.
 * @param rows all groups, in order
 * @throws Mistake when there would be more than 100,000 of them
 */
export function fillRows(rows: Answer["rows"], fill: Fill, measures: readonly string[]): Answer["rows"] {
  const cut = (all: Answer["rows"]): Answer["rows"] => {
    const cutOff = fill.limit !== undefined && all.length > fill.limit;
    const without = (row: Answer["rows"][number], names: readonly string[]): Answer["rows"][number] =>
      names.length === 0 ? row : { ...row, ...Object.fromEntries(names.map((name) => [name, null])) };
    return all.slice(0, fill.limit).map((row, index) => {
      // What was filled in has no value to compare with.
      const before = all[index - 1];
      const alone = before !== undefined && !present.has(before[fill.field] ?? null);
      return without(row, [...(alone ? fill.comparing : []), ...(cutOff ? fill.sharing : [])]);
    });
  };
  // What something else puts in order can stand at two places.
  const present = new Map<Cell, Answer["rows"]>();
  for (const row of rows) {
    const value = row[fill.field] ?? null;
    present.set(value, [...(present.get(value) ?? []), row]);
  }
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
  return cut([
    ...ordered.flatMap((value) => present.get(value) ?? [missing(value)]),
    ...(present.get(null) ?? []),
  ]);
}

/** All values from the first to the last, or as far as the question's filter on them goes, in order. */
function valuesBetween(cells: readonly Cell[], fill: Fill): readonly Cell[] {
  if (fill.step === "listed") return cells.length === 0 ? [] : fill.listed;
  const step = fill.step;
  const times = cells.filter((cell) => cell !== null).map((cell) => timeOf(cell, fill, step));
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

/** The start of a value, in milliseconds. */
function timeOf(cell: Cell, fill: Fill, step: TimeStep): number {
  const time = readStart(cell, step);
  if (Number.isNaN(time))
    throw new Mistake(
      `The query cannot fill in ${fill.field}: it holds ${cell}, and what follows that cannot be said. Narrow it with a filter on ${fill.field}, such as 2000 to 2030.`,
    );
  return time;
}
