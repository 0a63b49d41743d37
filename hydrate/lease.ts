// One run at a time: the lease on a model's tables, or who has it.
import { setTimeout as delay } from "node:timers/promises";
import { Outage } from "../generator/index.ts";
import type { Names } from "./names.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";
import { moment } from "./words.ts";

const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 200;

/**
 * Takes the lease for as long as the session lives. Waits a little, since the session of a run that was
 * killed ends a moment after it.
 * @param waiting hears who has it, when there is somebody to wait for
 * @throws Outage that says who has it, when it is not given back in time
 */
export async function takeLease(
  warehouse: Warehouse,
  names: Names,
  waiting: (who: string) => void,
): Promise<void> {
  for (let waited = 0; ; waited += LOOK_AGAIN_MS) {
    if (await warehouse.takeLease(names.schema)) return;
    const holder = await warehouse.leaseHolder(names.schema);
    const who = holder === undefined ? "another run" : `${holder.who}, since ${moment(holder.since)}`;
    if (waited >= PATIENCE_MS) {
      throw new Outage(
        `Another run is at work on the tables in ${names.publishedSchema}: ${who}. Two at once would load the same drop twice. Wait until it is done, and run the same command again.`,
        { retry: true },
      );
    }
    if (waited === 0) waiting(who);
    await delay(LOOK_AGAIN_MS);
  }
}
