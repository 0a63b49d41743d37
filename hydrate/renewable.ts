// A way to connect -> a session that can be opened anew when its connection was lost, under the same name.
import { setTimeout as delay } from "node:timers/promises";
import { Outage } from "../generator/index.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** A session with a way back. */
export interface Renewable {
  /** Leads to the connection that is open now. */
  readonly warehouse: Warehouse;
  /**
   * Gives the connection up and opens another one; tries for some seconds.
   * @throws Outage when there is none to be had
   */
  renew(): Promise<void>;
}

const MOST_TRIES = 6;

/** @throws Outage when the first connection cannot be had */
export async function openRenewable(connect: () => Promise<Warehouse>): Promise<Renewable> {
  let current = await connect();
  return {
    warehouse: new Proxy(current, { get: (_, name) => Reflect.get(current, name) as unknown }),
    async renew() {
      await current.close();
      for (let tried = 1; ; tried += 1) {
        try {
          current = await connect();
          return;
        } catch (error) {
          if (tried === MOST_TRIES || !(error instanceof Outage) || !error.retry) throw error;
          await delay(pause(tried));
        }
      }
    },
  };
}

/** How long to wait after a failed try, in milliseconds: twice as long each time, and never in step with others. */
export function pause(tried: number): number {
  return 250 * 2 ** (tried - 1) * (0.5 + Math.random());
}
