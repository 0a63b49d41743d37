// The joins of an explore -> the one that makes rows of a view appear several times.
import type { Explore } from "../model/explore.ts";

/**
 * The view whose join makes rows of another appear several times, if there is one: the explore's joins are a
 * tree, and walking away from the view some step leads from one row to many.
 */
export function repeatedBy(start: string, explore: Pick<Explore, "joins">): string | undefined {
  const seen = new Set([start]);
  for (const at of seen) {
    for (const join of explore.joins) {
      const forward = join.from === at;
      const next = forward ? join.name : join.from;
      if ((!forward && join.name !== at) || seen.has(next)) continue;
      if (forward ? join.relationship.endsWith("to_many") : join.relationship.startsWith("many_to"))
        return beyond(next, at, explore);
      seen.add(next);
    }
  }
  return undefined;
}

/** A bridge is nothing people know; what it leads to is. */
function beyond(name: string, cameFrom: string, explore: Pick<Explore, "joins">): string {
  const join = explore.joins.find((one) => one.name === name);
  if (join?.bridge !== true) return name;
  const onward = explore.joins.find((one) => one.from === name && one.name !== cameFrom);
  return onward?.name ?? join.from;
}
