// The conditions of a plan -> between which times its filter on a dimension keeps rows.
import type { Condition } from "../filter/condition.ts";
import type { AskedDimension } from "../plan/asked.ts";
import type { Predicate } from "../plan/predicate.ts";

/** In milliseconds, the end exclusive; undefined where no filter says it. */
export interface Bounds {
  readonly from: number | undefined;
  readonly until: number | undefined;
}

/** Nothing is said. */
export const NO_BOUNDS: Bounds = { from: undefined, until: undefined };

/**
 * @param column a time
 * @param where all must hold, so the narrowest bounds do
 */
export function boundsOf(column: AskedDimension, where: readonly Predicate[]): Bounds {
  const same = JSON.stringify(column.sql);
  const conditions = where.flatMap((predicate) => {
    if (predicate.kind !== "row" || predicate.excluded || predicate.test.condition === undefined) return [];
    return JSON.stringify(predicate.test.sql) === same ? [predicate.test.condition] : [];
  });
  return conditions.map(of).reduce(both, NO_BOUNDS);
}

function of(condition: Condition): Bounds {
  switch (condition.kind) {
    case "and":
      return condition.terms.map(of).reduce(both, NO_BOUNDS);
    case "or": {
      // Open where one of them is; what is not known is at no time.
      const terms = condition.terms.filter(({ kind }) => kind !== "unknown").map(of);
      return {
        from: extreme(
          Math.min,
          terms.map((term) => term.from),
        ),
        until: extreme(
          Math.max,
          terms.map((term) => term.until),
        ),
      };
    }
    case "compare": {
      const time = timeOf(condition.value);
      switch (condition.comparison) {
        case ">=":
          return { from: time, until: undefined };
        case ">":
          return { from: time === undefined ? undefined : time + 1, until: undefined };
        case "<":
          return { from: undefined, until: time };
        case "<=":
          return { from: undefined, until: time === undefined ? undefined : time + 1 };
      }
    }
    // Falls to no bounds: nothing else that filters on times come to limits them.
    default:
      return NO_BOUNDS;
  }
}

function both(one: Bounds, other: Bounds): Bounds {
  const known = (times: readonly (number | undefined)[]): readonly number[] =>
    times.filter((time) => time !== undefined);
  const [froms, untils] = [known([one.from, other.from]), known([one.until, other.until])];
  return {
    from: froms.length === 0 ? undefined : Math.max(...froms),
    until: untils.length === 0 ? undefined : Math.min(...untils),
  };
}

function extreme(
  choose: (...times: number[]) => number,
  times: readonly (number | undefined)[],
): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length < times.length || known.length === 0 ? undefined : choose(...known);
}

/** `2024-02-29` or `2024-02-29 13:00:00`, in UTC. */
function timeOf(text: string): number | undefined {
  const time = Date.parse(`${text.replace(" ", "T")}${text.includes(" ") ? "Z" : ""}`);
  return Number.isNaN(time) ? undefined : time;
}
