// A path -> whether the warehouse would take every row of its drops: decoded, uploaded and copied with NOLOAD, and nothing loaded.
import { Mistake } from "../generator/index.ts";
import { whileHeld } from "./held.ts";
import type { HydrateOptions } from "./hydrate.ts";
import { lastColumns } from "./last-columns.ts";
import { landDrop } from "./load/land.ts";
import { scratchOf } from "./load/scratch.ts";
import { clearScratch, makeScratch } from "./load/scratch-tables.ts";
import { createStage } from "./load/stage.ts";
import { openDrop } from "./open.ts";
import type { BudgetReport, DriftReport } from "./outcome.ts";
import { storageOf } from "./storage/named.ts";
import { tasksOf } from "./tasks.ts";
import { deliveredDrops } from "./trust/delivered.ts";

/** What a rehearsal of one drop has shown. */
export interface RehearsedDrop {
  readonly drop: string;
  /** How many records were read. */
  readonly records: number;
  readonly budgets: readonly BudgetReport[];
  readonly drift: readonly DriftReport[];
  /** Why the drop would be refused; undefined when the warehouse would take all of it. */
  readonly refusal: string | undefined;
}

/** Scratch tables of a rehearsal are called after this run, which no ledger has. */
const NO_RUN = 0;

/**
 * On Redshift, rows go through `COPY … NOLOAD`, which checks every value and loads none. Postgres has nothing
 * of that kind: there the rows are decoded and screened, and go nowhere.
 * @returns one for each drop, also when one before it would be refused
 * @throws Mistake when there is no drop, Outage when the world fails
 */
export async function rehearseDrops(options: HydrateOptions): Promise<readonly RehearsedDrop[]> {
  const { model, path, source, acceptQuarantine = false, only = () => true, progress = () => {} } = options;
  const storage = storageOf(path);
  const drops = (await deliveredDrops({ model, path, source }, storage, options.now())).filter(only);
  const all = tasksOf(model);
  const nothing = { records: 0, bytesDone: 0, bytesTotal: 0, report: undefined };
  const waiting = (who: string): void =>
    progress({ ...nothing, step: "wait", drop: drops[0]?.name ?? "", about: who });
  return whileHeld(options, waiting, async ({ warehouse, names }) => {
    const rehearsed: RehearsedDrop[] = [];
    for (const drop of drops) {
      const sources = [...new Set(drop.files.map((file) => file.source))];
      const tasks = all.filter((task) =>
        task.feeds.some((feed) => sources.some((one) => one.name === feed.source)),
      );
      try {
        const opened = await openDrop(drop, model, storage, progress);
        const scratch = scratchOf(names, warehouse, { run: NO_RUN, sources, tasks, isSmall: () => true });
        await makeScratch(warehouse, scratch, sources, tasks);
        const stage = createStage({
          run: NO_RUN,
          sources,
          tasks,
          scratch,
          warehouse,
          names,
          rehearse: true,
          progress: ({ step, label, bytesDone, bytesTotal }) =>
            progress({ ...nothing, step, drop: drop.name, about: label, bytesDone, bytesTotal }),
        });
        const columns = await lastColumns(warehouse, names, sources);
        const landed = await landDrop(opened, {
          tasks,
          stage,
          storage,
          progress,
          columns,
          accept: acceptQuarantine,
        });
        const records = landed.files.reduce((sum, file) => sum + file.next - file.first, 0);
        rehearsed.push({
          drop: drop.name,
          records,
          budgets: landed.budgets,
          drift: landed.drift,
          refusal: undefined,
        });
      } catch (error) {
        if (!(error instanceof Mistake)) throw error;
        rehearsed.push({ drop: drop.name, records: 0, budgets: [], drift: [], refusal: error.message });
      } finally {
        await clearScratch(warehouse, names, NO_RUN);
      }
    }
    return rehearsed;
  });
}
