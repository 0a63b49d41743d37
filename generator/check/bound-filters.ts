// Filters that a table's question takes from the question around it -> what is wrong with them.
import { findField } from "../find.ts";
import type { At } from "../model/at.ts";
import type { Explore } from "../model/explore.ts";
import type { ExploreSource } from "../model/explore-source.ts";
import type { Model } from "../model/model.ts";
import type { Table } from "../model/table.ts";
import type { View } from "../model/view.ts";
import type { Problem } from "../problem.ts";
import { FILTERED, missingField } from "./conditions.ts";
import { fieldOf, languageOf } from "./filters.ts";

/** A table that is a question, with the explore it asks and the view that stands on it. */
export interface Asked {
  readonly table: Table;
  readonly source: ExploreSource;
  readonly explore: Explore;
  readonly view: View | undefined;
}

/** Bound filters of fields that are not there, or that cannot be told to the question. */
export function badBinds(model: Model, { source, explore, view }: Asked): readonly Problem[] {
  return source.bindFilters.flatMap(({ from, to, at }, index): readonly Problem[] => {
    const target = fieldOf(model, explore, to);
    if (target === undefined) return missingField(model, explore, to, FILTERED, [...at, "to_field"], false);
    const before = source.bindFilters.slice(0, index);
    if (source.filters.some(({ field }) => field === to) || before.some((one) => one.to === to))
      return [
        {
          code: "duplicate-name",
          at: [...at, "to_field"],
          message: `\`${to}\` has a filter already, and Looker does not say which of the two would hold`,
          hint: "keep one of them",
        },
      ];
    const shown = view === undefined ? [] : explores(model, view);
    const found = view !== undefined && from.startsWith(`${view.name}.`) ? ownField(view, from) : undefined;
    const fields = [found, ...shown.map((one) => fieldOf(model, one, from))].filter(
      (one) => one !== undefined,
    );
    const [first] = fields;
    if (first === undefined)
      return [
        {
          code: "unknown-name",
          at: [...at, "from_field"],
          message: `there is no field \`${from}\` where \`${view?.name ?? source.explore}\` is asked`,
          hint: "name a field of the view itself, or of an explore that joins it",
        },
      ];
    const alias = joinedAs(shown, view);
    if (found !== undefined && alias !== undefined)
      return [
        {
          code: "looker",
          at: [...at, "from_field"],
          message: `\`${view?.name ?? ""}\` is also joined as \`${alias}\`, where Looker would still look for filters on \`${from}\``,
          hint: "bind a field of a view that is there under one name",
        },
      ];
    const [one, other] = [languageOf(first, from), languageOf(target, to)];
    // What can be said of days can be said of points in time.
    if (one === other || (one === "date" && other === "date_time")) return [];
    return [
      {
        code: "type-clash",
        at: [...at, "to_field"],
        message: `\`${from}\` and \`${to}\` are filtered in different languages`,
        hint: "bind a field of the same type",
      },
    ];
  });
}

/** Another name that a view has in an explore. */
function joinedAs(shown: readonly Explore[], view: View | undefined): string | undefined {
  return shown.flatMap((one) => one.joins).find((join) => join.view === view?.name && join.name !== join.view)
    ?.name;
}

function ownField(view: View, name: string) {
  return findField(view, name.slice(view.name.length + 1))?.field;
}

/** The explores that show a view. */
function explores(model: Model, view: View): readonly Explore[] {
  return model.explores.filter(
    (one) => one.view === view.name || one.joins.some((join) => join.view === view.name),
  );
}

/** All filters bound where the explore is another than the one that is asked. */
export function badBindAll(model: Model, { source, view }: Asked): readonly Problem[] {
  if (!source.bindAllFilters || view === undefined) return [];
  const at: At = [...source.at, "bind_all_filters"];
  if (source.bindFilters.length > 0)
    return [
      {
        code: "shape",
        at,
        message: "all filters are bound, and some of them once more",
        hint: "keep `bind_all_filters:` or `bind_filters:`",
      },
    ];
  const [other] = explores(model, view).filter((one) => one.name !== source.explore);
  if (other === undefined) return [];
  return [
    {
      code: "looker",
      at,
      message: `explore \`${other.name}\` shows \`${view.name}\` too, and its filters are not those of \`${source.explore}\``,
      hint: "join the view in that explore alone, or say each filter under `bind_filters:`",
    },
  ];
}
