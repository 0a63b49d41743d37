// A table that is a query -> the derived table that its view is printed with.
import type { ExploreSource } from "../../model/explore-source.ts";
import type { Table } from "../../model/table.ts";
import { type KeptPicture, keptPicture } from "./kept.ts";
import type { Entry } from "./print-parameter.ts";
import { derivedSql } from "./sql.ts";

/** What the view's template shows of it. */
export interface DerivedPicture extends KeptPicture {
  readonly sql: string | undefined;
  /** One or none, so that the template can leave it out. */
  readonly sources: readonly object[];
}

/** @returns undefined for a table that is there already */
export function derivedPicture(table: Table): DerivedPicture | undefined {
  const { derived, distribution, sort } = table;
  if (derived === undefined) return undefined;
  const { persistence } = derived;
  return {
    sql: derived.sql === undefined ? undefined : derivedSql(derived.sql),
    sources: derived.source === undefined ? [] : [sourcePicture(derived.source)],
    ...keptPicture(persistence, distribution, sort, persistence?.increment?.key),
  };
}

function sourcePicture(source: ExploreSource): object {
  const orNone = (entries: readonly Entry[]): readonly Entry[] | undefined =>
    entries.length === 0 ? undefined : entries;
  return {
    explore: source.explore,
    columns: source.columns,
    derivedColumns: source.derivedColumns,
    filters: orNone(source.filters.map(({ field, expression }) => ({ field, value: expression }))),
    customFilter: source.customFilter,
    bindAllFilters: source.bindAllFilters ? true : undefined,
    bindFilters: source.bindFilters,
    sorts: orNone(source.sorts.map(({ field, direction }) => ({ field, value: direction }))),
    limit: source.limit,
    timezone: source.timezone,
  };
}
