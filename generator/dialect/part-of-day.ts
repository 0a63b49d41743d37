// A timeframe -> the stretch of a day that it stands for, where it is one of several hours, minutes or milliseconds.
import type { Timeframe } from "../model/timeframe.ts";

const UNITS = ["hour", "minute", "millisecond"] as const;

/** `hour6` -> hours, six of them; undefined for what is not such a part of a day. */
export function partOfDay(
  timeframe: Timeframe,
): { readonly unit: "hour" | "minute" | "millisecond"; readonly count: number } | undefined {
  const [, word, count] = /^(hour|minute|millisecond)(\d+)$/.exec(timeframe) ?? [];
  const unit = UNITS.find((one) => one === word);
  return unit === undefined ? undefined : { unit, count: Number(count) };
}
