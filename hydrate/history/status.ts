// The ledger -> what is published now, who is at work, and how each source stands.
import type { DialectName } from "../../generator/index.ts";
import type { LeaseHolder } from "../lease-holder.ts";
import { holderOf } from "./at-work.ts";
import type { LeaseTimes } from "../lease-means.ts";
import { type Delivery, readDeliveries } from "./deliveries.ts";
import { monthGaps, type MonthGaps } from "./months.ts";
import type { History } from "./open.ts";
import { findRun, listRuns, type RunLine } from "./runs.ts";
import { type FailedRun, type Worry, worriesOf } from "./worries.ts";

/** How one source stands. */
export interface SourceStatus {
  readonly source: string;
  /** Its last delivery that was published; undefined when it never came. */
  readonly last: Delivery | undefined;
  /** How many deliveries of it are published. */
  readonly deliveries: number;
  /** Records of it that are in quarantine, over all runs, without those that were replayed. */
  readonly quarantined: number;
  readonly months: MonthGaps;
  /** The last run of it, when that published nothing. */
  readonly failed: FailedRun | undefined;
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
      const failed = lastFailure(runs, name, last);
      return {
        source: name,
        last,
        deliveries: all.length,
        quarantined: quarantined.get(name) ?? 0,
        months,
        failed,
        worries: worriesOf({ deliveries: all, months, failed }),
      };
    }),
  };
}

/** The latest run with this source, when it published nothing and no later one did. */
function lastFailure(
  runs: readonly RunLine[],
  source: string,
  last: Delivery | undefined,
): FailedRun | undefined {
  const run = runs.find(
    (one) => one.state !== "running" && one.kind === "load" && one.sources.includes(source),
  );
  if (run === undefined || (run.state !== "refused" && run.state !== "died")) return undefined;
  if (last !== undefined && last.run > run.id) return undefined;
  return {
    run: run.id,
    drop: run.drop,
    state: run.state,
    at: run.finished ?? run.started,
    reason: run.reason,
  };
}

async function countQuarantine({ warehouse, names, kept }: History): Promise<ReadonlyMap<string, number>> {
  const replayed = kept.has("replays")
    ? `AND NOT EXISTS (SELECT 1 FROM ${names.kept("replays")} p JOIN ${names.kept("runs")} m ON m.id = p.run AND m.state = 'published'
                        WHERE p.of_run = q.run AND p.of_ordinal = q.ordinal)`
    : "";
  const found = await warehouse.query<{ source: string; n: string }>(
    `SELECT q.source, count(*) AS n
       FROM ${names.kept("quarantine")} q JOIN ${names.kept("runs")} r ON r.id = q.run AND r.state = 'published'
      WHERE 1 = 1 ${replayed} GROUP BY q.source`,
  );
  return new Map(found.rows.map((row) => [row.source, Number(row.n)]));
}
