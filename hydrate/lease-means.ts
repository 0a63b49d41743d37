// What a lease is taken with, and how it keeps time.
import type { Names } from "./names.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** How the lease keeps time, in milliseconds. */
export interface LeaseTimes {
  /** How often a run shows that it is alive. */
  readonly beat: number;
  /** After how long without a sign of life its lease is another run's to take. */
  readonly expiry: number;
  /** How long to wait for a run that is alive. */
  readonly patience: number;
}

/** Slow enough for a warehouse that queues statements, quick enough for an admin who waits. */
export const LEASE_TIMES: LeaseTimes = { beat: 2_000, expiry: 30_000, patience: 10_000 };

/** What a lease is taken with. */
export interface LeaseMeans {
  readonly warehouse: Warehouse;
  /** Opens another session, for the signs of life. */
  readonly connect: () => Promise<Warehouse>;
  readonly names: Names;
  readonly now: () => Date;
  readonly times?: LeaseTimes | undefined;
  /** Hears who has it, when there is somebody to wait for. */
  readonly waiting: (who: string) => void;
}
