// A drop that is refused before it is begun -> a run in the ledger that says so, as of those that are refused later.
import { Mistake } from "../generator/index.ts";
import type { Drop } from "./drop.ts";
import { whoRuns } from "./who.ts";
import type { Lease } from "./lease.ts";
import { beginRun, endRun } from "./ledger.ts";
import type { Names } from "./names.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** What writing it down needs. */
export interface DoorMeans {
  readonly warehouse: Warehouse;
  readonly names: Names;
  readonly now: () => Date;
  readonly lease: Lease;
  /** Nothing will stay of it. */
  readonly rehearsal: boolean;
}

/**
 * Looks at a drop; when it is refused, `runs` and `status` will tell.
 * @throws what `look` throws
 */
export async function atTheDoor<T>(
  drop: Pick<Drop, "name" | "period" | "files">,
  means: DoorMeans,
  started: Date,
  look: () => Promise<T>,
): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Mistake && !means.rehearsal) await writeDown(drop, means, started, error.message);
    throw error;
  }
}

async function writeDown(
  { name, period, files }: Pick<Drop, "name" | "period" | "files">,
  { warehouse, names, now, lease }: DoorMeans,
  started: Date,
  reason: string,
): Promise<void> {
  const sources = [...new Set(files.map((file) => file.source.name))];
  const refused = async (): Promise<void> => {
    await lease.fence();
    const beginning = { drop: name, period, started, kind: "load", sources, ...whoRuns() } as const;
    const run = await beginRun(warehouse, names, beginning);
    await endRun(warehouse, names, run, "refused", now(), reason);
  };
  // Whatever keeps the ledger from being written, why the drop is refused is what must be heard.
  await warehouse.transaction(refused).catch(() => {});
}
