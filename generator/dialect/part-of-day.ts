// A timeframe -> the stretch of a day that it stands for, where it is one of several hours or minutes.
import type { Timeframe } from "../model/timeframe.ts";

/** `hour6` -> hours, six of them; undefined for what is not such a part of a day. */
export function partOfDay(
  timeframe: Timeframe,
): { readonly unit: "hour" | "minute"; readonly count: number } | undefined {
  const [, unit, count] = /^(hour|minute)(\d+)$/.exec(timeframe) ?? [];
  if ((unit !== "hour" && unit !== "minute") || count === undefined) return undefined;
  return { unit, count: Number(count) };
}
