// A path -> what hydrating it would do, worked out to the end and then undone: nothing stays of it, whatever happens meanwhile.
import { Mistake } from "../generator/index.ts";
import { whileHeld, type Held } from "./held.ts";
import type { HydrateOptions } from "./hydrate.ts";
import { openDrop, type OpenDrop } from "./open.ts";
import type { DropReport, PlannedDrop, PlanReport } from "./outcome.ts";
import type { Means } from "./means.ts";
import { runDrop } from "./run.ts";
import { storageOf } from "./storage/named.ts";
import { tasksOf } from "./tasks.ts";
import { deliveredDrops } from "./trust/delivered.ts";
import type { DeliveredDrop } from "./trust/delivery.ts";

/** Ends the transaction of a plan, and takes what it found past it. */
class Undo extends Error {
  readonly drops: readonly PlannedDrop[];
  constructor(drops: readonly PlannedDrop[]) {
    super("a plan is never kept");
    this.drops = drops;
  }
}

/**
 * Hydrates the drops in one transaction, each upon those before it, and undoes it. Where the model's tables
 * must be widened first, readers of these tables wait until the plan is made.
 * @throws Mistake when there is no drop or the model cannot be loaded; Outage when the world fails. A drop
 *   that would be refused is no failure: the plan says so, and why
 */
export async function planDrop(options: HydrateOptions): Promise<PlanReport> {
  const { model, path, source, again = false, acceptQuarantine = false, progress = () => {} } = options;
  const storage = storageOf(path);
  const { only = () => true } = options;
  const drops = (await deliveredDrops({ model, path, source }, storage, options.now())).filter(only);
  const tasks = tasksOf(model);
  const waiting = (who: string): void =>
    progress({
      step: "wait",
      drop: drops[0]?.name ?? "",
      about: who,
      records: 0,
      bytesDone: 0,
      bytesTotal: 0,
      report: undefined,
    });
  return whileHeld(options, waiting, async (held) => {
    const rehearsal = true;
    const means = { ...held, model, tasks, storage, again, acceptQuarantine, rehearsal, progress };
    return { drops: await planAll(drops, means, held) };
  });
}

async function planAll(
  drops: readonly DeliveredDrop[],
  means: Means,
  held: Held,
): Promise<readonly PlannedDrop[]> {
  // Files may be slow to read, and a transaction that stands still is ended by the warehouse.
  const opened = new Map<DeliveredDrop, OpenDrop | Mistake>();
  for (const drop of drops) opened.set(drop, await openOrRefuse(drop, means));
  try {
    await held.warehouse.transaction(async () => {
      const planned: PlannedDrop[] = [];
      for (const drop of drops) {
        const refused = planned.some((one) => one.outcome === "would_be_refused");
        planned.push(
          refused
            ? withoutCounts(drop, "not_reached", undefined, held.now())
            : await planOne(drop, means, opened.get(drop)),
        );
      }
      throw new Undo(planned);
    });
  } catch (error) {
    if (error instanceof Undo) return error.drops;
    throw error;
  }
  return [];
}

async function openOrRefuse(
  drop: DeliveredDrop,
  { model, storage, progress }: Means,
): Promise<OpenDrop | Mistake> {
  try {
    return await openDrop(drop, model, storage, progress);
  } catch (error) {
    if (error instanceof Mistake) return error;
    throw error;
  }
}

async function planOne(
  drop: DeliveredDrop,
  means: Means,
  opened: OpenDrop | Mistake | undefined,
): Promise<PlannedDrop> {
  try {
    if (opened instanceof Mistake) throw opened;
    const { outcome, run: _, ...report } = await runDrop(drop, means, opened);
    return {
      ...report,
      outcome: outcome === "published" ? "would_publish" : "nothing_to_do",
      refusal: undefined,
    };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return withoutCounts(drop, "would_be_refused", error.message, means.now());
  }
}

function withoutCounts(
  { name, period }: DeliveredDrop,
  outcome: PlannedDrop["outcome"],
  refusal: string | undefined,
  now: Date,
): PlannedDrop {
  const empty: Omit<DropReport, "outcome" | "run"> = {
    drop: name,
    period,
    records: { read: 0, loaded: 0, collapsed: 0, quarantined: 0 },
    files: [],
    tables: [],
    quarantine: [],
    coercions: [],
    drift: [],
    budgets: [],
    unusual: [],
    notes: [],
    started: now,
    finished: now,
  };
  return { ...empty, outcome, refusal };
}
