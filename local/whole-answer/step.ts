// A value of a timeframe -> the time it starts at, and the value that follows it.
import { type Calendar, isStretch, partOfDay, type Timeframe, WEEKDAYS } from "../../generator/index.ts";
import type { Cell } from "../answer.ts";

/** A timeframe whose values follow one another without a gap, and how they are cut. */
export interface TimeStep extends Calendar {
  readonly timeframe: Timeframe;
  /** What is counted, and how many of it are one step. */
  readonly unit: "second" | "minute" | "hour" | "day" | "month";
  readonly count: number;
}

const SECONDS = { second: 1, minute: 60, hour: 3600 } as const;

/** @returns undefined of timeframes whose values come again, and of points in time, which no step leads to */
export function stepOf(timeframe: Timeframe, calendar: Calendar): TimeStep | undefined {
  const of = (unit: TimeStep["unit"], count: number): TimeStep => ({ ...calendar, timeframe, unit, count });
  if (!isStretch(timeframe) || timeframe === "raw" || timeframe === "time") return undefined;
  const part = partOfDay(timeframe);
  // Filled in, a single second would have a thousand values.
  if (part?.unit === "millisecond") return undefined;
  if (part !== undefined) return of(part.unit, part.count);
  switch (timeframe) {
    case "second":
    case "minute":
    case "hour":
      return of(timeframe, 1);
    case "date":
      return of("day", 1);
    case "week":
      return of("day", 7);
    case "month":
      return of("month", 1);
    case "quarter":
    case "fiscal_quarter":
      return of("month", 3);
    case "year":
    case "fiscal_year":
      return of("month", 12);
    default:
      return undefined;
  }
}

/**
 * When a value starts, in milliseconds: `2004`, `2004-07`, `2004-07-01`, `2004-07-01 05`, `2004-07-01 05:30:00`,
 * `FY2004-Q3`; NaN where nobody can say.
 */
export function readStart(cell: Cell, step: TimeStep): number {
  const text = typeof cell === "number" ? String(cell).padStart(4, "0") : String(cell);
  const [, fiscal, quarter = "1"] = /^FY(\d{4})(?:-Q([1-4]))?$/.exec(text) ?? [];
  if (fiscal !== undefined) return dayOf(Number(fiscal), 3 * (Number(quarter) - 1) + firstMonth(step), 1);
  const day = /^(\d{4}(?:-\d\d){0,2})(?: (\d\d)(?::(\d\d))?(?::(\d\d))?)?$/.exec(text);
  if (day === null) return Number.NaN;
  const [, date = "", hour = "0", minute = "0", second = "0"] = day;
  return Date.parse(date) + 1000 * (Number(hour) * 3600 + Number(minute) * 60 + Number(second));
}

/**
 * The start of the value that a time is in.
 * @param time in milliseconds
 */
export function startOf(time: number, step: TimeStep): number {
  const date = new Date(time);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  switch (step.unit) {
    case "second":
    case "minute":
    case "hour": {
      // What a day is parted into begins with the day, and no part lasts longer.
      const length = 1000 * SECONDS[step.unit] * step.count;
      return Math.floor(time / length) * length;
    }
    case "day": {
      const since = (date.getUTCDay() + 13 - WEEKDAYS.indexOf(step.weekStart)) % 7;
      return dayOf(year, month, step.count === 7 ? day - since : day);
    }
    case "month": {
      const moved = month - firstMonth(step);
      return dayOf(year, Math.floor(moved / step.count) * step.count + firstMonth(step), 1);
    }
  }
}

/** The start of the value that follows the one that starts then. */
export function nextOf(time: number, { unit, count }: TimeStep): number {
  const date = new Date(time);
  switch (unit) {
    case "second":
    case "minute":
    case "hour":
      return time + 1000 * SECONDS[unit] * count;
    case "day":
      return date.setUTCDate(date.getUTCDate() + count);
    case "month":
      return date.setUTCMonth(date.getUTCMonth() + count);
  }
}

/** As the warehouse gives it. */
export function writtenAs(time: number, step: TimeStep): Cell {
  const text = new Date(time).toISOString().replace("T", " ");
  switch (step.timeframe) {
    case "year":
      return Number(text.slice(0, 4));
    case "month":
    case "quarter":
      return text.slice(0, 7);
    case "fiscal_quarter":
    case "fiscal_year": {
      const date = new Date(time);
      date.setUTCMonth(date.getUTCMonth() - firstMonth(step));
      const year = `FY${date.toISOString().slice(0, 4)}`;
      return step.count === 12 ? year : `${year}-Q${date.getUTCMonth() / 3 + 1}`;
    }
    case "date":
    case "week":
      return text.slice(0, 10);
    case "hour":
      return text.slice(0, 13);
    case "minute":
      return text.slice(0, 16);
    default:
      return text.slice(0, 19);
  }
}

/** The month that years begin with, counted from January as 0. */
function firstMonth({ timeframe, fiscalMonthOffset }: TimeStep): number {
  return timeframe.startsWith("fiscal") ? fiscalMonthOffset : 0;
}

/** Years before 100 stay what they are, which Date.UTC would take for years of the twentieth century. */
function dayOf(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}
