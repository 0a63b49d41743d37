// @ts-check
// A group's value -> what the group is called in the answer.
/** @import { SheetGroup } from "../server/sheet.ts" */
import { NOTHING, showFigure } from "./figure.js";

/**
 * @param {string | null | undefined} value
 * @param {SheetGroup} group
 * @returns {string}
 */
export function nameGroup(value, group) {
  if (value === null || value === undefined) return NOTHING;
  if (value === "") return "(empty)";
  if (group.timeframe === "quarter")
    return value.replace(/-(\d\d)$/, (_, month) => `-Q${Math.ceil(Number(month) / 3)}`);
  if (group.timeframe !== undefined || group.type !== "number") return value;
  return showFigure(value, group.format);
}

/**
 * @param {string} value of a group that is a time
 * @param {SheetGroup} group
 * @returns {number | undefined} the timeframe's place on an even time axis, counted in timeframes
 */
export function placeInTime(value, group) {
  const [, year, month = "1", day = "1"] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(value) ?? [];
  if (year === undefined) return undefined;
  const days = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000;
  switch (group.timeframe) {
    case "year":
      return Number(year);
    case "quarter":
      return Number(year) * 4 + Math.floor((Number(month) - 1) / 3);
    case "month":
      return Number(year) * 12 + Number(month) - 1;
    case "week":
      return Math.floor((days + 3) / 7);
    default:
      return days;
  }
}

/**
 * @param {number} place as {@link placeInTime} gives it
 * @param {SheetGroup} group that is a time
 * @returns {string} what the timeframe there is called, whether or not the answer has it
 */
export function nameTime(place, group) {
  const day = (/** @type {number} */ days) => new Date(days * 86_400_000).toISOString().slice(0, 10);
  switch (group.timeframe) {
    case "year":
      return String(place);
    case "quarter":
      return `${Math.floor(place / 4)}-Q${(place % 4) + 1}`;
    case "month":
      return `${Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, "0")}`;
    case "week":
      // Day 0 was a Thursday, and weeks begin on Mondays.
      return day(place * 7 - 3);
    default:
      return day(place);
  }
}

/** How many timeframes may lie between two labels of a time axis, so that they fall on round ones. */
export const ROUND_STEPS = {
  year: [1, 2, 5, 10, 20, 25, 50, 100, 200],
  quarter: [1, 2, 4, 8, 20, 40, 80, 200],
  month: [1, 3, 6, 12, 24, 60, 120, 240, 600],
  week: [1, 2, 4, 13, 26, 52, 104, 260, 520],
  date: [1, 2, 7, 14, 28, 91, 182, 365, 730, 1825, 3650],
  raw: [1, 2, 7, 14, 28, 91, 182, 365, 730, 1825, 3650],
};
