// The terms of a date filter -> the expression that says them.
import type { DateTerm, Interval, Period } from "../tree.ts";

/** The inverse of `parseDate`. */
export function printDate(terms: readonly DateTerm[]): string {
  return terms.map(printTerm).join(", ");
}

function printTerm(term: DateTerm): string {
  switch (term.kind) {
    case "null":
    case "not null":
      return term.kind;
    case "in":
      return printPeriod(term.period);
    case "last":
      return printInterval(term.interval);
    case "for":
      return `${printPeriod(term.start)} for ${printInterval(term.interval)}`;
    case "to":
      return term.start.kind === "relative" && term.end.kind === "relative"
        ? `this ${term.start.unit} to ${term.end.unit}`
        : `${printPeriod(term.start)} to ${printPeriod(term.end)}`;
    case "before":
    case "after":
      return `${term.kind} ${printPeriod(term.period)}`;
  }
}

function printInterval({ count, unit }: Interval): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function printPeriod(period: Period): string {
  switch (period.kind) {
    case "weekday":
      return period.weekday;
    case "fiscal year":
      return `FY${padded(period.year, 4)}`;
    case "quarter":
      return `${period.fiscal ? "FY" : ""}${padded(period.year, 4)}-Q${period.quarter}`;
    case "moment": {
      const { year, month, day, hour, minute, second } = period;
      const date = [
        padded(year, 4),
        ...[month, day].flatMap((part) => (part === undefined ? [] : [padded(part, 2)])),
      ];
      const time = [hour, minute, second].flatMap((part) => (part === undefined ? [] : [padded(part, 2)]));
      return `${date.join("-")}${time.length === 0 ? "" : ` ${time.join(":")}`}`;
    }
    case "relative":
      return printRelative(period);
  }
}

/** Looker has names for the current, the last and the next unit, but not for units shorter than a week. */
function printRelative({ count, unit }: Extract<Period, { kind: "relative" }>): string {
  if (unit === "day" && Math.abs(count) <= 1) return ["yesterday", "today", "tomorrow"][count + 1] ?? "";
  const hasNames = unit !== "second" && unit !== "minute" && unit !== "hour" && unit !== "day";
  if (hasNames && Math.abs(count) <= 1) return `${["last", "this", "next"][count + 1] ?? ""} ${unit}`;
  const interval = printInterval({ count: Math.abs(count), unit });
  return count > 0 ? `${interval} from now` : `${interval} ago`;
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, "0");
}
