// A run that failed -> the ledger says so, and nothing else is left of it; a commit nobody heard of is settled by asking the ledger.
import { Mistake } from "../generator/index.ts";
import { LeaseLost, type Lease } from "./lease.ts";
import { endRun, forgetRaw, stateOf } from "./ledger.ts";
import { clearScratch } from "./load/scratch-tables.ts";
import type { Names } from "./names.ts";
import { CommitUnknown, type Warehouse } from "./warehouse/warehouse.ts";

/** What undoing needs. */
export interface UndoMeans {
  readonly warehouse: Warehouse;
  readonly names: Names;
  readonly now: () => Date;
  readonly lease: Lease;
  /** Opens the warehouse's session anew. */
  readonly renew: () => Promise<void>;
}

/** Does the work of a run; whatever goes wrong, the ledger says so, and the run leaves nothing behind. */
export async function undoneOnFailure<T>(run: number, means: UndoMeans, work: () => Promise<T>): Promise<T> {
  const { warehouse, names, now, lease } = means;
  try {
    return await work();
  } catch (error) {
    const state = error instanceof Mistake ? "refused" : "died";
    const reason = error instanceof Error ? error.message : String(error);
    // When even this fails, the connection is gone, and the next run tidies up.
    const lost = await endRun(warehouse, names, run, state, now(), reason)
      .then(async () => {
        const gone = error instanceof LeaseLost ? error : await lease.lost();
        // Whoever took the lease has ended this run; what it landed after that is still there.
        if (gone !== undefined) await forgetRaw(warehouse, names, run);
        await clearScratch(warehouse, names, run);
        return gone;
      })
      .catch(() => undefined);
    throw lost ?? error;
  }
}

/**
 * Commits a run's transaction, also when its answer is lost: then a new connection asks the ledger.
 * @param publish does all that is to be seen at once, and gives what is reported of it
 * @throws CommitUnknown when the ledger says that nothing was published, so that the run can be begun anew
 */
export async function publishOnce<T>(
  run: number,
  means: UndoMeans,
  publish: () => Promise<T>,
  asking: () => void,
): Promise<T> {
  const { warehouse, names, now, lease, renew } = means;
  let published: { readonly report: T } | undefined;
  try {
    return await warehouse.transaction(async () => {
      const report = await publish();
      published = { report };
      return report;
    });
  } catch (error) {
    if (!(error instanceof CommitUnknown) || published === undefined) throw error;
    asking();
    await renew();
    await lease.rejoin();
    // This waits for the old session's transaction, if the server is still at it; then one of the two has happened.
    const ended = await endRun(
      warehouse,
      names,
      run,
      "died",
      now(),
      "the connection was lost at commit, and nothing was published",
    );
    const state = ended ? "died" : await stateOf(warehouse, names, run);
    if (state === "published" || state === "done") return published.report;
    throw new CommitUnknown(
      `${error.message}\nThe ledger was asked: this run has published nothing, and everything is as it was before.`,
      { retry: true, cause: error },
    );
  }
}
