// What a filter expression means depends on: the time, the calendar, and who asks.
import type { Weekday } from "../../generator/index.ts";

/** Handed in from the edge; nothing in this room reads a clock. */
export interface FilterContext {
  /** The current time; without it, expressions relative to it are refused. */
  readonly now: Date | undefined;
  /** The zone in which days begin, by its IANA name, e.g. `Europe/Berlin`. Stored times are UTC. */
  readonly timeZone: string;
  /** Looker's `week_start_day`. */
  readonly weekStart: Weekday;
  /** Looker's `fiscal_month_offset`: how many months after January the fiscal year starts; below 0, before. */
  readonly fiscalMonthOffset: number;
  /** The user attributes of whoever asks, by name; each is an expression or a part of one. */
  readonly userAttributes: Readonly<Record<string, string>>;
}

/** What is not given is as Looker has it unless told otherwise: UTC, weeks from Monday, fiscal years from January. */
export function filterContext(given: Partial<FilterContext>): FilterContext {
  return {
    now: given.now,
    timeZone: given.timeZone ?? "UTC",
    weekStart: given.weekStart ?? "monday",
    fiscalMonthOffset: given.fiscalMonthOffset ?? 0,
    userAttributes: given.userAttributes ?? {},
  };
}
