// Arithmetic on the wall clock: where units of time start, and what comes so many units later.
import { daysInMonth, type Unit, type Weekday, WEEKDAYS } from "../../../generator/index.ts";

/**
 * What a clock on the wall shows, wherever it hangs: the milliseconds from 1970-01-01 00:00:00 to the time
 * shown, counted as if every day had 24 hours.
 */
export type WallTime = number;

/** How weeks and fiscal years are counted. */
export interface Calendar {
  readonly weekStart: Weekday;
  readonly fiscalMonthOffset: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param month from 1; below and above a year's months it counts on into the years before and after */
export function wallTime(year: number, month = 1, day = 1, hour = 0, minute = 0, second = 0): WallTime {
  // Date.UTC would read the years 0 to 99 as 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month - 1, day) + hour * HOUR + minute * MINUTE + second * SECOND;
}

/** The start of the unit that a time lies in. */
export function startOf(unit: Unit, time: WallTime, calendar: Calendar): WallTime {
  const [year, month] = monthOf(time);
  switch (unit) {
    case "second":
      return floor(time, SECOND);
    case "minute":
      return floor(time, MINUTE);
    case "hour":
      return floor(time, HOUR);
    case "day":
      return floor(time, DAY);
    case "week":
      return latest(calendar.weekStart, time);
    case "month":
      return wallTime(year, month);
    case "quarter":
      return wallTime(year, floor(month - 1, 3) + 1);
    case "year":
      return wallTime(year);
    case "fiscal quarter":
    case "fiscal year": {
      const months = unit === "fiscal year" ? 12 : 3;
      const offset = calendar.fiscalMonthOffset;
      return wallTime(0, floor(year * 12 + month - 1 - offset, months) + offset + 1);
    }
  }
}

/** So many units later, or earlier for a count below 0; the last day of a month where the day does not exist. */
export function add(time: WallTime, count: number, unit: Unit): WallTime {
  switch (unit) {
    case "second":
      return time + count * SECOND;
    case "minute":
      return time + count * MINUTE;
    case "hour":
      return time + count * HOUR;
    case "day":
      return time + count * DAY;
    case "week":
      return time + count * 7 * DAY;
    case "month":
      return addMonths(time, count);
    case "quarter":
    case "fiscal quarter":
      return addMonths(time, count * 3);
    case "year":
    case "fiscal year":
      return addMonths(time, count * 12);
  }
}

/** The start of the latest day of that name, today included. */
export function latest(weekday: Weekday, time: WallTime): WallTime {
  const day = floor(time, DAY);
  // 1970-01-01 was a Thursday; Monday is 0.
  const since = day / DAY + 3 - WEEKDAYS.indexOf(weekday);
  return day - (since - floor(since, 7)) * DAY;
}

function addMonths(time: WallTime, count: number): WallTime {
  const [year, month] = monthOf(time);
  const day = Math.min(new Date(time).getUTCDate(), daysInMonth(year, month + count));
  return wallTime(year, month + count, day) + (time - floor(time, DAY));
}

function monthOf(time: WallTime): readonly [year: number, month: number] {
  const date = new Date(time);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1];
}

function floor(value: number, step: number): number {
  return Math.floor(value / step) * step;
}
