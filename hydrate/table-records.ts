// The ledger's lines about published tables: which run made each, and how far back it can be brought.
import type { Names } from "./names.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** What the ledger knows of a published table. */
export interface TableRecord {
  /** The run that made it; 0 when hydrate did not. */
  readonly madeBy: number;
  /** The earliest run that a rollback can bring it to; undefined when nothing of the kind was kept yet. */
  readonly keptFrom: number | undefined;
}

/** What the ledger knows of the published tables, by name. */
export async function tableRecords(
  warehouse: Warehouse,
  names: Names,
): Promise<ReadonlyMap<string, TableRecord>> {
  const found = await warehouse.query<{ name: string; made_by_run: string; kept_from: string | null }>(
    `SELECT name, made_by_run, kept_from FROM ${names.kept("tables")}`,
  );
  return new Map(
    found.rows.map((row) => [
      row.name,
      {
        madeBy: Number(row.made_by_run),
        keptFrom: row.kept_from === null ? undefined : Number(row.kept_from),
      },
    ]),
  );
}
