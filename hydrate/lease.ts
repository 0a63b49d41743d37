// One run at a time: the lease on a model's tables, with a sign of life while it is held, and a fence that lets no other run publish.
import { setTimeout as delay } from "node:timers/promises";
import { Outage } from "../generator/index.ts";
import { keepBeating } from "./heartbeat.ts";
import { LEASE_TIMES, type LeaseMeans, type LeaseTimes } from "./lease-means.ts";
import { readLease, sayHolder, type LeaseRow } from "./lease-row.ts";
import { makeLeaseTables } from "./ledger-tables.ts";
import type { Names } from "./names.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";
import { whoRuns } from "./who.ts";
import { duration } from "./words.ts";

/** Another run has taken the lease over, because this one stood still. */
export class LeaseLost extends Outage {}

/** The lease, held. */
export interface Lease {
  /**
   * Proves that it is still held, and keeps it so until the transaction ends.
   * @throws LeaseLost when another run has taken it over
   */
  fence(): Promise<void>;
  /** @returns what `fence` throws, when another run has taken it over */
  lost(): Promise<LeaseLost | undefined>;
  /** Call it when the session was opened anew: its lock, if it had one, went with the old one. */
  rejoin(): Promise<void>;
  /** Gives it back; a connection that is gone is no trouble. */
  release(): Promise<void>;
}

/**
 * Takes the lease. A run that died gives it back at once where the warehouse has locks that end with a
 * session, and otherwise when it has shown no sign of life for a while; how long that is, is measured on this
 * machine's clock alone, so that clocks that differ do no harm.
 * @throws Outage that says who has it, when that run is alive and does not end in time
 */
export async function takeLease(means: LeaseMeans): Promise<Lease> {
  const { warehouse, names, waiting } = means;
  const times = means.times ?? LEASE_TIMES;
  const started = performance.now();
  let locked = false;
  let seen = { life: "", at: started };
  let told = 0;
  await makeTables(warehouse, names);
  for (;;) {
    locked ||= await warehouse.takeLock(names.schema);
    const row = await readLease(warehouse, names);
    if (row === undefined) {
      await makeRow(warehouse, names);
      continue;
    }
    const life = `${row.token} ${row.beats}`;
    if (life !== seen.life) seen = { life, at: performance.now() };
    const silent = performance.now() - seen.at;
    // The lock of a run's session ends with it: who got it knows that a holder who had it is gone.
    const free = row.holder === null || (locked && row.locked) || silent >= times.expiry;
    if (free) {
      const token = await claim(means, row, locked);
      if (token !== undefined) return hold(means, times, token);
    }
    const waited = performance.now() - started;
    const who = sayHolder(row);
    if (waited >= times.patience && silent < times.beat * 3) {
      throw new Outage(
        `Another run is at work on the tables in ${names.publishedSchema}: ${who}. Two at once would load the same drop twice. Wait until it is done, and run the same command again.`,
        { retry: true },
      );
    }
    // Once at the beginning, and once more when it turns out that nobody is there any more.
    const quiet = silent >= times.beat * 3;
    if (told === 0) waiting(who);
    if (told < 2 && quiet)
      waiting(
        `${who}; it has been silent since, and its lease is taken over after ${duration(times.expiry / 1000)}`,
      );
    told = quiet ? 2 : 1;
    await delay(Math.min(200, times.beat / 2));
  }
}

/** Two first runs at once may both make the tables; who comes second finds them there. */
async function makeTables(warehouse: Warehouse, names: Names): Promise<void> {
  const there = async (): Promise<boolean> =>
    (await warehouse.tablesOf(names.schema)).some((table) => table.name === "beats");
  if (await there()) return;
  try {
    await makeLeaseTables(warehouse, names);
  } catch (error) {
    await delay(200 + Math.random() * 300);
    if (!(await there())) throw error;
  }
}

/** Of two who make the one row at once, one finds it there: its key is the same. */
async function makeRow(warehouse: Warehouse, names: Names): Promise<void> {
  try {
    await warehouse.query(
      `INSERT INTO ${names.kept("lease")} (place, token, holder, locked) VALUES (1, 0, NULL, FALSE)`,
    );
  } catch (error) {
    if ((await readLease(warehouse, names)) === undefined) throw error;
  }
}

/**
 * Takes the lease, unless somebody else has since it was looked at.
 * @returns its token; undefined when it was not to be had
 */
async function claim(
  { warehouse, names, now }: LeaseMeans,
  row: LeaseRow,
  locked: boolean,
): Promise<number | undefined> {
  const lease = names.kept("lease");
  const beats = names.kept("beats");
  const { host, process: number, user } = whoRuns();
  // Apart for each attempt, so that who it was can be read back.
  const holder = `${host} ${number} ${performance.timeOrigin + performance.now()} ${Math.random()}`;
  return warehouse.transaction(async () => {
    const token = Number(row.token) + 1;
    const taken = await warehouse.query(
      `UPDATE ${lease} SET token = $1, holder = $2, host = $3, process = $4, os_user = $5, since = $6, locked = $7 WHERE token = $8`,
      [token, holder, host, number, user, now(), locked, token - 1],
    );
    if (taken.count === 0) return undefined;
    await warehouse.query(`DELETE FROM ${beats}`);
    await warehouse.query(`INSERT INTO ${beats} (token, beats, latest) VALUES ($1, 0, $2)`, [token, now()]);
    const found = await warehouse.query<{ holder: string }>(`SELECT holder FROM ${lease} WHERE token = $1`, [
      token,
    ]);
    return found.rows[0]?.holder === holder ? token : undefined;
  });
}

function hold(means: LeaseMeans, times: LeaseTimes, token: number): Lease {
  const { warehouse, names } = means;
  const stop = keepBeating(means, times, token);
  const lost = async (): Promise<LeaseLost | undefined> => {
    const row = await readLease(warehouse, names);
    if (Number(row?.token) === token) return undefined;
    return new LeaseLost(
      `This run stood still for so long that another one took its place: ${sayHolder(row)}. Nothing more was published by this one. Run the same command again when the other one is done: what was published stays, and is not loaded twice.`,
      { retry: true },
    );
  };
  return {
    lost,
    async fence() {
      const still = await warehouse.query(
        `UPDATE ${names.kept("lease")} SET token = token WHERE token = $1`,
        [token],
      );
      if (still.count > 0) return;
      throw (await lost()) ?? new Error("the lease was lost and is there again");
    },
    async rejoin() {
      const locked = await warehouse.takeLock(names.schema);
      await warehouse.query(`UPDATE ${names.kept("lease")} SET locked = $2 WHERE token = $1`, [
        token,
        locked,
      ]);
    },
    async release() {
      await stop();
      await warehouse
        .query(`UPDATE ${names.kept("lease")} SET holder = NULL WHERE token = $1`, [token])
        // The connection is gone: then the lease runs out by itself.
        .catch(() => {});
    },
  };
}
