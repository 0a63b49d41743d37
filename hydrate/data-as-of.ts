// A database -> which run its readers see, for "data as of".
import type { Model } from "../generator/index.ts";
import { latestPeriod, latestPublished } from "./ledger.ts";
import { namesOf } from "./names.ts";
import { connectWarehouse } from "./warehouse/named.ts";

/** The latest published run, and how far its readers see. */
export interface LedgerHead {
  /** The run's number. */
  readonly id: number;
  /** The latest month that was published, `2026-01`; undefined when no drop had one. */
  readonly period: string | undefined;
  readonly finished: Date;
}

/**
 * Reads and changes nothing.
 * @returns undefined when nothing was hydrated yet
 * @throws Outage when the database cannot be reached or read
 */
export async function readLedger(url: string, model: Pick<Model, "schema">): Promise<LedgerHead | undefined> {
  const warehouse = await connectWarehouse(url);
  try {
    const names = namesOf(model, warehouse);
    const run = await latestPublished(warehouse, names);
    if (run === undefined) return undefined;
    return {
      id: run.id,
      period: await latestPeriod(warehouse, names),
      finished: run.finished ?? run.started,
    };
  } finally {
    await warehouse.close();
  }
}
