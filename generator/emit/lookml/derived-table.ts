// A table that is a query -> the derived table that its view is printed with.
import type { Table } from "../../model/table.ts";
import { derivedSql } from "./sql.ts";

/** What the view's template shows of it; undefined for a table that is there already. */
export function derivedPicture(table: Table): object | undefined {
  const { derived, distribution, sort } = table;
  if (derived === undefined) return undefined;
  const { persistence } = derived;
  return {
    sql: derivedSql(derived.sql),
    datagroup: persistence?.datagroup,
    incrementKey: persistence?.increment?.key,
    incrementOffset: persistence?.increment?.offset,
    distribution: distribution?.kind === "column" ? distribution.column : undefined,
    // Looker leaves to Redshift what it is not told.
    distributionStyle:
      distribution?.kind === "all" || distribution?.kind === "even" ? distribution.kind : undefined,
    sortKeys: sort.length > 0 ? sort : undefined,
    indexes: persistence !== undefined && persistence.indexes.length > 0 ? persistence.indexes : undefined,
  };
}
