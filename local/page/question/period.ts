// A period of days <-> an expression of Looker's date filter language.
import type { Period } from "../props.ts";

const DAY_MS = 86_400_000;

/** @returns undefined for a period without bounds; Looker's `to` does not reach its end, and `after` begins with its day */
export function writePeriod({ from, to }: Period): string | undefined {
  if (from !== undefined && to !== undefined) return `${from} to ${dayAfter(to)}`;
  if (from !== undefined) return `after ${from}`;
  return to === undefined ? undefined : `before ${dayAfter(to)}`;
}

/** @returns undefined for what is no plain period, such as `last 3 months` */
export function readPeriod(expression: string): Period | undefined {
  const text = expression.trim().toLowerCase();
  const [, first = "", last = ""] = /^(\S+) to (\S+)$/.exec(text) ?? [];
  if (last !== "") {
    const from = startOf(first);
    const end = startOf(last);
    return from === undefined || end === undefined || end <= from ? undefined : { from, to: dayBefore(end) };
  }
  const [, word, bound = ""] = /^(?:(after|before) )?(\S+)$/.exec(text) ?? [];
  const start = startOf(bound);
  if (start === undefined) return undefined;
  if (word === "after") return { from: start, to: undefined };
  if (word === "before") return { from: undefined, to: dayBefore(start) };
  return { from: start, to: dayBefore(endOf(bound, start)) };
}

/** Whether text is a day that there is, as `2019-12-31`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && startOf(text) === text;
}

/** The first day of `2018`, `2018-05`, `2018/05` or `2018-05-18`. */
function startOf(text: string): string | undefined {
  const [, year, month = "01", day = "01"] = /^(\d{4})(?:[-/](\d\d?))?(?:[-/](\d\d?))?$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso ? undefined : iso;
}

/** The day behind the last of it. */
function endOf(text: string, start: string): string {
  const parts = text.split(/[-/]/).length;
  const [year = 0, month = 1] = start.split("-").map(Number);
  if (parts === 1) return isoOf(Date.UTC(year + 1, 0, 1));
  if (parts === 2) return isoOf(Date.UTC(year, month, 1));
  return dayAfter(start);
}

function dayAfter(day: string): string {
  return isoOf(Date.parse(`${day}T00:00:00Z`) + DAY_MS);
}

function dayBefore(day: string): string {
  return isoOf(Date.parse(`${day}T00:00:00Z`) - DAY_MS);
}

/** Years below 1000 keep their four digits. */
function isoOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
