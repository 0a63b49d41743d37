// A date filter of Looker's -> SQL on one expression; only whole years, quarters, months and days, and spans between them.
import { termsOf } from "./terms.ts";

/**
 * @returns undefined when the expression says nothing
 * @throws Error for what is relative to now, or no date
 */
export function dateSql(expression: string, on: string, bind: (text: string) => string): string | undefined {
  const terms = termsOf(expression).map((term) => {
    if (/^null$/i.test(term)) return `(${on}) IS NULL`;
    if (/^not null$/i.test(term)) return `(${on}) IS NOT NULL`;
    const [, side, moment = ""] = /^(before|after) (.*)$/i.exec(term) ?? [];
    if (side !== undefined)
      return `(${on}) ${/before/i.test(side) ? "<" : ">="} ${bind(periodOf(moment)[0])}`;
    const [first = "", last] = term.split(" to ");
    const [start, end] = periodOf(first);
    return `((${on}) >= ${bind(start)} AND (${on}) < ${bind(last === undefined ? end : periodOf(last)[0])})`;
  });
  return terms.length === 0 ? undefined : `(${terms.join(" OR ")})`;
}

/** First day, and the day after the last. */
function periodOf(text: string): readonly [start: string, end: string] {
  const [, year, quarter] = /^(\d{4})-Q([1-4])$/.exec(text) ?? [];
  if (quarter !== undefined) return between(Number(year), Number(quarter) * 3 - 2, 1, 3, 0);
  const [, y, m, d] = /^(\d{4})(?:[-/](\d\d))?(?:[-/](\d\d))?$/.exec(text) ?? [];
  if (y === undefined) throw new Error(`${text} is no date that this reads`);
  if (d !== undefined) return between(Number(y), Number(m), Number(d), 0, 1);
  return m === undefined ? between(Number(y), 1, 1, 12, 0) : between(Number(y), Number(m), 1, 1, 0);
}

function between(
  year: number,
  month: number,
  day: number,
  months: number,
  days: number,
): readonly [start: string, end: string] {
  const spelled = (time: number): string => new Date(time).toISOString().slice(0, 10);
  return [spelled(Date.UTC(year, month - 1, day)), spelled(Date.UTC(year, month - 1 + months, day + days))];
}
