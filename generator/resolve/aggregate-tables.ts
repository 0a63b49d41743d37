// The aggregate tables of an explore as written -> tables whose fields have their full names and that know how they are kept.
import type { At } from "../model/at.ts";
import type { AggregateTable } from "../model/explore.ts";
import type { AggregateTableDraft, ExploreDraft } from "../read/shape.ts";
import type { Complaints } from "./complaints.ts";
import {
  columnsNamed,
  type KeptTable,
  readDistribution,
  RENEWED_BY,
  resolvePersistence,
} from "./persistence.ts";

/**
 * Fields without a view are those of the base view, as in Looker. Whether they exist is judged by the rules,
 * because question forms add fields later.
 * @param base name of the explore's base view
 * @param at where the explore stands
 * @returns undefined when the explore has none
 */
export function resolveAggregateTables(
  drafts: ExploreDraft["aggregate_tables"],
  base: string,
  at: At,
  complaints: Complaints,
): readonly AggregateTable[] | undefined {
  const entries = Object.entries(drafts ?? {});
  if (entries.length === 0) return undefined;
  return entries.flatMap(([name, draft]) =>
    resolveAggregateTable(name, draft, base, [...at, "aggregate_tables", name], complaints),
  );
}

function resolveAggregateTable(
  name: string,
  draft: AggregateTableDraft,
  base: string,
  at: At,
  complaints: Complaints,
): readonly AggregateTable[] {
  const full = (field: string): string => (field.includes(".") ? field : `${base}.${field}`);
  const dimensions = (draft.dimensions ?? []).map(full);
  const measures = (draft.measures ?? []).map(full);
  const columns = [...dimensions, ...measures].map(columnOf);
  const table: KeptTable = { name, what: "aggregate table", at, columns };
  const sort = columnsNamed("sort", draft.sort, table, complaints);
  const distribution = readDistribution(draft.distribution, table, complaints);
  const kept = resolvePersistence(table, draft, complaints);
  if (kept === undefined) {
    complaints.add({
      code: "missing-key",
      at,
      onKey: true,
      message: `nothing says when Looker makes the rows of \`${name}\` anew`,
      hint: `add ${RENEWED_BY}`,
    });
    return [];
  }
  const key = kept.increment?.key;
  return [
    {
      name,
      dimensions,
      measures,
      filters: Object.entries(draft.filters ?? {}).map(([field, expression]) => ({
        field: full(field),
        expression,
        at: [...at, "filters", field],
      })),
      timezone: draft.timezone,
      persistence:
        key === undefined
          ? kept
          : {
              ...kept,
              increment: {
                offset: kept.increment?.offset,
                key: dimensions.find((one) => one === key || columnOf(one) === key) ?? full(key),
              },
            },
      distribution,
      sort,
      at,
    },
  ];
}

/** What the column of a field is called: the field's name without its view. */
export function columnOf(field: string): string {
  return field.slice(field.indexOf(".") + 1);
}
