// A Looker date filter (`2018-05 to 2019`, `before 1990`) -> a condition on a point in time.
import { Mistake } from "../../generator/index.ts";
import { allOf, anyOf, type Condition } from "./condition.ts";

/** A stretch of time from its first day to the day after its last. */
interface Span {
  readonly start: string;
  readonly end: string;
}

/**
 * Reads the part of Looker's date filter language that needs no clock: years, quarters, months, days,
 * `X to Y` (the end is left out), `before X`, `after X` (X is in), `null`, `not null`, and lists of them
 * (docs.cloud.google.com/looker/docs/filter-expressions, "Date and time").
 * @param field the filtered field's name, for messages
 * @returns `anything` for an empty expression
 * @throws Mistake for anything else, expressions relative to today among them
 */
export function readDateFilter(expression: string, field: string): Condition {
  const terms = expression
    .split(/,|\bor\b/i)
    .map((term) => term.trim())
    .filter((term) => term !== "");
  if (terms.length === 0) return { kind: "anything" };
  return anyOf(terms.map((term) => readTerm(term, expression, field)));
}

function readTerm(term: string, expression: string, field: string): Condition {
  if (/^null$/i.test(term)) return { kind: "unknown" };
  if (/^not\s+null$/i.test(term)) return { kind: "known" };
  const span = (text: string): Span => {
    const found = readSpan(text.trim());
    if (found === undefined) throw notUnderstood(expression, field);
    return found;
  };
  const [, word, after] = /^(before|after)\s+(.+)$/i.exec(term) ?? [];
  if (word !== undefined && after !== undefined) {
    const comparison = word.toLowerCase() === "before" ? "<" : ">=";
    return { kind: "compare", comparison, value: span(after).start };
  }
  const [, from, to] = /^(.+?)\s+to\s+(.+)$/i.exec(term) ?? [];
  const { start, end } =
    from !== undefined && to !== undefined ? { start: span(from).start, end: span(to).start } : span(term);
  return allOf([
    { kind: "compare", comparison: ">=", value: start },
    { kind: "compare", comparison: "<", value: end },
  ]);
}

function readSpan(text: string): Span | undefined {
  const [, year, quarter] = /^(\d{4})-?Q([1-4])$/i.exec(text) ?? [];
  if (year !== undefined && quarter !== undefined) return months(Number(year), Number(quarter) * 3 - 2, 3);
  const [, y, m, d] = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/.exec(text) ?? [];
  if (y === undefined) return undefined;
  if (m === undefined) return months(Number(y), 1, 12);
  if (Number(m) < 1 || Number(m) > 12) return undefined;
  if (d === undefined) return months(Number(y), Number(m), 1);
  const day = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d)));
  if (day.getUTCDate() !== Number(d)) return undefined;
  return { start: iso(day), end: iso(new Date(day.getTime() + 86_400_000)) };
}

function months(year: number, month: number, count: number): Span {
  return { start: iso(utc(year, month - 1)), end: iso(utc(year, month - 1 + count)) };
}

function utc(year: number, month: number): Date {
  const date = new Date(Date.UTC(2000, month, 1));
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(year + Math.floor(month / 12));
  return date;
}

function iso(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function notUnderstood(expression: string, field: string): Mistake {
  return new Mistake(
    `The filter "${expression}" on ${field} is not understood. Write dates as 2018, 2018-05, 2018-Q1 or 2018-05-18, alone or as "2018 to 2020", "before 1990", "after 2018-05", "null" or "not null". Dates relative to today are not answered yet.`,
  );
}
