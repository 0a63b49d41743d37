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
      return Math.floor(days / 7);
    default:
      return days;
  }
}
