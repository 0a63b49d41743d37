// The sentence: open a drop, land, decode, screen and stage its records, settle duplicates, publish, record.
import { hostname } from "node:os";
import { Mistake, type Model } from "../generator/index.ts";
import { arrangeRows } from "./load/arrange.ts";
import type { Drop } from "./drop.ts";
import type { HydrateStep, Progress } from "./event.ts";
import { whatRemains, type Remaining } from "./known.ts";
import { landDrop, type Landed } from "./load/land.ts";
import { beginRun, endRun, latestPeriod } from "./ledger.ts";
import { makeLineage } from "./load/lineage.ts";
import type { Names } from "./names.ts";
import { openDrop, type OpenDrop } from "./open.ts";
import { refuseOrphans } from "./load/orphans.ts";
import type { DropReport, TableReport } from "./outcome.ts";
import { proveConservation, sumOf } from "./load/prove.ts";
import { publishTable } from "./load/publish.ts";
import { quarantineOf, recordRun } from "./load/record.ts";
import { clearScratch, makeScratch, scratchOf } from "./load/scratch.ts";
import { settleDuplicates } from "./load/settle.ts";
import { createStage } from "./load/stage.ts";
import type { Storage } from "./storage/storage.ts";
import { changeTables, compareTables, type TableChanges } from "./load/tables.ts";
import type { Task } from "./tasks.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";
import type { Work } from "./load/work.ts";
import { listed } from "./words.ts";

/** What a run works with; the same for all drops. The lease is held. */
export interface Means {
  readonly model: Model;
  /** One for each table of the model. */
  readonly tasks: readonly Task[];
  readonly storage: Storage;
  readonly warehouse: Warehouse;
  readonly names: Names;
  readonly now: () => Date;
  /** Files that were loaded before are loaded once more. */
  readonly again: boolean;
  readonly progress: Progress;
}

/** One run before its files have landed. */
interface Begun {
  readonly run: number;
  readonly started: Date;
  /** With the files that are still to be loaded, and no others. */
  readonly drop: OpenDrop;
  readonly remaining: Remaining;
  readonly changes: TableChanges;
}

/**
 * Hydrates one drop, or leaves everything as it was.
 * @throws Mistake when the drop or the tables are not as the model says, Outage when the world fails
 */
export async function runDrop(drop: Drop, means: Means): Promise<DropReport> {
  const { model, tasks, storage, warehouse, names, now, progress } = means;
  const started = now();
  const opened = await openDrop(drop, model, storage, progress);
  const remaining = await whatRemains(opened, tasks, warehouse, names, means.again);
  if (remaining.sources.length === 0) return nothingToDo(drop, remaining, started, now());
  const changes = await compareTables(tasks, warehouse, names);
  const run = await beginRun(warehouse, names, {
    drop: drop.name,
    period: drop.period,
    started,
    host: hostname(),
    process: process.pid,
  });
  const begun = { run, started, drop: { ...opened, files: remaining.files }, remaining, changes };
  const report = await undoneOnFailure(run, means, () => load(begun, means));
  for (const { table } of report.tables) await warehouse.query(`ANALYZE ${names.published(table)}`);
  await clearScratch(warehouse, names);
  return report;
}

async function load(begun: Begun, means: Means): Promise<DropReport> {
  const { run, started, drop, remaining, changes } = begun;
  const { tasks, warehouse, names, now } = means;
  const { work, landed } = await land(begun, means);
  const tell = teller(begun, work, means.progress);
  tell("settle");
  await settleDuplicates(work);
  const files = await proveConservation(work);
  const chosen = await arrangeRows(work);
  return warehouse.transaction(async () => {
    await changeTables(changes, run, warehouse, names);
    for (const task of tasks) await makeLineage(warehouse, names, task, changes.made.includes(task));
    const tables: TableReport[] = [];
    for (const task of work.tasks) {
      tell("publish", task.table.name);
      tables.push(await publishTable(work, task));
    }
    await refuseOrphans(work, tasks);
    const { coercions } = landed;
    const finished = now();
    await recordRun(work, { files, tables, coercions, finished });
    const report: DropReport = {
      drop: drop.name,
      period: drop.period,
      outcome: "published",
      run,
      records: sumOf(files),
      files,
      tables,
      coercions,
      started,
      finished,
      quarantine: await quarantineOf(work),
      notes: [
        ...remaining.notes,
        ...sayStrays(drop),
        ...sayMonth(work),
        ...changes.notes,
        ...landed.notes,
        ...chosen,
      ],
    };
    tell("record");
    return report;
  });
}

/** Lands and stages the files in one pass; what is known of the run after that is what every later step needs. */
async function land(begun: Begun, means: Means): Promise<{ readonly work: Work; readonly landed: Landed }> {
  const { run, drop } = begun;
  const { sources } = begun.remaining;
  const { warehouse, names, storage, progress } = means;
  const tasks = means.tasks.filter((task) =>
    task.feeds.some((feed) => sources.some((source) => source.name === feed.source)),
  );
  const scratch = scratchOf(names, run, sources);
  await makeScratch(warehouse, scratch, sources, tasks);
  const stage = createStage(run, sources, tasks, scratch, warehouse, names);
  const landed = await landDrop(drop, tasks, stage, storage, progress);
  for (const { number, file, source } of landed.files) {
    await warehouse.query(`INSERT INTO ${scratch.files} (_number, _name, _source) VALUES ($1, $2, $3)`, [
      number,
      file.name,
      source.name,
    ]);
  }
  const latest = await latestPeriod(warehouse, names);
  const traced = new Set((await warehouse.tablesOf(names.schema)).map((table) => table.name));
  const work: Work = {
    run,
    sources,
    tasks,
    scratch,
    warehouse,
    names,
    period: drop.period,
    files: landed.files,
    latest,
    late: drop.period !== undefined && latest !== undefined && latest > drop.period,
    traced: new Set(
      tasks
        .filter(
          (task) => traced.has(names.lineagePlain(task.table.name)) && !begun.changes.made.includes(task),
        )
        .map((task) => task.table.name),
    ),
  };
  return { work, landed };
}

/** Whatever goes wrong, the ledger says so, and nothing else is left of the run. */
async function undoneOnFailure<T>(run: number, means: Means, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { warehouse, names, now } = means;
    const state = error instanceof Mistake ? "refused" : "died";
    const reason = error instanceof Error ? error.message : String(error);
    // When even this fails, the connection is gone, and the next run tidies up.
    await endRun(warehouse, names, run, state, now(), reason)
      .then(() => clearScratch(warehouse, names))
      .catch(() => {});
    throw error;
  }
}

function nothingToDo(drop: Drop, remaining: Remaining, started: Date, finished: Date): DropReport {
  return {
    drop: drop.name,
    period: drop.period,
    outcome: "nothing_to_do",
    run: undefined,
    records: { read: 0, loaded: 0, collapsed: 0, quarantined: 0 },
    files: [],
    tables: [],
    quarantine: [],
    coercions: [],
    notes: [...remaining.notes, ...sayStrays(drop)],
    started,
    finished,
  };
}

function sayMonth(work: Work): readonly string[] {
  if (work.period !== undefined || work.latest === undefined) return [];
  return [
    `the drop's name tells no month, so what it holds was taken as newer than all that is loaded, ${work.latest} included; put a late delivery into a folder named after its month`,
  ];
}

function sayStrays(drop: Drop): readonly string[] {
  if (drop.strays.length === 0) return [];
  const [are, match] = drop.strays.length === 1 ? ["was", "matches"] : ["were", "match"];
  return [`${listed(drop.strays)} ${are} left alone: the name ${match} no source's \`files\``];
}

function teller(begun: Begun, work: Work, progress: Progress): (step: HydrateStep, about?: string) => void {
  const records = (work.files.at(-1)?.next ?? 1) - 1;
  const bytes = work.files.reduce((sum, file) => sum + file.size, 0);
  return (step, about) =>
    progress({
      step,
      drop: begun.drop.name,
      about,
      records,
      bytesDone: bytes,
      bytesTotal: bytes,
      report: undefined,
    });
}
