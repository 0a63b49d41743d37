// A run that was begun -> its records landed and staged, and all that its later steps need to know.
import type { Source } from "../generator/index.ts";
import type { Progress } from "./event.ts";
import { lastColumns } from "./last-columns.ts";
import { latestPeriod, latestPublished } from "./ledger.ts";
import { tableRecords } from "./table-records.ts";
import { insertLines } from "./load/insert.ts";
import { landDrop, type Landed } from "./load/land.ts";
import { scratchOf, SMALL_SOURCE } from "./load/scratch.ts";
import { indexShared, makeScratch } from "./load/scratch-tables.ts";
import { createStage } from "./load/stage.ts";
import type { TableChanges } from "./load/tables.ts";
import type { Work } from "./load/work.ts";
import type { Remaining } from "./known.ts";
import type { Means } from "./means.ts";
import type { OpenDrop } from "./open.ts";
import type { LoadMoment } from "./warehouse/warehouse.ts";

/** One run before its files have landed. */
export interface Begun {
  readonly run: number;
  readonly started: Date;
  /** With the files that are still to be loaded, and no others. */
  readonly drop: OpenDrop;
  readonly remaining: Remaining;
  readonly changes: TableChanges;
  /** What is to be known of its delivery. */
  readonly proved: readonly string[];
}

/** Lands and stages the files in one pass; what is known of the run after that is what every later step needs. */
export async function landRun(
  begun: Begun,
  means: Means,
): Promise<{ readonly work: Work; readonly landed: Landed }> {
  const { run, drop } = begun;
  const { sources } = begun.remaining;
  const { warehouse, names, storage, progress } = means;
  const tasks = means.tasks.filter((task) =>
    task.feeds.some((feed) => sources.some((source) => source.name === feed.source)),
  );
  const bytes = new Map<Source, number>();
  for (const { source, size } of drop.files) bytes.set(source, (bytes.get(source) ?? 0) + size);
  const isSmall = (source: Source): boolean => (bytes.get(source) ?? 0) <= SMALL_SOURCE;
  const scratch = scratchOf(names, warehouse, { run, sources, tasks, isSmall });
  await warehouse.transaction(() => makeScratch(warehouse, scratch, sources, tasks));
  const stage = createStage({
    run,
    sources,
    tasks,
    scratch,
    warehouse,
    names,
    progress: sending(drop, progress),
  });
  const columns = await lastColumns(warehouse, names, sources);
  const accept = means.acceptQuarantine;
  const landed = await landDrop(drop, { tasks, stage, storage, progress, columns, accept });
  await warehouse.transaction(async () => {
    const lines = landed.files.map(({ number, file, source }) => [number, file.name, source.name]);
    await insertLines(warehouse, scratch.files, ["_number", "_name", "_source"], lines);
    await indexShared(warehouse, scratch, sources, tasks);
  });
  const latest = await latestPeriod(warehouse, names);
  const head = await latestPublished(warehouse, names);
  const own = new Map((await warehouse.tablesOf(names.schema)).map((table) => [table.name, table]));
  const made = new Set(begun.changes.made.map((task) => task.table.name));
  const work: Work = {
    run,
    head: head?.id ?? 0,
    sources,
    tasks,
    scratch,
    warehouse,
    names,
    period: drop.period,
    files: landed.files,
    latest,
    late: drop.period !== undefined && latest !== undefined && latest > drop.period,
    replayed: means.replayed,
    traced: new Set(
      tasks
        .map((task) => task.table.name)
        .filter((name) => own.has(names.lineagePlain(name)) && !made.has(name)),
    ),
    made,
    own,
    records: await tableRecords(warehouse, names),
  };
  return { work, landed };
}

/** Moments of the loading, as those of the run. */
function sending(drop: OpenDrop, progress: Progress): (moment: LoadMoment) => void {
  return ({ step, label, bytesDone, bytesTotal }) =>
    progress({ step, drop: drop.name, about: label, records: 0, bytesDone, bytesTotal, report: undefined });
}
