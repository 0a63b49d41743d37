// A plan -> the tables and queries that it reads.
import type { Plan } from "./planned.ts";
import type { Place } from "./predicate.ts";

/** Each table once, in order of name. */
export function tablesOf(planned: Plan): readonly Place[] {
  const places = [
    planned.base,
    ...planned.joins.map((join) => join.place),
    ...planned.where.flatMap((predicate) =>
      predicate.kind === "row" ? [] : predicate.joins.map((join) => join.place),
    ),
    ...planned.owners.map((owner) => owner.place),
  ];
  const byName = new Map(places.map((place) => [place.table, place]));
  return [...byName.values()].toSorted((one, other) => (one.table < other.table ? -1 : 1));
}
