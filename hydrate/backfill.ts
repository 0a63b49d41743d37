// A span of months x what lies at a path -> the months that can be loaded, and those that are missing.
import { Mistake, type Model } from "../generator/index.ts";
import { monthsBetween } from "./history/months.ts";
import { listDrops } from "./listing.ts";

/** What a backfill would load. */
export interface Backfill {
  /** Months in their order, for each of which there is a drop. */
  readonly months: readonly string[];
  /** Months of the span that no drop is called after. */
  readonly gaps: readonly string[];
}

/** So many years at once are a slip of the pen. */
const MOST_MONTHS = 600;

/**
 * @param written `2026-01..2026-11`, or one month
 * @returns the months of the span, in order
 * @throws Mistake when it is not a span of months
 */
export function readSpan(written: string): readonly string[] {
  const [first = "", last = first, ...more] = written.split(/\.{2,3}/);
  const isMonth = (text: string): boolean => /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text);
  if (!isMonth(first) || !isMonth(last) || more.length > 0)
    throw new Mistake(
      `${written} is not a span of months. Write the first and the last one: 2026-01..2026-11.`,
    );
  if (first > last) throw new Mistake(`${written} ends before it begins. Write ${last}..${first}.`);
  const months = monthsBetween(first, last);
  if (months.length > MOST_MONTHS)
    throw new Mistake(
      `${written} is a span of ${months.length} months; ${MOST_MONTHS} are the most at once.`,
    );
  return months;
}

/**
 * @param span months in order
 * @throws Mistake when no drop lies there for any of them, Outage when the storage does not answer
 */
export async function planBackfill(
  model: Model,
  path: string,
  source: string | undefined,
  span: readonly string[],
): Promise<Backfill> {
  const there = new Set((await listDrops(model, path, source)).map((drop) => drop.period));
  const months = span.filter((month) => there.has(month));
  if (months.length === 0)
    throw new Mistake(
      `Nothing lies in ${path} for any month from ${span[0]} to ${span.at(-1)}. Months are the names of folders, such as 2026-01.`,
    );
  return { months, gaps: span.filter((month) => !there.has(month)) };
}
