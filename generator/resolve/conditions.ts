// The conditions of an explore as written -> the filters and the SQL that hold for every question asked of it.
import type { At } from "../model/at.ts";
import type { Explore, ExploreFilter } from "../model/explore.ts";
import type { ExploreDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import { readExpression } from "./expression.ts";

/** What an explore asks of every question. */
export type Conditions = Pick<
  Explore,
  "accessFilters" | "alwaysFilter" | "conditionallyFilter" | "sqlAlwaysWhere" | "sqlAlwaysHaving"
>;

/**
 * Fields without a view are those of the base view, as in Looker. Whether they exist is judged by the rules,
 * because question forms add fields later.
 * @param base name of the explore's base view
 * @param at where the explore stands
 */
export function resolveConditions(
  draft: ExploreDraft,
  base: string,
  at: At,
  complaints: Complaints,
): Conditions {
  const full = (field: string): string => (field.includes(".") ? field : `${base}.${field}`);
  const filtersAt = (filters: Readonly<Record<string, string>>, below: At): readonly ExploreFilter[] =>
    Object.entries(filters).map(([field, expression]) => ({
      field: full(field),
      expression,
      at: [...below, field],
    }));
  const conditional = draft.conditionally_filter;
  return {
    accessFilters: (draft.access_filters ?? []).map(({ field, user_attribute }, index) => ({
      field: full(field),
      userAttribute: user_attribute,
      at: [...at, "access_filters", index],
    })),
    alwaysFilter: filtersAt(draft.always_filter ?? {}, [...at, "always_filter"]),
    conditionallyFilter:
      conditional === undefined
        ? undefined
        : {
            filters: filtersAt(conditional.filters, [...at, "conditionally_filter", "filters"]),
            unless: (conditional.unless ?? []).map(full),
          },
    sqlAlwaysWhere:
      draft.sql_always_where === undefined
        ? undefined
        : readExpression(draft.sql_always_where, base, [...at, "sql_always_where"], complaints, true),
    sqlAlwaysHaving:
      draft.sql_always_having === undefined
        ? undefined
        : readExpression(draft.sql_always_having, base, [...at, "sql_always_having"], complaints, true),
  };
}
