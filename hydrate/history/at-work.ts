// The ledger's running runs x the lease -> which of them somebody is still at work on.
import { leaseHolder, type LeaseHolder } from "../lease-holder.ts";
import type { LeaseTimes } from "../lease-means.ts";
import type { History } from "./open.ts";

/** Looking costs a wait where locks do not end with their session, so that one look serves all of a command. */
const looks = new WeakMap<History, Promise<LeaseHolder | undefined>>();

/**
 * Who holds the lease, looked at once for each opened ledger.
 * @param times how the lease keeps time, when not as usual
 */
export function holderOf(history: History, times?: LeaseTimes): Promise<LeaseHolder | undefined> {
  const look = looks.get(history) ?? leaseHolder(history.warehouse, history.names, times);
  looks.set(history, look);
  return look;
}

/** A run that the ledger calls running. */
interface Running {
  readonly id: string;
  readonly host: string;
  readonly process: string;
}

/**
 * @param running the latest first
 * @returns the ids of those that ended without a word: nobody is there who could end them
 */
export async function deadAmong(
  history: History,
  running: readonly Running[],
  times?: LeaseTimes,
): Promise<ReadonlySet<string>> {
  if (running.length === 0) return new Set();
  const heldBy = (holder: LeaseHolder | undefined): readonly Running[] =>
    holder === undefined || holder.gone ? [] : running.filter((run) => isOf(run, holder));
  const before = await holderOf(history, times);
  const [first] = heldBy(before);
  if (first !== undefined) return withoutOne(running, first);
  const [latest] = running;
  if (before?.gone === true && latest !== undefined && isOf(latest, before))
    return new Set(running.map((run) => run.id));
  // It may have begun, or ended, since that look.
  looks.delete(history);
  const [fresh] = heldBy(await holderOf(history, times));
  if (fresh !== undefined) return withoutOne(running, fresh);
  const still = await history.warehouse.query<{ id: string }>(
    `SELECT id FROM ${history.names.kept("runs")} WHERE state = 'running'`,
  );
  const ids = new Set(still.rows.map((row) => row.id));
  return new Set(running.map((run) => run.id).filter((id) => ids.has(id)));
}

function isOf(run: Running, holder: LeaseHolder): boolean {
  return run.host === holder.host && Number(run.process) === holder.process;
}

/** The latest run of the holder is the one at work. */
function withoutOne(running: readonly Running[], alive: Running): ReadonlySet<string> {
  return new Set(running.map((run) => run.id).filter((id) => id !== alive.id));
}
