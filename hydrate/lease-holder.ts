// The lease's line -> who holds it, and whether they are still there; read by somebody who does not want it.
import { setTimeout as delay } from "node:timers/promises";
import { readLease, sayHolder, type LeaseRow } from "./lease-row.ts";
import { LEASE_TIMES, type LeaseTimes } from "./lease-means.ts";
import type { Names } from "./names.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** Who holds the lease. Moments are of the holder's own clock. */
export interface LeaseHolder {
  /** Process, machine and user, in words. */
  readonly who: string;
  readonly host: string;
  readonly process: number;
  readonly user: string;
  readonly since: Date;
  /** Its last sign of life. */
  readonly beat: Date;
  /** It has ended without giving the lease back: what it was at work on is not published, and the next run tidies up. */
  readonly gone: boolean;
}

/** For how many signs of life one waits who looks whether somebody is still there. */
const BEATS = 3;

/**
 * Where locks end with a session, one look is enough to know that a holder is there; otherwise its signs of life are
 * waited for, on this machine's clock.
 * @returns who holds the lease; undefined when nobody does
 */
export async function leaseHolder(
  warehouse: Warehouse,
  names: Names,
  times: LeaseTimes = LEASE_TIMES,
): Promise<LeaseHolder | undefined> {
  const tables = await warehouse.tablesOf(names.schema);
  if (!tables.some((table) => table.name === "beats")) return undefined;
  const first = await readLease(warehouse, names);
  if (first === undefined || first.holder === null) return undefined;
  if (first.locked && (await warehouse.isLocked(names.schema))) return holderOf(first, false);
  const until = performance.now() + times.beat * BEATS;
  while (performance.now() < until) {
    await delay(times.beat / 4);
    const now = await readLease(warehouse, names);
    if (now === undefined || now.holder === null) return undefined;
    if (now.token !== first.token || now.beats !== first.beats) return holderOf(now, false);
  }
  return holderOf(first, true);
}

function holderOf(row: LeaseRow, gone: boolean): LeaseHolder {
  const since = row.since ?? new Date(0);
  return {
    who: sayHolder(row),
    host: row.host ?? "",
    process: Number(row.process),
    user: row.os_user ?? "",
    since,
    beat: row.latest ?? since,
    gone,
  };
}
