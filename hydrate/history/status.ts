// The ledger -> what is published now, who is at work, and how each source stands.
import type { DialectName } from "../../generator/index.ts";
import type { LeaseHolder } from "../lease-holder.ts";
import { holderOf } from "./at-work.ts";
import type { LeaseTimes } from "../lease-means.ts";
import { type Delivery, readDeliveries } from "./deliveries.ts";
import { monthGaps, type MonthGaps } from "./months.ts";
import type { History } from "./open.ts";
import { findRun, listRuns, type RunLine } from "./runs.ts";
import { correctedNone, replayedNone } from "../settled.ts";
import { type FailedRun, type Worry, worriesOf } from "./worries.ts";

/** How one source stands. */
export interface SourceStatus {
  readonly source: string;
  /** Its last delivery that was published; undefined when it never came. */
  readonly last: Delivery | undefined;
  /** How many deliveries of it are published. */
  readonly deliveries: number;
  /** Records of it that are in quarantine, over all runs, without those that were replayed or came anew since. */
  readonly quarantined: number;
  readonly months: MonthGaps;
  /** The last run of it, when that published nothing. */
  readonly failed: FailedRun | undefined;
  /** All runs of it since its last delivery that published nothing, the latest first. */
  readonly failures: readonly FailedRun[];
  /** What is not as it should be, the worst first; empty when all is well. */
  readonly worries: readonly Worry[];
}

/** A run under way: who, by the lease, and what, by the ledger; it is not there before the drop is opened. */
export interface Working {
  readonly holder: LeaseHolder;
  readonly run: RunLine | undefined;
}

/** How everything stands. */
export interface HydrateStatus {
  readonly warehouse: DialectName;
  /** Where the tables are. */
  readonly schema: string;
  readonly now: Date;
  /** The run whose rows readers see; undefined when nothing was published yet. */
  readonly head: RunLine | undefined;
  /** The latest month that is published. */
  readonly period: string | undefined;
  readonly working: Working | undefined;
  /** In the model's order. */
  readonly sources: readonly SourceStatus[];
}

/**
 * @param times how the lease keeps time, when not as usual
 * @returns the run under way, or that ended without a word; undefined when there is none
 */
export async function readWorking(history: History, times?: LeaseTimes): Promise<Working | undefined> {
  const holder = await holderOf(history, times);
  if (holder === undefined) return undefined;
  const found = await history.warehouse.query<{ id: string }>(
    `SELECT max(id) AS id FROM ${history.names.kept("runs")} WHERE state = 'running'`,
  );
  const id = found.rows[0]?.id ?? undefined;
  return { holder, run: id === undefined ? undefined : await findRun(history, Number(id), times) };
}

/**
 * @param now the clock, which tells what is late
 * @param times how the lease keeps time, when not as usual
 */
export async function readStatus(history: History, now: Date, times?: LeaseTimes): Promise<HydrateStatus> {
  const { warehouse, names, model } = history;
  const deliveries = await readDeliveries(history);
  const quarantined = await countQuarantine(history);
  const runs = await listRuns(history, { times });
  const head = runs.find((run) => run.state === "published");
  const failing = runsBySource(runs);
  return {
    warehouse: warehouse.dialect.name,
    schema: names.publishedSchema,
    now,
    head,
    period: runs
      .flatMap((run) => (run.state === "published" && run.period !== undefined ? [run.period] : []))
      .toSorted()
      .at(-1),
    working: await readWorking(history, times),
    sources: model.sources.map(({ name }) => {
      const all = deliveries.get(name) ?? [];
      const [last] = all;
      const months = monthGaps(
        all.flatMap(({ period, published }) => (period === undefined ? [] : [{ period, published }])),
        now,
      );
      const failures = failuresSince(failing, name, last);
      const [failed] = failures;
      return {
        source: name,
        last,
        deliveries: all.length,
        quarantined: quarantined.get(name) ?? 0,
        months,
        failed,
        failures,
        worries: worriesOf({ source: name, deliveries: all, months, failures }),
      };
    }),
  };
}

/** For each source the runs that were to load it and are over, the latest first. */
function runsBySource(runs: readonly RunLine[]): ReadonlyMap<string, readonly RunLine[]> {
  const found = new Map<string, RunLine[]>();
  for (const run of runs) {
    if (run.state === "running" || run.kind !== "load") continue;
    for (const source of run.sources) found.set(source, [...(found.get(source) ?? []), run]);
  }
  return found;
}

/** The runs with this source since the last that did not fail: that published nothing, and no later one did. */
function failuresSince(
  runs: ReadonlyMap<string, readonly RunLine[]>,
  source: string,
  last: Delivery | undefined,
): readonly FailedRun[] {
  const own = runs.get(source) ?? [];
  const over = own.findIndex(
    (run) => (run.state !== "refused" && run.state !== "died") || (last !== undefined && last.run > run.id),
  );
  return (over < 0 ? own : own.slice(0, over)).map((run) => ({
    run: run.id,
    drop: run.drop,
    state: run.state,
    at: run.finished ?? run.started,
    reason: run.reason,
  }));
}

async function countQuarantine({ warehouse, names, kept }: History): Promise<ReadonlyMap<string, number>> {
  const open = [
    "r.state = 'published'",
    ...(kept.has("replays") ? [replayedNone(names)] : []),
    ...(kept.has("corrections") ? [correctedNone(names)] : []),
  ];
  const found = await warehouse.query<{ source: string; n: string }>(
    `SELECT q.source, count(*) AS n
       FROM ${names.kept("quarantine")} q JOIN ${names.kept("runs")} r ON r.id = q.run
      WHERE ${open.join(" AND ")} GROUP BY q.source`,
  );
  return new Map(found.rows.map((row) => [row.source, Number(row.n)]));
}
