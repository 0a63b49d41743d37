// Date filters -> stretches of time, as Looker's documentation gives them, in every zone and calendar.
import { describe, expect, test } from "vitest";
import type { Condition } from "../local/filter/condition.ts";
import { type FilterContext, filterContext } from "../local/filter/context.ts";
import { readFilter } from "../local/filter/filter.ts";

function asked(
  expression: string,
  context: Partial<FilterContext>,
  language: "date" | "date_time" = "date_time",
): string {
  return stretch(readFilter(expression, language, "view.field", filterContext(context)));
}

/** Both ends of a stretch of time, `..` for an open one; the time of midnight is left out. */
function stretch(condition: Condition): string {
  switch (condition.kind) {
    case "or":
      return condition.terms.map(stretch).join(" or ");
    case "and":
      return condition.terms.map(stretch).join("").replace("....", "..");
    case "compare": {
      const value = condition.value.replace(" 00:00:00", "");
      return condition.comparison === ">=" ? `${value}..` : `..${value}`;
    }
    default:
      return condition.kind;
  }
}

describe("the examples of Looker's documentation, on Friday, 2018-05-18 18:30:02", () => {
  const now = new Date("2018-05-18T18:30:02.345Z");
  test.each([
    // docs.cloud.google.com/looker/docs/filter-expressions, "Relative dates"
    ["1 second", "2018-05-18 18:30:02..2018-05-18 18:30:03"],
    // The page has it end with the last second, unlike every other unit; here, as everywhere, the current one is in.
    ["60 seconds", "2018-05-18 18:29:03..2018-05-18 18:30:03"],
    ["60 seconds ago for 1 second", "2018-05-18 18:29:02..2018-05-18 18:29:03"],
    ["1 minute", "2018-05-18 18:30:00..2018-05-18 18:31:00"],
    ["60 minutes", "2018-05-18 17:31:00..2018-05-18 18:31:00"],
    ["60 minutes ago for 1 minute", "2018-05-18 17:30:00..2018-05-18 17:31:00"],
    ["1 hour", "2018-05-18 18:00:00..2018-05-18 19:00:00"],
    ["24 hours", "2018-05-17 19:00:00..2018-05-18 19:00:00"],
    ["24 hours ago for 1 hour", "2018-05-17 18:00:00..2018-05-17 19:00:00"],
    ["today", "2018-05-18..2018-05-19"],
    ["2 days", "2018-05-17..2018-05-19"],
    ["1 day ago", "2018-05-17..2018-05-18"],
    ["7 days ago for 7 days", "2018-05-11..2018-05-18"],
    ["today for 7 days", "2018-05-18..2018-05-25"],
    ["last 3 days", "2018-05-16..2018-05-19"],
    // The page has it start today; like months and weeks from now, it is the one day.
    ["7 days from now", "2018-05-25..2018-05-26"],
    ["1 week", "2018-05-14..2018-05-21"],
    ["this week", "2018-05-14..2018-05-21"],
    ["before this week", "..2018-05-14"],
    ["after this week", "2018-05-14.."],
    ["next week", "2018-05-21..2018-05-28"],
    ["2 weeks", "2018-05-07..2018-05-21"],
    ["last week", "2018-05-07..2018-05-14"],
    ["1 week ago", "2018-05-07..2018-05-14"],
    ["1 month", "2018-05-01..2018-06-01"],
    ["this month", "2018-05-01..2018-06-01"],
    ["2 months", "2018-04-01..2018-06-01"],
    ["last month", "2018-04-01..2018-05-01"],
    ["2 months ago", "2018-03-01..2018-04-01"],
    ["before 2 months ago", "..2018-03-01"],
    ["next month", "2018-06-01..2018-07-01"],
    ["2 months from now", "2018-07-01..2018-08-01"],
    ["6 months from now for 3 months", "2018-11-01..2019-02-01"],
    ["1 quarter", "2018-04-01..2018-07-01"],
    ["this quarter", "2018-04-01..2018-07-01"],
    ["2 quarters", "2018-01-01..2018-07-01"],
    ["last quarter", "2018-01-01..2018-04-01"],
    ["2 quarters ago", "2017-10-01..2018-01-01"],
    ["before 2 quarters ago", "..2017-10-01"],
    ["next quarter", "2018-07-01..2018-10-01"],
    ["2018-07-01 for 1 quarter", "2018-07-01..2018-10-01"],
    ["2018-Q4", "2018-10-01..2019-01-01"],
    ["1 year", "2018-01-01..2019-01-01"],
    ["this year", "2018-01-01..2019-01-01"],
    ["next year", "2019-01-01..2020-01-01"],
    ["2 years", "2017-01-01..2019-01-01"],
    ["last year", "2017-01-01..2018-01-01"],
    ["2 years ago", "2016-01-01..2017-01-01"],
    ["before 2 years ago", "..2016-01-01"],
    // "Absolute dates"
    ["2018/05/29", "2018-05-29..2018-05-30"],
    ["2018/05/10 for 3 days", "2018-05-10..2018-05-13"],
    ["after 2018/05/10", "2018-05-10.."],
    ["before 2018/05/10", "..2018-05-10"],
    ["2018/05", "2018-05-01..2018-06-01"],
    ["2018/05 for 2 months", "2018-05-01..2018-07-01"],
    ["2018/05/10 05:00 for 5 hours", "2018-05-10 05:00:00..2018-05-10 10:00:00"],
    ["2018/05/10 for 5 months", "2018-05-10..2018-10-10"],
    ["2018", "2018-01-01..2019-01-01"],
    // "Basic structure of date and time filters"
    ["3 days ago", "2018-05-15..2018-05-16"],
    ["3 months ago for 2 days", "2018-02-01..2018-02-03"],
    ["before 3 days ago", "..2018-05-15"],
    ["before 2018-01-01 12:00:00", "..2018-01-01 12:00:00"],
    ["after 2018-10-05", "2018-10-05.."],
    ["2018-05-18 12:00:00 to 2018-05-18 14:00:00", "2018-05-18 12:00:00..2018-05-18 14:00:00"],
    ["this year to second", "2018-01-01..2018-05-18 18:30:02"],
    ["this week to day", "2018-05-14..2018-05-18"],
    ["2018-01-01 12:00:00 for 3 days", "2018-01-01 12:00:00..2018-01-04 12:00:00"],
    ["yesterday", "2018-05-17..2018-05-18"],
    ["tomorrow", "2018-05-19..2018-05-20"],
    ["Monday", "2018-05-14..2018-05-15"],
    ["after Monday", "2018-05-14.."],
    ["before Monday", "..2018-05-14"],
    ["friday", "2018-05-18..2018-05-19"],
    ["saturday", "2018-05-12..2018-05-13"],
    ["3 days from now", "2018-05-21..2018-05-22"],
    ["3 days from now for 2 weeks", "2018-05-21..2018-06-04"],
    ["today, 7 days ago", "2018-05-18..2018-05-19 or 2018-05-11..2018-05-12"],
    ["before now", "..2018-05-18 18:30:02"],
  ])("%s", (expression, expected) => {
    expect(asked(expression, { now })).toBe(expected);
  });
  test.each([
    ["FY2018", "2018-04-01..2019-04-01"],
    ["FY2018-Q1", "2018-04-01..2018-07-01"],
    ["this fiscal quarter", "2018-04-01..2018-07-01"],
    ["last fiscal quarter", "2018-01-01..2018-04-01"],
    ["this fiscal year", "2018-04-01..2019-04-01"],
    ["2 fiscal years", "2017-04-01..2019-04-01"],
    ["before next fiscal year", "..2019-04-01"],
  ])("%s, with fiscal years from April", (expression, expected) => {
    expect(asked(expression, { now, fiscalMonthOffset: 3 })).toBe(expected);
  });
});

describe("days, which have no hours", () => {
  const now = new Date("2018-05-18T18:30:02Z");
  test.each([
    ["3 days", "2018-05-16..2018-05-19"],
    ["2018-05-18", "2018-05-18..2018-05-19"],
    ["this year to second", "2018-01-01..2018-05-18"],
    ["before 2018-01-01 12:00:00", "..2018-01-01"],
    ["after 2018-01-01 12:00:00", "2018-01-01.."],
    ["2018-05-16 12:00 to 2018-05-18 14:00", "2018-05-16..2018-05-18"],
    ["48 hours", "2018-05-16..2018-05-18"],
  ])("%s is cut down to days", (expression, expected) => {
    expect(asked(expression, { now }, "date")).toBe(expected);
  });
  test("today is today where the clock hangs, and days are not moved", () => {
    expect(asked("today", { now, timeZone: "Pacific/Auckland" }, "date")).toBe("2018-05-19..2018-05-20");
    expect(asked("2018-05", { now, timeZone: "Pacific/Auckland" }, "date")).toBe("2018-05-01..2018-06-01");
  });
});

describe("time zones", () => {
  test.each([
    // A day of 23 hours and one of 25; the nights the clock is moved.
    ["2024-03-31", "Europe/Berlin", "2024-03-30 23:00:00..2024-03-31 22:00:00"],
    ["2024-10-27", "Europe/Berlin", "2024-10-26 22:00:00..2024-10-27 23:00:00"],
    // 02:30 does not exist: it is read as 03:30; and exists twice: the first is meant.
    ["after 2024-03-31 02:30", "Europe/Berlin", "2024-03-31 01:30:00.."],
    ["after 2024-10-27 02:30", "Europe/Berlin", "2024-10-27 00:30:00.."],
    // Midnight does not exist.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04 03:00:00..2018-11-05 02:00:00"],
    // A day that was left out of the calendar, and a zone of quarter hours.
    ["2011-12-29 for 3 days", "Pacific/Apia", "2011-12-29 10:00:00..2011-12-31 10:00:00"],
    ["2018", "Asia/Kathmandu", "2017-12-31 18:15:00..2018-12-31 18:15:00"],
    // Before zones were zones.
    ["1890", "Europe/Paris", "1889-12-31 23:50:39..1890-12-31 23:50:39"],
    ["0099", "America/New_York", "0099-01-01 04:56:02..0100-01-01 04:56:02"],
    ["9999", "America/New_York", "9999-01-01 05:00:00..10000-01-01 05:00:00"],
  ])("%s in %s", (expression, timeZone, expected) => {
    expect(asked(expression, { timeZone })).toBe(expected);
  });
  test("the current time is read off a clock of the zone", () => {
    const now = new Date("2018-05-18T23:30:00Z");
    expect(asked("today", { now, timeZone: "Europe/Berlin" })).toBe(
      "2018-05-18 22:00:00..2018-05-19 22:00:00",
    );
    expect(asked("1 hour", { now, timeZone: "Asia/Kolkata" })).toBe(
      "2018-05-18 23:30:00..2018-05-19 00:30:00",
    );
  });
  test("one that does not exist is refused", () => {
    expect(() => asked("2018", { timeZone: "Europe/Atlantis" })).toThrow(
      "There is no time zone Europe/Atlantis",
    );
  });
});

describe("calendars", () => {
  const now = new Date("2018-05-18T18:30:02Z");
  test.each([
    ["monday", "2018-05-14..2018-05-21"],
    ["sunday", "2018-05-13..2018-05-20"],
    ["friday", "2018-05-18..2018-05-25"],
    ["saturday", "2018-05-12..2018-05-19"],
  ] as const)("weeks from %s", (weekStart, expected) => {
    expect(asked("this week", { now, weekStart })).toBe(expected);
  });
  test.each([
    [-2, "this fiscal year", "2017-11-01..2018-11-01"],
    [-2, "this fiscal quarter", "2018-05-01..2018-08-01"],
    [-2, "FY2018-Q1", "2017-11-01..2018-02-01"],
    [9, "this fiscal year", "2017-10-01..2018-10-01"],
    [0, "FY2018", "2018-01-01..2019-01-01"],
  ])("a fiscal offset of %i: %s", (fiscalMonthOffset, expression, expected) => {
    expect(asked(expression, { now, fiscalMonthOffset })).toBe(expected);
  });
  test.each([
    ["2020-02-29 for 1 year", "2020-02-29..2021-02-28"],
    ["2020-01-31 for 1 month", "2020-01-31..2020-02-29"],
    ["2020-02-29", "2020-02-29..2020-03-01"],
    ["2019-12 for 2 months", "2019-12-01..2020-02-01"],
  ])("%s", (expression, expected) => {
    expect(asked(expression, {})).toBe(expected);
  });
  test.each([
    ["0000-01 for 1 day", "there is no year 0"],
    ["2019-02-29", "no calendar or clock has 2019-02-29"],
    ["2019-01-01 24:00", "no calendar or clock has 2019-01-01 24:00"],
    ["2016-1", "months and days have two digits"],
    ["3000 years", "reaches beyond the years 1 to 9999"],
    ["999999999999 years from now", "reaches beyond the years 1 to 9999"],
    ["9999999999999 days", "more units than time has"],
  ])("%s is refused", (expression, expected) => {
    expect(() => asked(expression, { now })).toThrow(expected);
  });
});

test("what is relative to now is refused where nobody says what the time is, and nothing else is", () => {
  for (const expression of ["today", "3 days", "before monday", "2018, last month", "this year to day"])
    expect(() => asked(expression, {})).toThrow(`"${expression}" on view.field is relative to today`);
  expect(asked("2018, null", {})).toBe("2018-01-01..2019-01-01 or unknown");
});
