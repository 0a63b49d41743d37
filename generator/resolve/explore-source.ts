// A table's question to an explore as written -> the same with every field by its full name.
import type { At } from "../model/at.ts";
import type { ExploreSource } from "../model/explore-source.ts";
import type { ExploreDraft, ExploreSourceDraft } from "../read/shape.ts";

/** Explores as written, those that extend others in full. */
export type ExploreDrafts = Readonly<Record<string, ExploreDraft | null>>;

/**
 * Fields without a view are those of the explore's base view, as in Looker. Whether they exist is judged by the rules.
 * @param view the view that stands on the table, whose own fields `from_field` may name without it
 * @param at where the table stands
 */
export function resolveExploreSource(
  draft: ExploreSourceDraft,
  view: string,
  explores: ExploreDrafts,
  at: At,
): ExploreSource {
  const here: At = [...at, "explore_source"];
  const base = explores[draft.explore]?.view ?? draft.explore;
  const full = (field: string, of = base): string => (field.includes(".") ? field : `${of}.${field}`);
  return {
    explore: draft.explore,
    columns: Object.entries(draft.columns).map(([name, field]) => ({
      name,
      field: full(field),
      at: [...here, "columns", name],
    })),
    derivedColumns: Object.entries(draft.derived_columns ?? {}).map(([name, sql]) => ({
      name,
      sql: sql.trim(),
      at: [...here, "derived_columns", name],
    })),
    filters: Object.entries(draft.filters ?? {}).map(([field, expression]) => ({
      field: full(field),
      expression,
      at: [...here, "filters", field],
    })),
    customFilter: draft.expression_custom_filter?.trim(),
    bindFilters: (draft.bind_filters ?? []).map(({ from_field: from, to_field: to }, index) => ({
      from: full(from, view),
      to: full(to),
      at: [...here, "bind_filters", index],
    })),
    bindAllFilters: draft.bind_all_filters === true || draft.bind_all_filters === "yes",
    sorts: Object.entries(draft.sorts ?? {}).map(([field, direction]) => ({
      field: full(field),
      direction,
      at: [...here, "sorts", field],
    })),
    limit: draft.limit,
    timezone: draft.timezone,
    at: here,
  };
}
