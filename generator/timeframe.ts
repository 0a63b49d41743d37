// What a timeframe's values are: what kind, in what order, and how filters on them are written.
import type { FilterLanguage } from "./filter/tree.ts";
import type { DimensionGroup } from "./model/field.ts";
import { type Calendar, type Timeframe, TIMEFRAMES, WEEKDAYS } from "./model/timeframe.ts";

const NUMBERS: ReadonlySet<Timeframe> = new Set([
  "hour_of_day",
  "day_of_week_index",
  "day_of_month",
  "day_of_year",
  "week_of_year",
  "month_num",
  "fiscal_month_num",
]);
const TEXTS: ReadonlySet<Timeframe> = new Set([
  "time_of_day",
  "day_of_week",
  "month_name",
  "quarter_of_year",
  "fiscal_quarter_of_year",
]);

/**
 * Whether its values are stretches of time, which follow each other and are filtered as dates are; the others are
 * numbers or texts that come again (`hour_of_day`), and filtered as such.
 */
export function isStretch(timeframe: Timeframe): boolean {
  return !NUMBERS.has(timeframe) && !TEXTS.has(timeframe);
}

/** Whether it needs the time of day, which a date does not have. */
export function isWithinDay(timeframe: Timeframe): boolean {
  return /^(?:time|micro|milli|second|minute|hour)/.test(timeframe);
}

/** The language filters on it are written in. */
export function timeframeLanguage(
  group: Pick<DimensionGroup, "datatype">,
  timeframe: Timeframe,
): FilterLanguage {
  if (NUMBERS.has(timeframe)) return "number";
  if (TEXTS.has(timeframe)) return "string";
  return group.datatype === "timestamp" ? "date_time" : "date";
}

/** What its values are in an answer. */
export function timeframeType(timeframe: Timeframe): "number" | "date" | "string" {
  if (NUMBERS.has(timeframe) || timeframe === "year") return "number";
  return timeframe === "date" || timeframe === "raw" ? "date" : "string";
}

/** What it adds to the label of its group, Looker's words: `Day of Week`; empty for `raw`. */
export function timeframeLabel(timeframe: Timeframe): string {
  if (timeframe === "raw") return "";
  return timeframe
    .split("_")
    .map((word) => (word === "of" ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`))
    .join(" ");
}

/** The timeframe that its values are sorted by, where that is not they themselves. */
export function sortedAs(timeframe: Timeframe): Timeframe | undefined {
  if (timeframe === "day_of_week") return "day_of_week_index";
  return timeframe === "month_name" ? "month_num" : undefined;
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** All values of a timeframe that comes again, in order; undefined of the others, and where they are too many to list. */
export function timeframeValues(
  timeframe: Timeframe,
  calendar: Calendar,
): readonly (string | number)[] | undefined {
  const numbers = (from: number, to: number): readonly number[] =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);
  switch (timeframe) {
    case "hour_of_day":
      return numbers(0, 23);
    case "day_of_week_index":
      return numbers(0, 6);
    case "day_of_week": {
      const first = WEEKDAYS.indexOf(calendar.weekStart);
      const days = [...WEEKDAYS.slice(first), ...WEEKDAYS.slice(0, first)];
      return days.map((day) => `${day.charAt(0).toUpperCase()}${day.slice(1)}`);
    }
    case "day_of_month":
      return numbers(1, 31);
    case "month_num":
    case "fiscal_month_num":
      return numbers(1, 12);
    case "month_name":
      return MONTHS;
    case "quarter_of_year":
    case "fiscal_quarter_of_year":
      return ["Q1", "Q2", "Q3", "Q4"];
    default:
      return undefined;
  }
}

/** The timeframes a list names, in Looker's order. */
export function timeframesNamed(names: readonly string[]): readonly Timeframe[] {
  return TIMEFRAMES.filter((known) => names.includes(known));
}
