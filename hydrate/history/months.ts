// The months a source was delivered for -> those that are missing between them, and those that are late by its own habit.

import { median } from "../median.ts";

/** A month that was delivered, and when that was first published. */
export interface DeliveredMonth {
  /** `2026-11`. */
  readonly period: string;
  readonly published: Date;
}

/** What is not there and should be. */
export interface MonthGaps {
  /** Months between the first and the last delivered one. */
  readonly missing: readonly string[];
  /** Months after the last delivered one that are overdue, and until when the first of them was expected. */
  readonly late: { readonly periods: readonly string[]; readonly due: Date } | undefined;
}

const DAY_MS = 86_400_000;
/** Nobody is called late for a weekend. */
const GRACE_DAYS = 3;
/** What was published so long after its month was loaded afterwards, and tells nothing of when months come. */
const LONGEST_LAG_DAYS = 45;
/** The habit of a source is that of its last deliveries. */
const HABIT = 6;

/**
 * A month is overdue when it is over, the time that months of this source usually take to arrive has passed,
 * and three days more.
 * @param delivered in any order; a month may stand there more than once
 */
export function monthGaps(delivered: readonly DeliveredMonth[], now: Date): MonthGaps {
  const first = new Map<string, Date>();
  for (const { period, published } of delivered) {
    const known = first.get(period);
    if (known === undefined || published < known) first.set(period, published);
  }
  const periods = [...first.keys()].sort();
  const [begin] = periods;
  const end = periods.at(-1);
  if (begin === undefined || end === undefined) return { missing: [], late: undefined };
  const missing = monthsBetween(begin, end).filter((period) => !first.has(period));
  const lags = periods
    .slice(-HABIT)
    .map((period) => ((first.get(period)?.getTime() ?? 0) - monthEnd(period).getTime()) / DAY_MS)
    .filter((days) => days <= LONGEST_LAG_DAYS)
    .map((days) => Math.max(0, days));
  const patience = (median(lags) ?? 0) + GRACE_DAYS;
  const due = (period: string): Date => new Date(monthEnd(period).getTime() + patience * DAY_MS);
  const late: string[] = [];
  for (let period = nextMonth(end); due(period) < now; period = nextMonth(period)) late.push(period);
  const [earliest] = late;
  return { missing, late: earliest === undefined ? undefined : { periods: late, due: due(earliest) } };
}

/** All months from one to another, both included; none when they stand the wrong way round. */
export function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) months.push(month);
  return months;
}

/** `2026-12` -> `2027-01`. */
function nextMonth(period: string): string {
  const [year = 0, month = 0] = period.split("-").map(Number);
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
}

/** The first moment after a month, in UTC. */
export function monthEnd(period: string): Date {
  const [year = 0, month = 1] = period.split("-").map(Number);
  return new Date(Date.UTC(year, month, 1));
}

/** Months in words: `2026-03`, `2026-03 to 2026-05`, `2026-03, 2026-05 and 2026-07 to 2026-09`. */
export function sayMonths(periods: readonly string[]): string {
  const spans: { first: string; last: string }[] = [];
  for (const period of periods.toSorted()) {
    const span = spans.at(-1);
    if (span !== undefined && nextMonth(span.last) === period) span.last = period;
    else spans.push({ first: period, last: period });
  }
  const said = spans.map(({ first, last }) =>
    first === last ? first : nextMonth(first) === last ? `${first}, ${last}` : `${first} to ${last}`,
  );
  return said.length < 2 ? said.join("") : `${said.slice(0, -1).join(", ")} and ${said.at(-1)}`;
}
