// The terms of a date filter and a context -> a condition on a day or a point in time.
import type { DateTerm, Mistake } from "../../../generator/index.ts";
import { allOf, anyOf, type Condition } from "../condition.ts";
import type { FilterContext } from "../context.ts";
import type { WallTime } from "./calendar.ts";
import { spanOf } from "./span.ts";
import { momentOf, wallTimeAt } from "./zone.ts";

/**
 * Any of the terms. Every stretch of time is half open: from its start to just before its end.
 * @param timed true for points in time, which are UTC; false for days, which have no zone, and for which
 *   both ends are cut down to their day, as in the SQL that Looker writes for `datatype: date`
 * @param cannot makes the Mistake for a filter that has no meaning here
 * @throws Mistake when the terms need a clock and there is none, or reach beyond the years 1 to 9999
 */
export function meanDate(
  terms: readonly DateTerm[],
  timed: boolean,
  context: FilterContext,
  cannot: (why: string) => Mistake,
): Condition {
  if (terms.length === 0) return { kind: "anything" };
  const now = (): WallTime => {
    if (context.now !== undefined) return wallTimeAt(context.now.getTime(), context.timeZone);
    throw cannot("is relative to today, and what the time is was not said with the question.");
  };
  const text = (time: WallTime): string => {
    const written = writeTime(timed ? momentOf(time, context.timeZone) : time, timed);
    if (written === undefined)
      throw cannot("reaches beyond the years 1 to 9999, and no table holds such dates.");
    return written;
  };
  return anyOf(
    terms.map((term): Condition => {
      if (term.kind === "null") return { kind: "unknown" };
      if (term.kind === "not null") return { kind: "known" };
      const { start, end } = spanOf(term, now, context);
      return allOf([
        ...(start === undefined ? [] : [{ kind: "compare", comparison: ">=", value: text(start) } as const]),
        ...(end === undefined ? [] : [{ kind: "compare", comparison: "<", value: text(end) } as const]),
      ]);
    }),
  );
}

/** `YYYY-MM-DD`, with ` HH:MM:SS` when timed; undefined outside the years 1 to 9999, whose very end is in, in any zone. */
function writeTime(time: number, timed: boolean): string | undefined {
  if (!(time >= START_OF_TIME && time <= END_OF_TIME)) return undefined;
  // The year 10000 is written +010000.
  const [day = "", clock = ""] = new Date(time).toISOString().replace(/^\+0/, "").split("T");
  return timed ? `${day} ${clock.slice(0, 8)}` : day;
}

const START_OF_TIME = Date.parse("0001-01-01T00:00:00Z");
const END_OF_TIME = Date.parse("+010000-01-01T23:59:59Z");
