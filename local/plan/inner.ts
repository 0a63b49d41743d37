// A table that is a question to an explore, met inside another question -> the question that gives its rows.
import {
  type Explore,
  type ExploreSource,
  findExplore,
  findField,
  findView,
  Mistake,
  type Model,
  type View,
} from "../../generator/index.ts";
import { findJoin } from "./paths.ts";
import type { Question } from "../question.ts";

/** A view over such a table, as a question comes upon it. */
export interface Met {
  readonly source: ExploreSource;
  readonly view: View;
  /** The view's name in the explore of the outer question. */
  readonly alias: string;
}

/**
 * Looker's `bind_filters` bring the outer question's filters along, `bind_all_filters` all of them but those on the
 * view itself, which are filters on what comes of the table.
 * @param outer the question it is met in, with its explore's usual filters
 * @param moved whether the outer question is about a period before, to which no filter can be brought
 * @throws Mistake for what cannot be brought along, and for a time zone that times would have to be moved to
 */
export function innerQuestion(
  model: Model,
  explore: Explore,
  outer: Question,
  { source, view, alias }: Met,
  moved: boolean,
): Question {
  refuseZone(model, source, view);
  const bound: Record<string, string> = {};
  const said = (name: string): string => outer.filters[name]?.trim() ?? "";
  for (const { from, to } of source.bindFilters) if (said(from) !== "") bound[to] = said(from);
  if (source.bindAllFilters) {
    if (outer.filterExpression !== undefined)
      throw new Mistake(
        `${view.label} is counted under the filters of the question, and a custom filter is none that can be brought there. Say it by filters on fields.`,
      );
    for (const name of Object.keys(outer.filters)) {
      if (name.startsWith(`${alias}.`) || said(name) === "") continue;
      refuseMeasure(model, explore, view, name);
      if (source.filters.some(({ field }) => field === name))
        throw new Mistake(
          `${view.label} is counted under a filter on ${name} of its own, and Looker does not say which of the two would hold. Leave the filter on ${name} out.`,
        );
      bound[name] = said(name);
    }
  }
  if (moved && Object.keys(bound).length > 0)
    throw new Mistake(
      `${view.label} is counted under the filters of the question, and Looker does not say whether they are moved for what was a period before. Leave the comparison or the filters out.`,
    );
  return {
    model: outer.model,
    view: source.explore,
    fields: [...new Set(source.columns.map(({ field }) => field))],
    filters: {
      ...Object.fromEntries(source.filters.map(({ field, expression }) => [field, expression])),
      ...bound,
    },
    filterExpression: source.customFilter,
    sorts: source.sorts.map(({ field, direction }) => ({ field, descending: direction === "desc" })),
    limit: source.limit,
  };
}

function refuseMeasure(model: Model, explore: Explore, view: View, name: string): void {
  const [alias = "", field = ""] = name.split(".");
  const real = alias === explore.view ? alias : findJoin(explore, alias)?.view;
  const found = real === undefined ? undefined : findView(model, real);
  const kind = found && findField(found, field)?.field.kind;
  if (kind === "measure" || kind === "chosen_measure")
    throw new Mistake(
      `${view.label} is counted under the filters of the question, and Looker does not say whether those on measures such as ${name} are among them. Leave that filter out.`,
    );
}

/** Times that are stored in UTC would be cut into other days. */
function refuseZone(model: Model, source: ExploreSource, view: View): void {
  if (source.timezone === undefined || /^(?:Etc\/)?(?:UTC|GMT)$/.test(source.timezone)) return;
  const explore = findExplore(model, source.explore);
  const filtered = new Set(source.filters.map(({ field }) => field));
  const names = [...source.columns.map(({ field }) => field), ...filtered];
  const moved = names.find((name) => {
    const [alias = "", field = ""] = name.split(".");
    const real = alias === explore?.view ? alias : explore && findJoin(explore, alias)?.view;
    const found = real === undefined ? undefined : findView(model, real);
    const group = found && findField(found, field)?.field;
    return group?.kind === "dimension_group" && (group.convertTz || filtered.has(name));
  });
  if (moved !== undefined)
    throw new Mistake(
      `${view.label} is counted in the time zone ${source.timezone}, and ${moved} can be cut into the days of UTC only. Say timezone: UTC of its table.`,
    );
}
