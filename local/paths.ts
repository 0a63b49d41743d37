// The ways through an explore: from its base view to each joined view, and which joins repeat rows.
import type { Explore, Join, JoinPair, Relationship } from "../generator/index.ts";

/** One join on the way, from the view nearer to the base. */
export interface Hop {
  readonly alias: string;
  readonly from: string;
  readonly relationship: Relationship;
  readonly on: readonly JoinPair[];
}

/** A join of the explore as a hop. */
export function hopTo(join: Join): Hop {
  return { alias: join.name, from: join.from, relationship: join.relationship, on: join.on };
}

/** Names of the views on the way from a view to the base, nearest first. */
export function ancestors(explore: Explore, alias: string): readonly string[] {
  const join = explore.joins.find((one) => one.name === alias);
  return join === undefined ? [] : [join.from, ...ancestors(explore, join.from)];
}

/**
 * The joins that lead from the views already there to another one, in order.
 * @param there names of joined views; the base view is one of them
 */
export function hopsFrom(explore: Explore, alias: string, there: ReadonlySet<string>): readonly Hop[] {
  if (there.has(alias)) return [];
  const join = explore.joins.find((one) => one.name === alias);
  return join === undefined ? [] : [...hopsFrom(explore, join.from, there), hopTo(join)];
}

/**
 * Whether a row of a view can appear more than once among the joined rows.
 * @param alias the view
 * @param joined all views that are joined, the base view among them
 */
export function fansOut(explore: Explore, alias: string, joined: ReadonlySet<string>): boolean {
  const towards = new Set([alias, ...ancestors(explore, alias)]);
  return explore.joins
    .filter((join) => joined.has(join.name))
    .some((join) =>
      // A join on the way to the view is crossed backwards, from the many to their one; all others forwards.
      towards.has(join.name)
        ? join.relationship === "many_to_one" || join.relationship === "many_to_many"
        : join.relationship === "one_to_many" || join.relationship === "many_to_many",
    );
}
