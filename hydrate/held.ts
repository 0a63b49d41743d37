// An address -> work done with the lease held, the ledger in place, and what dead runs left behind tidied up.
import type { Model } from "../generator/index.ts";
import type { LeaseTimes } from "./lease-means.ts";
import { takeLease, type Lease } from "./lease.ts";
import { makeLedger } from "./ledger-tables.ts";
import { namesOf, type Names } from "./names.ts";
import { openRenewable } from "./renewable.ts";
import { tidyUp } from "./load/tidy.ts";
import { connectWarehouse } from "./warehouse/named.ts";
import type { PipelineSettings } from "./warehouse/redshift/settings.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** Where the tables are, and how to get at them. */
export interface WarehouseOptions {
  readonly model: Model;
  /** `postgres://user:password@host:port/database`, or `redshift://…`. */
  readonly url: string;
  /** What loading into Redshift needs. */
  readonly pipeline?: PipelineSettings | undefined;
  /** The clock, for the ledger. */
  readonly now: () => Date;
  /** How the lease keeps time, when not as usual. */
  readonly lease?: LeaseTimes | undefined;
}

/** What work is done with. */
export interface Held {
  readonly warehouse: Warehouse;
  readonly names: Names;
  readonly now: () => Date;
  readonly lease: Lease;
  /** Opens the warehouse's session anew. */
  readonly renew: () => Promise<void>;
  /** Sentences about runs that had died. */
  readonly died: readonly string[];
}

/**
 * @param waiting hears who has the lease, when there is somebody to wait for
 * @throws Outage when the warehouse cannot be used, or another run is at work
 */
export async function whileHeld<T>(
  options: WarehouseOptions,
  waiting: (who: string) => void,
  work: (held: Held) => Promise<T>,
): Promise<T> {
  const { model, url, pipeline, now, lease: times } = options;
  const connect = (): Promise<Warehouse> => connectWarehouse(url, pipeline);
  const session = await openRenewable(connect);
  const { warehouse } = session;
  try {
    const names = namesOf(model, warehouse);
    const lease = await takeLease({ warehouse, connect, names, now, times, waiting });
    try {
      await makeLedger(warehouse, names);
      const died = await tidyUp(warehouse, names, now());
      return await work({ warehouse, names, now, lease, renew: () => session.renew(), died });
    } finally {
      await lease.release();
    }
  } finally {
    await warehouse.close();
  }
}
