// A field of an explore -> what its values depend on besides the rows: who asks, or what is asked.
import { everyPiece, findExplore, findField, findTable, findView } from "../find.ts";
import type { Explore } from "../model/explore.ts";
import type { ExploreSource } from "../model/explore-source.ts";
import type { Field } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import type { View } from "../model/view.ts";
import { TABLE_OF_VIEW } from "../resolve/derived.ts";

/** What SQL with Liquid depends on: a user attribute of whoever asks; a parameter or a filter of the question. */
export type Dependence = "who asks" | "what is asked";

const KINDS: Readonly<Record<string, Dependence>> = {
  user_attribute: "who asks",
  parameter: "what is asked",
  condition: "what is asked",
  choice: "what is asked",
};

/**
 * @param name a field's full name in the explore; one that does not exist depends on nothing
 * @param seen what was looked at already, and is looked at once
 * @returns what the field, the fields it stands on, and the queries its view and theirs are made of depend on
 */
export function dependenceOf(
  model: Model,
  explore: Explore,
  name: string,
  seen: Set<string> = new Set(),
): ReadonlySet<Dependence> {
  const [alias = "", field = ""] = name.split(".");
  const real = alias === explore.view ? alias : explore.joins.find((join) => join.name === alias)?.view;
  const view = real === undefined ? undefined : findView(model, real);
  const found = new Set<Dependence>();
  if (view === undefined) return found;
  const lookAtTable = (one: View | undefined): void => {
    const derived = one === undefined ? undefined : findTable(model, one.table)?.derived;
    if (one === undefined || derived === undefined || seen.has(one.name)) return;
    seen.add(one.name);
    if (derived.sql !== undefined) lookAt(derived.sql, one);
    else for (const kind of dependenceOfSource(model, derived.source, seen)) found.add(kind);
  };
  const lookAtField = (one: View, called: string): void => {
    const key = `${one.name}.${called}`;
    const there = findField(one, called)?.field;
    if (there === undefined || seen.has(key)) return;
    seen.add(key);
    if (there.kind === "chosen_measure") found.add("what is asked");
    for (const other of namedBy(there)) lookAtField(one, other);
    lookAt(there, one);
  };
  // Liquid can stand anywhere in what makes a field: its SQL, its cases, the coordinates of a place.
  const lookAt = (value: unknown, one: View): void => {
    if (value === null || typeof value !== "object") return;
    const { kind, field: called, view: of } = value as Readonly<Record<string, unknown>>;
    const dependence = typeof kind === "string" ? KINDS[kind] : undefined;
    // A field of that kind is no use of it.
    if (dependence !== undefined && !("at" in value)) found.add(dependence);
    if (kind === "field" && typeof called === "string" && typeof of === "string") {
      const other = findView(model, of) ?? one;
      if (called === TABLE_OF_VIEW) lookAtTable(other);
      else lookAtField(other, called);
    }
    for (const inside of Object.values(value)) lookAt(inside, one);
  };
  lookAtTable(view);
  lookAtField(view, field);
  return found;
}

/** What the rows of a table that is a question to an explore depend on. */
export function dependenceOfSource(
  model: Model,
  source: ExploreSource,
  seen: Set<string> = new Set(),
): ReadonlySet<Dependence> {
  const found = new Set<Dependence>();
  const explore = findExplore(model, source.explore);
  if (source.bindAllFilters || source.bindFilters.length > 0) found.add("what is asked");
  if (source.filters.some(({ expression }) => expression.includes("_user_attributes"))) found.add("who asks");
  if (explore === undefined) return found;
  const named = [...source.columns, ...source.filters].map(({ field }) => field);
  for (const name of named) for (const kind of dependenceOf(model, explore, name, seen)) found.add(kind);
  for (const piece of [explore.sqlAlwaysWhere, explore.sqlAlwaysHaving].flatMap((expression) =>
    everyPiece(expression?.pieces ?? []),
  )) {
    const kind = KINDS[piece.kind];
    if (kind !== undefined) found.add(kind);
  }
  return found;
}

/** The fields of its view that a field names outside of SQL. */
function namedBy(field: Field): readonly string[] {
  if (field.kind !== "measure") return [];
  return [field.of, field.distinctKey, ...field.filters.map(({ dimension }) => dimension)].filter(
    (name) => name !== undefined,
  );
}
