// How a table is kept and laid out -> the parameters that Looker takes for it.
import type { Distribution, Persistence, Renewal } from "../../model/persistence.ts";

/** What the template `kept` shows; undefined prints nothing. */
export interface KeptPicture extends Readonly<Record<Renewal, string | undefined>> {
  readonly incrementKey: string | undefined;
  readonly incrementOffset: number | undefined;
  readonly distribution: string | undefined;
  readonly distributionStyle: "all" | "even" | undefined;
  readonly sortKeys: readonly string[] | undefined;
  readonly indexes: readonly string[] | undefined;
}

/**
 * @param persistence undefined for a derived table that is part of each question
 * @param incrementKey the timeframe it grows by, as LookML names it there
 */
export function keptPicture(
  persistence: Persistence | undefined,
  distribution: Distribution | undefined,
  sort: readonly string[],
  incrementKey: string | undefined,
): KeptPicture {
  const value = (by: Renewal): string | undefined =>
    persistence?.renewed.by === by ? persistence.renewed.value : undefined;
  return {
    datagroup_trigger: value("datagroup_trigger"),
    sql_trigger_value: value("sql_trigger_value"),
    persist_for: value("persist_for"),
    incrementKey,
    incrementOffset: persistence?.increment?.offset,
    distribution: distribution?.kind === "column" ? distribution.column : undefined,
    // Looker leaves to Redshift what it is not told.
    distributionStyle:
      distribution?.kind === "all" || distribution?.kind === "even" ? distribution.kind : undefined,
    sortKeys: sort.length > 0 ? sort : undefined,
    indexes: persistence !== undefined && persistence.indexes.length > 0 ? persistence.indexes : undefined,
  };
}
