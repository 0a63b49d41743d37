// A table that is a query -> the views whose rows it reads.
import { everyPiece, findExplore, findField, findView } from "../find.ts";
import type { Explore } from "../model/explore.ts";
import type { ExploreSource } from "../model/explore-source.ts";
import type { Model } from "../model/model.ts";
import type { Derived } from "../model/table.ts";
import { TABLE_OF_VIEW } from "../resolve/derived.ts";

/** The views whose tables a query reads, by their names in the model; names of nothing are among them. */
export function viewsRead(model: Model, derived: Derived): readonly string[] {
  if (derived.source !== undefined) return viewsAsked(model, derived.source);
  return everyPiece(derived.sql.pieces).flatMap((piece) =>
    piece.kind === "field" && piece.field === TABLE_OF_VIEW ? [piece.view] : [],
  );
}

/**
 * The names that the joined views have in the explore, for a question of a table: those of the fields it asks and
 * filters by, of what the explore asks of every question, and all on the way to them. The explore may join more.
 */
export function aliasesAsked(model: Model, explore: Explore, source: ExploreSource): ReadonlySet<string> {
  const named = [
    ...source.columns.map(({ field }) => field),
    ...source.filters.map(({ field }) => field),
    ...source.bindFilters.map(({ to }) => to),
    ...explore.accessFilters.map(({ field }) => field),
    ...[explore.sqlAlwaysWhere, explore.sqlAlwaysHaving].flatMap((expression) =>
      everyPiece(expression?.pieces ?? []).flatMap((piece) =>
        piece.kind === "field" ? [`${piece.view}.${piece.field}`] : [],
      ),
    ),
    ...[...(source.customFilter ?? "").matchAll(/\$\{\s*(\w+\.\w+)\s*\}/g)].map(([, name = ""]) => name),
  ];
  const aliases = new Set([explore.view]);
  const add = (alias: string): void => {
    const join = explore.joins.find((one) => one.name === alias);
    if (join === undefined || aliases.has(alias)) return;
    aliases.add(alias);
    add(join.from);
  };
  for (const name of named) {
    const [alias = "", field = ""] = name.split(".");
    add(alias);
    const real = alias === explore.view ? alias : explore.joins.find((join) => join.name === alias)?.view;
    const view = real === undefined ? undefined : findView(model, real);
    const found = view === undefined ? undefined : findField(view, field)?.field;
    // A selector looks at rows of another view.
    if (found?.kind === "selector") add(found.target.view);
  }
  return aliases;
}

function viewsAsked(model: Model, source: ExploreSource): readonly string[] {
  const explore = findExplore(model, source.explore);
  if (explore === undefined) return [];
  return [...aliasesAsked(model, explore, source)].map(
    (alias) => explore.joins.find((join) => join.name === alias)?.view ?? alias,
  );
}
