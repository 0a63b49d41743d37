// The model's week and fiscal year as written -> its calendar.
import { type Calendar, USUAL_CALENDAR, WEEKDAYS } from "../model/timeframe.ts";
import type { Draft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";

/** What is not said is as Looker has it unless told otherwise. */
export function resolveCalendar(draft: Draft, complaints: Complaints): Calendar {
  const { week_start_day: day, fiscal_month_offset: offset = USUAL_CALENDAR.fiscalMonthOffset } = draft;
  const weekStart = WEEKDAYS.find((known) => known === day);
  if (day !== undefined && weekStart === undefined)
    complaints.unknownWord(["week_start_day"], "a day of the week", day, WEEKDAYS);
  if (Math.abs(offset) > 11)
    complaints.add({
      code: "shape",
      at: ["fiscal_month_offset"],
      message: `a fiscal year cannot start ${offset} months away from January`,
      hint: "write a whole number from -11 to 11: 3 for April, -3 for October of the year before",
    });
  return { weekStart: weekStart ?? USUAL_CALENDAR.weekStart, fiscalMonthOffset: offset };
}
