// A stretch of time by its name, such as `2018-05`, `last week`, `3 days ago` and `monday`, as it stands next in a date filter.
import type { Refuse } from "../refuse.ts";
import type { Scanner } from "../scanner.ts";
import { type Period, WEEKDAYS } from "../tree.ts";
import { daysInMonth } from "./days-in-month.ts";
import { readSome, readUnit } from "./interval.ts";

const THIS_NEXT_LAST = /(this|next|last)\b/iy;
const DAY = /(today|yesterday|tomorrow|now)\b/iy;
const WEEKDAY = new RegExp(String.raw`(${WEEKDAYS.join("|")})\b`, "iy");
const FISCAL = /FY(\d{4})(?:[-/]Q([1-4]))?(?![\w/-])/iy;
const QUARTER = /(\d{4})[-/]?Q([1-4])(?![\w/-])/iy;
const MOMENT = /(\d{4})(?:[-/](\d\d)(?:[-/](\d\d)(?:\s+(\d\d):(\d\d)(?::(\d\d))?)?)?)?(?![\w/:.-])/iy;
const ONE_DIGIT = /\d{4}[-/]\d{1,2}(?:[-/]\d{1,2})?/y;

/**
 * Reads the period that stands next.
 * @throws Mistake when none does, or when it is a date that no calendar has
 */
export function readPeriod(scanner: Scanner, refuse: Refuse): Period {
  scanner.skipBlanks();
  const at = scanner.at;
  const which = scanner.take(THIS_NEXT_LAST)?.[1]?.toLowerCase();
  if (which !== undefined) {
    const count = which === "this" ? 0 : which === "next" ? 1 : -1;
    return { kind: "relative", count, unit: readUnit(scanner, refuse) };
  }
  const day = scanner.take(DAY)?.[1]?.toLowerCase();
  if (day === "now") return { kind: "relative", count: 0, unit: "second" };
  if (day !== undefined)
    return { kind: "relative", count: day === "today" ? 0 : day === "tomorrow" ? 1 : -1, unit: "day" };
  const named = scanner.take(WEEKDAY)?.[1]?.toLowerCase();
  const weekday = WEEKDAYS.find((one) => one === named);
  if (weekday !== undefined) return { kind: "weekday", weekday };
  const some = readSome(scanner, refuse);
  if (some !== undefined) {
    const { count, unit } = some.interval;
    if (some.direction === undefined) throw refuse(scanner.at, "ago or from now is expected");
    return { kind: "relative", count: some.direction === "ago" ? 0 - count : count, unit };
  }
  return readDate(scanner, at, refuse);
}

function readDate(scanner: Scanner, at: number, refuse: Refuse): Period {
  const fiscal = scanner.take(FISCAL);
  if (fiscal !== undefined) {
    const year = readYear(fiscal[1], at, refuse);
    if (fiscal[2] === undefined) return { kind: "fiscal year", year };
    return { kind: "quarter", year, quarter: Number(fiscal[2]), fiscal: true };
  }
  const quarter = scanner.take(QUARTER);
  if (quarter !== undefined) {
    const year = readYear(quarter[1], at, refuse);
    return { kind: "quarter", year, quarter: Number(quarter[2]), fiscal: false };
  }
  const moment = scanner.take(MOMENT);
  if (moment !== undefined) return readMoment(moment, at, refuse);
  const short = scanner.take(ONE_DIGIT);
  if (short !== undefined) throw refuse(at, "months and days have two digits, as in 2018-05-08");
  throw refuse(
    at,
    scanner.next === ""
      ? "a date or a period is missing"
      : `"${scanner.next}" is neither a date nor a period such as last month`,
  );
}

function readMoment(match: RegExpExecArray, at: number, refuse: Refuse): Period {
  const [, , month, day, hour, minute, second] = match.map((part) =>
    part === undefined ? undefined : Number(part),
  );
  const year = readYear(match[1], at, refuse);
  const wrong =
    (month !== undefined && (month < 1 || month > 12)) ||
    (day !== undefined && (day < 1 || day > daysInMonth(year, month ?? 1))) ||
    (hour ?? 0) > 23 ||
    (minute ?? 0) > 59 ||
    (second ?? 0) > 59;
  if (wrong) throw refuse(at, `no calendar or clock has ${match[0]}`);
  return {
    kind: "moment",
    year,
    ...(month === undefined ? {} : { month }),
    ...(day === undefined ? {} : { day }),
    ...(hour === undefined ? {} : { hour }),
    ...(minute === undefined ? {} : { minute }),
    ...(second === undefined ? {} : { second }),
  };
}

function readYear(digits: string | undefined, at: number, refuse: Refuse): number {
  const year = Number(digits);
  if (year < 1) throw refuse(at, "there is no year 0");
  return year;
}
