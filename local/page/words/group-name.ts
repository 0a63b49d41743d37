// A group's value -> what the group is called in the answer, and where it stands when it is a time.
import type { ChartAxis, Timeframe } from "../props.ts";
import { NOTHING, showFigure } from "./figure.ts";

/** What is needed of a group or an axis to name its values. */
export type Named = Pick<ChartAxis, "type" | "format" | "timeframe">;

/** @param value null for rows without one */
export function nameGroup(value: string | null | undefined, group: Named): string {
  if (value === null || value === undefined) return NOTHING;
  if (value === "") return "(empty)";
  if (group.timeframe === "quarter")
    return value.replace(/-(\d\d)$/, (_, month: string) => `-Q${Math.ceil(Number(month) / 3)}`);
  if (group.timeframe !== undefined || group.type !== "number") return value;
  return showFigure(value, group.format);
}

/** The order of what stands side by side: numbers by size, anything else from A to Z, what is not known last. */
export function compareSplits(one: string | null, other: string | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return one.localeCompare(other, undefined, { numeric: true });
}

/**
 * @param value of a group that is a time
 * @returns the timeframe's place on an even time axis, counted in timeframes; undefined for what is no time
 */
export function placeInTime(value: string, group: Pick<Named, "timeframe">): number | undefined {
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
 * @param place as {@link placeInTime} gives it
 * @returns what the timeframe there is called, whether or not the answer has it
 */
export function nameTime(place: number, group: Pick<Named, "timeframe">): string {
  const day = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);
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

/** How many timeframes may lie between two labels of a time axis, so that they fall on round ones; rising. */
export const ROUND_STEPS: Readonly<Record<Timeframe, readonly number[]>> = {
  year: [1, 2, 5, 10, 20, 25, 50, 100, 200],
  quarter: [1, 2, 4, 8, 20, 40, 80, 200],
  month: [1, 3, 6, 12, 24, 60, 120, 240, 600],
  week: [1, 2, 4, 13, 26, 52, 104, 260, 520],
  date: [1, 2, 7, 14, 28, 91, 182, 365, 730, 1825, 3650],
  raw: [1, 2, 7, 14, 28, 91, 182, 365, 730, 1825, 3650],
};
