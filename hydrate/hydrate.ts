// A path -> all the drops that lie there in the warehouse, one after the other.
import { Mistake, Outage } from "../generator/index.ts";
import type { Drop } from "./drop.ts";
import type { HydrateEvent } from "./event.ts";
import { whileHeld, type WarehouseOptions } from "./held.ts";
import type { DropReport, HydrateReport } from "./outcome.ts";
import type { Means } from "./means.ts";
import { runDrop } from "./run.ts";
import { storageOf } from "./storage/named.ts";
import { tasksOf } from "./tasks.ts";
import { deliveredDrops } from "./trust/delivered.ts";
import type { DeliveredDrop } from "./trust/delivery.ts";

/** What to hydrate, and with what. */
export interface HydrateOptions extends WarehouseOptions {
  /** A file, a folder of one drop, or a folder of such folders. */
  readonly path: string;
  /** The source's name, when the file's name does not tell. */
  readonly source?: string | undefined;
  /** Loads files that were loaded before once more, so that what has overwritten them since gives way. */
  readonly again?: boolean | undefined;
  /** Loads a source even when more of its records cannot be read than its budget allows. */
  readonly acceptQuarantine?: boolean | undefined;
  /** Which of the drops that lie there are meant; all when undefined. */
  readonly only?: ((drop: Pick<Drop, "name" | "period">) => boolean) | undefined;
  /** Hears of every moment; each drop that is finished comes as `done` with its report. */
  readonly progress?: ((event: HydrateEvent) => void) | undefined;
}

/**
 * Loads every record of the drops into the model's tables, or into quarantine with the reason. Each drop is
 * published in one transaction or not at all; a drop that was loaded before changes nothing.
 * @returns one report for each drop, in the order they were loaded
 * @throws Mistake when a drop, the model or the tables are wrong; Outage when the world is. Drops before the
 *   one that failed stay published, and the message says so
 */
export async function hydrate(options: HydrateOptions): Promise<HydrateReport> {
  const { model, path, source, again = false, acceptQuarantine = false, progress = () => {} } = options;
  const storage = storageOf(path);
  const { only = () => true } = options;
  const drops = (await deliveredDrops({ model, path, source }, storage, options.now())).filter(only);
  const tasks = tasksOf(model);
  const waiting = (who: string): void =>
    progress({ ...NO_COUNTS, step: "wait", drop: drops[0]?.name ?? "", about: who });
  return whileHeld(options, waiting, async ({ died, ...held }) => {
    const rehearsal = false;
    const means = { ...held, model, tasks, storage, again, acceptQuarantine, rehearsal, progress };
    return { drops: await runAll(drops, means, died) };
  });
}

const NO_COUNTS = { records: 0, bytesDone: 0, bytesTotal: 0, report: undefined };

async function runAll(
  drops: readonly DeliveredDrop[],
  means: Means,
  died: readonly string[],
): Promise<readonly DropReport[]> {
  const reports: DropReport[] = [];
  for (const drop of drops) {
    try {
      const report = await runDrop(drop, means);
      // What is said of runs that died belongs to no drop; it stands with the first.
      reports.push(reports.length === 0 ? { ...report, notes: [...died, ...report.notes] } : report);
    } catch (error) {
      throw drops.length === 1 ? error : amongOthers(error, drop, drops, reports);
    }
    const report = reports.at(-1);
    means.progress({
      ...NO_COUNTS,
      step: "done",
      drop: drop.name,
      about: undefined,
      records: report?.records.read ?? 0,
      report,
    });
  }
  return reports;
}

/** Says which of several drops failed, and what became of the others. */
function amongOthers(
  error: unknown,
  drop: DeliveredDrop,
  drops: readonly DeliveredDrop[],
  reports: readonly DropReport[],
): unknown {
  const left = drops.slice(reports.length + 1).map((one) => one.name);
  const before =
    reports.length === 0 ? [] : [`Before it, ${sayNames(reports.map((one) => one.drop))} went well.`];
  const after =
    left.length === 0 ? [] : [`After it, ${sayNames(left)} ${left.length === 1 ? "was" : "were"} not begun.`];
  const message = (said: string): string =>
    [said.startsWith(`${drop.name} `) ? said : `${drop.name}: ${said}`, ...before, ...after].join("\n");
  if (error instanceof Mistake) return new Mistake(message(error.message));
  if (error instanceof Outage)
    return new Outage(message(error.message), { retry: error.retry, cause: error.cause });
  return error;
}

function sayNames(names: readonly string[]): string {
  if (names.length <= 2) return names.join(" and ");
  return `${names[0]} to ${names.at(-1)}`;
}
