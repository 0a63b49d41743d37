// The ways through an explore: from its base view to each joined view, and which joins repeat rows.
import type { Explore, Join, JoinPair, Relationship } from "../../generator/index.ts";

/** One join on the way, from the view nearer to the base. */
export interface Hop {
  readonly alias: string;
  readonly from: string;
  readonly relationship: Relationship;
  readonly on: readonly JoinPair[];
}

const joinsOf = new WeakMap<Explore, ReadonlyMap<string, { readonly join: Join; readonly place: number }>>();

/** The join that brings in a view, by the view's name in the explore; looked up, however many there are. */
export function findJoin(explore: Explore, alias: string): Join | undefined {
  return indexOf(explore).get(alias)?.join;
}

/** The joins that bring in these views, parents first. */
export function joinsAmong(explore: Explore, aliases: ReadonlySet<string>): readonly Join[] {
  const index = indexOf(explore);
  return [...aliases]
    .flatMap((alias) => index.get(alias) ?? [])
    .toSorted((one, other) => one.place - other.place)
    .map(({ join }) => join);
}

function indexOf(explore: Explore): ReadonlyMap<string, { readonly join: Join; readonly place: number }> {
  let index = joinsOf.get(explore);
  if (index === undefined) {
    index = new Map(explore.joins.map((join, place) => [join.name, { join, place }]));
    joinsOf.set(explore, index);
  }
  return index;
}

/** A join of the explore as a hop. */
export function hopTo(join: Join): Hop {
  return { alias: join.name, from: join.from, relationship: join.relationship, on: join.on };
}

/** Names of the views on the way from a view to the base, nearest first. */
export function ancestors(explore: Explore, alias: string): readonly string[] {
  const join = findJoin(explore, alias);
  return join === undefined ? [] : [join.from, ...ancestors(explore, join.from)];
}

/**
 * The joins that lead from the views already there to another one, in order.
 * @param there names of joined views; the base view is one of them
 */
export function hopsFrom(explore: Explore, alias: string, there: ReadonlySet<string>): readonly Hop[] {
  if (there.has(alias)) return [];
  const join = findJoin(explore, alias);
  return join === undefined ? [] : [...hopsFrom(explore, join.from, there), hopTo(join)];
}

/**
 * Whether a row of a view can appear more than once among the joined rows.
 * @param alias the view
 * @param joined all views that are joined, the base view among them
 */
export function fansOut(explore: Explore, alias: string, joined: ReadonlySet<string>): boolean {
  return repeats(joinsAmong(explore, joined).map(hopTo), alias);
}

/**
 * The same of joins that are already chosen.
 * @param joins all that are made, parents first
 */
export function repeats(joins: readonly Hop[], alias: string): boolean {
  const towards = new Set([alias]);
  for (const join of joins.toReversed()) if (towards.has(join.alias)) towards.add(join.from);
  return joins.some((join) =>
    // A join on the way to the view is crossed backwards, from the many to their one; all others forwards.
    towards.has(join.alias)
      ? join.relationship === "many_to_one" || join.relationship === "many_to_many"
      : join.relationship === "one_to_many" || join.relationship === "many_to_many",
  );
}
