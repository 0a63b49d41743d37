// An opened drop x the ledger -> the sources that are new in it, and what is to be said about those that are not.
import { Mistake, type Source } from "../generator/index.ts";
import { loadedFiles, type LoadedFile, type Run } from "./ledger.ts";
import { tableRecords } from "./table-records.ts";
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
 * A file is left out when a published run has loaded the very same bytes, the model still reads them in the
 * same way, and the tables of that run still stand. The files of a snapshot are one: they are left out
 * together or not at all, and also when a later month has replaced them.
 * @param again leave out nothing because it was loaded before
 * @throws Mistake when an old month's file comes again as a new month's
 */
export async function whatRemains(
  drop: OpenDrop,
  tasks: readonly Task[],
  warehouse: Warehouse,
  names: Names,
  again: boolean,
): Promise<Remaining> {
  const makers = await tableRecords(warehouse, names);
  const there = new Set((await warehouse.tablesOf(names.publishedSchema)).map((table) => table.name));
  const loaded = await loadedFiles(warehouse, names, [
    ...new Set(drop.files.map((file) => file.source.name)),
  ]);
  const remaining: OpenFile[] = [];
  const notes: string[] = [];
  for (const source of new Set(drop.files.map((file) => file.source))) {
    const files = drop.files.filter((file) => file.source === source);
    const tables = tasks
      .filter((task) => task.feeds.some((feed) => feed.source === source.name))
      .map((task) => task.table.name);
    // A table that was dropped and made again holds nothing of the runs before.
    const made = Math.max(0, ...tables.map((table) => makers.get(table)?.madeBy ?? 0));
    const whole = tables.every((table) => there.has(table));
    const ever = loaded.get(source.name) ?? [];
    const before = ever.filter(({ run }) => whole && run.id >= made);
    const newer = source.load === "snapshot" ? laterMonth(ever, drop.period) : undefined;
    for (const group of source.load === "snapshot" ? [files] : files.map((file) => [file])) {
      const twin = again ? undefined : twinOf(group, before, source.load === "snapshot");
      if (twin !== undefined) {
        refuseOldMonth(drop, group, twin, before);
        notes.push(
          `${sayFiles(group)} loaded by run ${twin.id} on ${moment(twin.finished ?? twin.started)}${sayOtherMonth(drop, twin)}${sayLater(twin, before)}`,
        );
      } else if (newer !== undefined) {
        notes.push(
          `${sayFiles(group)} left out: each delivery of \`${source.name}\` replaces all that came before, and run ${newer.id} has loaded a later one, of ${newer.period}`,
        );
      } else {
        remaining.push(...group);
      }
    }
  }
  return { sources: [...new Set(remaining.map((file) => file.source))], files: remaining, notes };
}

/**
 * The latest run that loaded these files as the model reads them now.
 * @param alone whether the run must have loaded no other file of the source
 */
function twinOf(files: readonly OpenFile[], before: readonly LoadedFile[], alone: boolean): Run | undefined {
  const wanted = files.map((file) => `${file.sha256} ${file.contract}`);
  const runs = new Map(before.map((one) => [one.run.id, one.run]));
  const twin = [...runs.values()].find((run) => {
    const loaded = before
      .filter((one) => one.run.id === run.id)
      .map((one) => `${one.sha256} ${one.contract}`);
    return wanted.every((one) => loaded.includes(one)) && (!alone || loaded.length === wanted.length);
  });
  return twin === undefined || wasReplaced(twin, before) ? undefined : twin;
}

/**
 * Whether the same file of the same drop has come with other content since: then the file that comes again is
 * no repetition, but the vendor going back to what was said before.
 */
function wasReplaced(twin: Run, before: readonly LoadedFile[]): boolean {
  const loaded = before.filter((one) => one.run.id === twin.id);
  return before.some(
    ({ run, name, sha256 }) =>
      run.id > twin.id &&
      run.drop === twin.drop &&
      run.period === twin.period &&
      loaded.some((one) => one.name === name) &&
      !loaded.some((one) => one.sha256 === sha256),
  );
}

/** The latest published run of a later month than this one. */
function laterMonth(before: readonly LoadedFile[], period: string | undefined): Run | undefined {
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
    `${files.map((file) => file.file.name).join(", ")} in ${drop.period} is byte for byte the file of ${twin.period} (run ${twin.id}), although run ${latest.run.id} has loaded a newer one since: the vendor has probably sent the wrong month. Nothing of this drop was loaded.\nAsk for the right file. If the old values are meant to come back, add an empty line at the end of the file, and run the same command again.`,
  );
}

/** The same bytes under another month are a repetition, or the wrong file: only the vendor knows which. */
function sayOtherMonth({ period }: OpenDrop, twin: Run): string {
  if (period === undefined || twin.period === period) return "";
  const as = twin.period === undefined ? `in the drop ${twin.drop}` : `as that of ${twin.period}`;
  return ` ${as}, byte for byte the same, so nothing is loaded for ${period}: if the vendor has sent the wrong month, ask for the right file; if nothing has changed since and it is meant, \`--again\` loads it as ${period}`;
}

/**
 * What came after may have overwritten it; the admin must not take "loaded" for "what the tables hold". Later
 * months are meant to stand over it, and are not spoken of.
 */
function sayLater(twin: Run, before: readonly LoadedFile[]): string {
  const since = before.filter(
    ({ run }) =>
      run.id > twin.id &&
      !(twin.period !== undefined && run.period !== undefined && run.period > twin.period),
  );
  const later = [...new Set(since.map(({ run }) => run.id))];
  if (later.length === 0) return "";
  const runs = later.length === 1 ? `run ${later[0]} has` : `${later.length} runs have`;
  return `; ${runs} loaded other files of the same source since, which stand where they say something else (\`--again\` loads this one over them)`;
}

function sayFiles(files: readonly OpenFile[]): string {
  const names = files.map((file) => file.file.name);
  return `${names.join(", ")} ${names.length === 1 ? "was" : "were"}`;
}
