// What runs that died have left -> nothing, and a sentence about each of them.
import { endRun, runsIn } from "../ledger.ts";
import type { Names } from "../names.ts";
import { clearScratch } from "./scratch-tables.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { moment } from "../words.ts";

/** Call it with the lease held: then nobody is running, whatever the ledger says. */
export async function tidyUp(warehouse: Warehouse, names: Names, now: Date): Promise<readonly string[]> {
  await clearScratch(warehouse, names, undefined);
  const dead = await runsIn(warehouse, names, "running");
  for (const run of dead) {
    await endRun(warehouse, names, run.id, "died", now, "it ended before it published anything");
  }
  return dead.map(
    (run) =>
      `run ${run.id} (${run.drop}), begun ${moment(run.started)}, had died before it published anything; what it left behind was removed`,
  );
}
