// A database -> the ledger, opened for reading: no lease is taken and nothing is changed.
import { Mistake, type Model } from "../../generator/index.ts";
import { namesOf, type Names } from "../names.ts";
import { connectWarehouse } from "../warehouse/named.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** The column of the runs that came last; a ledger without it is an older one. */
const NEWEST_COLUMN = "sources";

/** A ledger that can be read. Questions may be asked while a run is under way: they see what was there before it. */
export interface History {
  readonly model: Model;
  readonly warehouse: Warehouse;
  readonly names: Names;
  /** Names of the tables that hydrate keeps; one that is missing was never needed. */
  readonly kept: ReadonlySet<string>;
}

/**
 * Opens the ledger, reads, and closes it.
 * @returns what `read` gave; undefined when nothing was ever hydrated
 * @throws Outage when the database cannot be reached or read, Mistake when the ledger is an older one
 */
export async function readHistory<Read>(
  url: string,
  model: Model,
  read: (history: History) => Promise<Read>,
): Promise<Read | undefined> {
  const warehouse = await connectWarehouse(url);
  try {
    const names = namesOf(model, warehouse);
    const tables = await warehouse.tablesOf(names.schema);
    const runs = tables.find((table) => table.name === "runs");
    if (runs === undefined) return undefined;
    if (!runs.columns.some((column) => column.name === NEWEST_COLUMN)) {
      throw new Mistake(
        `The ledger in schema ${names.schema} was written by an older Viewfinder. Hydrate something once (what was loaded before will do), and it is brought up to date.`,
      );
    }
    const kept = new Set(tables.map((table) => table.name));
    return await read({ model, warehouse, names, kept });
  } finally {
    await warehouse.close();
  }
}
