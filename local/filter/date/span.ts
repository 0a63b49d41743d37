// A term of a date filter -> the stretch of wall-clock time it names.
import type { DateTerm, Period } from "../../../generator/index.ts";
import { add, type Calendar, latest, startOf, type WallTime, wallTime } from "./calendar.ts";

/** From a time to another, which is left out; a side without a time is open. */
export interface Span {
  readonly start: WallTime | undefined;
  readonly end: WallTime | undefined;
}

interface Whole extends Span {
  readonly start: WallTime;
  readonly end: WallTime;
}

/**
 * Periods are whole: `3 days` are today and the two days before it, `3 days ago` is that one day, `2 months
 * from now` that one month, and what `before`, `after`, `for` and `to` are told is the start of the period
 * (docs.cloud.google.com/looker/docs/filter-expressions, "Relative dates").
 * @param now called for terms relative to the current time only
 */
export function spanOf(
  term: Exclude<DateTerm, { kind: "null" | "not null" }>,
  now: () => WallTime,
  calendar: Calendar,
): Span {
  const period = (one: Period): Whole => periodOf(one, now, calendar);
  switch (term.kind) {
    case "in":
      return period(term.period);
    case "last": {
      const { count, unit } = term.interval;
      const current = startOf(unit, now(), calendar);
      return { start: add(current, 1 - count, unit), end: add(current, 1, unit) };
    }
    case "for": {
      const { start } = period(term.start);
      return { start, end: add(start, term.interval.count, term.interval.unit) };
    }
    case "to":
      return { start: period(term.start).start, end: period(term.end).start };
    case "before":
      return { start: undefined, end: period(term.period).start };
    case "after":
      return { start: period(term.period).start, end: undefined };
  }
}

function periodOf(period: Period, now: () => WallTime, calendar: Calendar): Whole {
  switch (period.kind) {
    case "relative": {
      const start = add(startOf(period.unit, now(), calendar), period.count, period.unit);
      return { start, end: add(start, 1, period.unit) };
    }
    case "weekday": {
      const start = latest(period.weekday, now());
      return { start, end: add(start, 1, "day") };
    }
    case "fiscal year": {
      const start = wallTime(period.year, 1 + calendar.fiscalMonthOffset);
      return { start, end: add(start, 1, "year") };
    }
    case "quarter": {
      const first = 3 * period.quarter - 2 + (period.fiscal ? calendar.fiscalMonthOffset : 0);
      const start = wallTime(period.year, first);
      return { start, end: add(start, 1, "quarter") };
    }
    case "moment": {
      const { year, month, day, hour, minute, second } = period;
      const start = wallTime(year, month, day, hour, minute, second);
      const given = [month, day, hour, minute, second].filter((part) => part !== undefined).length;
      return { start, end: add(start, 1, MOMENT_UNITS[given] ?? "second") };
    }
  }
}

/** How long a moment is, by how many of its parts are given beside the year. */
const MOMENT_UNITS = ["year", "month", "day", "hour", "minute", "second"] as const;
