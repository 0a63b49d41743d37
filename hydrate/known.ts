// An opened drop x the ledger -> the sources that are new in it, and what is to be said about those that are not.
import { Mistake, type Source } from "../generator/index.ts";
import { loadedFiles, tableMakers, type LoadedFile, type Run } from "./ledger.ts";
import type { Names } from "./names.ts";
import type { OpenDrop, OpenFile } from "./open.ts";
import type { Task } from "./tasks.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";
import { moment } from "./words.ts";

/** What is left to do of a drop. */
export interface Remaining {
  /** In the model's order; empty when there is nothing to do. */
  readonly sources: readonly Source[];
  /** Their files. */
  readonly files: readonly OpenFile[];
  /** Why the others are left out. */
  readonly notes: readonly string[];
}

/**
 * A source is left out when its files are byte for byte those of a published run, the model still reads them
 * in the same way, and the tables of that run still stand; or when it is a snapshot that a later month has
 * replaced.
 * @throws Mistake when an old month's file comes again as a new month's
 */
export async function whatRemains(
  drop: OpenDrop,
  tasks: readonly Task[],
  warehouse: Warehouse,
  names: Names,
): Promise<Remaining> {
  const makers = await tableMakers(warehouse, names);
  const there = new Set((await warehouse.tablesOf(names.publishedSchema)).map((table) => table.name));
  const sources: Source[] = [];
  const notes: string[] = [];
  for (const source of new Set(drop.files.map((file) => file.source))) {
    const files = drop.files.filter((file) => file.source === source);
    const tables = tasks
      .filter((task) => task.feeds.some((feed) => feed.source === source.name))
      .map((task) => task.table.name);
    // A table that was dropped and made again holds nothing of the runs before.
    const made = Math.max(0, ...tables.map((table) => makers.get(table) ?? 0));
    const whole = tables.every((table) => there.has(table));
    const before = (await loadedFiles(warehouse, names, source.name)).filter(
      ({ run }) => whole && run.id >= made,
    );
    const twin = twinOf(files, before);
    const newer = source.load === "snapshot" ? newestMonth(before, drop.period) : undefined;
    if (twin !== undefined) {
      refuseOldMonth(drop, files, twin, before);
      notes.push(`${sayFiles(files)} loaded by run ${twin.id} on ${moment(twin.finished ?? twin.started)}`);
    } else if (newer !== undefined) {
      notes.push(
        `${sayFiles(files)} left out: each file of \`${source.name}\` replaces all that came before, and run ${newer.id} has loaded a later one, of ${newer.period}`,
      );
    } else {
      sources.push(source);
    }
  }
  return { sources, files: drop.files.filter((file) => sources.includes(file.source)), notes };
}

/** The latest run that loaded exactly these files as the model reads them now. */
function twinOf(files: readonly OpenFile[], before: readonly LoadedFile[]): Run | undefined {
  const wanted = files
    .map((file) => `${file.sha256} ${file.contract}`)
    .sort()
    .join();
  const runs = new Map(before.map((one) => [one.run.id, one.run]));
  return [...runs.values()].find((run) => {
    const loaded = before.filter((one) => one.run.id === run.id);
    return (
      loaded
        .map((one) => `${one.sha256} ${one.contract}`)
        .sort()
        .join() === wanted
    );
  });
}

/** The latest published run of a later month than this one. */
function newestMonth(before: readonly LoadedFile[], period: string | undefined): Run | undefined {
  if (period === undefined) return undefined;
  return before.map((one) => one.run).find((run) => run.period !== undefined && run.period > period);
}

/** The vendor probably sent the wrong month; to take it for the same file again would hide that. */
function refuseOldMonth(
  drop: OpenDrop,
  files: readonly OpenFile[],
  twin: Run,
  before: readonly LoadedFile[],
): void {
  const [latest] = before;
  if (drop.period === undefined || twin.period === undefined || drop.period <= twin.period) return;
  if (latest === undefined || latest.run.id === twin.id) return;
  throw new Mistake(
    `${files.map((file) => file.file.name).join(", ")} in ${drop.period} is byte for byte the file of ${twin.period} (run ${twin.id}), although run ${latest.run.id} has loaded a newer one since: the vendor has probably sent the wrong month. Nothing of this drop was loaded.\nAsk for the right file. If the old values are meant to come back, add an empty line at the end of the file and run the same command again.`,
  );
}

function sayFiles(files: readonly OpenFile[]): string {
  const names = files.map((file) => file.file.name);
  return `${names.join(", ")} ${names.length === 1 ? "was" : "were"}`;
}
