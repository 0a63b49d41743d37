// The sentence: open a drop, land, decode, screen and stage its records, settle duplicates, publish, record.
import { setTimeout as delay } from "node:timers/promises";
import { arrangeRows } from "./load/arrange.ts";
import { countStaged } from "./load/count.ts";
import { atTheDoor } from "./door.ts";
import type { HydrateEvent, HydrateStep, Progress } from "./event.ts";
import { whatRemains, type Remaining } from "./known.ts";
import { landRun, type Begun } from "./landing.ts";
import { whoRuns } from "./who.ts";
import { abandonRuns, beginRun } from "./ledger.ts";
import { GENERATIONS, pruneHistory } from "./load/history.ts";
import { makeLineages } from "./load/lineage.ts";
import type { Means } from "./means.ts";
import { sayAbandoned, sayMonth, sayStrays } from "./notes.ts";
import { openDrop, type OpenDrop } from "./open.ts";
import { refuseOrphans } from "./load/orphans.ts";
import type { DropReport } from "./outcome.ts";
import { proveConservation, sumOf } from "./load/prove.ts";
import { publishTable } from "./load/publish.ts";
import { quarantineOf, recordRun } from "./load/record.ts";
import { recordCorrections } from "./load/corrected.ts";
import { recordNotes } from "./load/record-notes.ts";
import { analyzeTables } from "./load/analyze.ts";
import { clearScratch } from "./load/scratch-tables.ts";
import { settleDuplicates } from "./load/settle.ts";
import { proveUnique } from "./load/unique.ts";
import { changeTables, compareTables, indexTables } from "./load/tables.ts";
import { findUnusual } from "./unusual.ts";
import { pause } from "./renewable.ts";
import { publishOnce, undoneOnFailure } from "./undo.ts";
import { recordManifest } from "./trust/accepted.ts";
import type { DeliveredDrop } from "./trust/delivery.ts";
import { proveChain, proveRecords } from "./trust/prove.ts";
import { CommitUnknown } from "./warehouse/warehouse.ts";
import type { Work } from "./load/work.ts";

/** How often a drop is begun when its connection is lost at the very end. */
const MOST_TRIES = 3;

/**
 * Hydrates one drop, or leaves everything as it was.
 * @param opened the drop, when it was opened already
 * @throws Mistake when the drop or the tables are not as the model says, Outage when the world fails
 */
export async function runDrop(drop: DeliveredDrop, means: Means, opened?: OpenDrop): Promise<DropReport> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await runOnce(drop, means, opened);
    } catch (error) {
      if (tried === MOST_TRIES || !(error instanceof CommitUnknown)) throw error;
      await delay(pause(tried));
      await means.renew();
      await means.lease.rejoin();
    }
  }
}

async function runOnce(drop: DeliveredDrop, means: Means, before?: OpenDrop): Promise<DropReport> {
  const { tasks, warehouse, names, now } = means;
  const started = now();
  const { opened, proved, remaining } = await atTheDoor(drop, means, started, () =>
    look(drop, means, before),
  );
  if (remaining.sources.length === 0) {
    await warehouse.transaction(async () => {
      await means.lease.fence();
      await recordManifest(warehouse, names, drop.delivery, undefined, now());
    });
    return nothingToDo(drop, [...remaining.notes, ...proved], started, now());
  }
  const changes = await compareTables(tasks, warehouse, names);
  const run = await warehouse.transaction(async () => {
    await means.lease.fence();
    const { name, period } = drop;
    const sources = remaining.sources.map((source) => source.name);
    return beginRun(warehouse, names, { drop: name, period, started, kind: "load", sources, ...whoRuns() });
  });
  const begun = { run, started, drop: { ...opened, files: remaining.files }, remaining, changes, proved };
  const report = await undoneOnFailure(run, means, () => load(begun, means));
  if (means.rehearsal) return report;
  await analyzeTables(warehouse, names, report.tables);
  await clearScratch(warehouse, names, run);
  return report;
}

/** The drop's bytes, whether its vendor delivered them, and what of them is new. */
async function look(
  drop: DeliveredDrop,
  { model, tasks, storage, warehouse, names, again, progress }: Means,
  before: OpenDrop | undefined,
): Promise<{ readonly opened: OpenDrop; readonly proved: readonly string[]; readonly remaining: Remaining }> {
  const opened = before ?? (await openDrop(drop, model, storage, progress));
  progress({
    step: "ledger",
    drop: drop.name,
    about: undefined,
    records: 0,
    bytesDone: 0,
    bytesTotal: 0,
    report: undefined,
  });
  const proved = await proveChain(drop, warehouse, names);
  return { opened, proved, remaining: await whatRemains(opened, tasks, warehouse, names, again) };
}

async function load(begun: Begun, means: Means): Promise<DropReport> {
  const { run, started, drop, remaining, changes } = begun;
  const { tasks, warehouse, names, now } = means;
  const { work, landed } = await landRun(begun, means);
  proveRecords(drop, work.files);
  const tell = teller(begun, work, means.progress);
  tell("settle");
  // One transaction, since a thousand small ones wait for the disk a thousand times.
  const { files, chosen } = await warehouse.transaction(async () => {
    await settleDuplicates(work);
    return { files: await proveConservation(work), chosen: await arrangeRows(work) };
  });
  const publish = async (): Promise<DropReport> => {
    await changeTables(changes, run, warehouse, names);
    await makeLineages(work, tasks, changes.made);
    const staged = await countStaged(work);
    const brought = await warehouse.abreast(
      work.tasks.map((task, number) => () => {
        tell("publish", task.table.name, { number: number + 1, of: work.tasks.length });
        return publishTable(work, task, staged.get(task) ?? 0);
      }),
    );
    const tables = brought.map(({ report }) => report);
    const said = brought.flatMap(({ notes }) => notes);
    await indexTables(changes, warehouse, names);
    await refuseOrphans(work, tasks);
    await proveUnique(work);
    tell("record");
    const { coercions } = landed;
    const finished = now();
    await recordRun(work, { files, tables, coercions, drift: landed.drift, finished });
    const corrected = await recordCorrections(work);
    await recordManifest(warehouse, names, drop.delivery, run, finished);
    const abandoned = await abandonRuns(warehouse, names);
    await pruneHistory(work, work.tasks, means.model.generations ?? GENERATIONS);
    const report: DropReport = {
      drop: drop.name,
      period: drop.period,
      outcome: "published",
      run,
      records: sumOf(files),
      files,
      tables,
      coercions,
      drift: landed.drift,
      budgets: landed.budgets,
      unusual: await findUnusual(work, files, (finished.getTime() - started.getTime()) / 1000),
      started,
      finished,
      quarantine: await quarantineOf(work),
      notes: [
        ...remaining.notes,
        ...begun.proved,
        ...sayStrays(drop),
        ...sayMonth(work),
        ...changes.notes,
        ...landed.notes,
        ...chosen,
        ...said,
        ...corrected,
        ...sayAbandoned(abandoned),
      ],
    };
    await recordNotes(work, report.notes);
    await means.alongside?.(run);
    // The last word before the commit, so that whoever takes the lease over meanwhile does not wait for long.
    await means.lease.fence();
    tell("commit");
    return report;
  };
  return publishOnce(run, means, publish, () => tell("ledger"));
}

function nothingToDo(
  drop: DeliveredDrop,
  notes: readonly string[],
  started: Date,
  finished: Date,
): DropReport {
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
    drift: [],
    budgets: [],
    unusual: [],
    notes: [...notes, ...sayStrays(drop)],
    started,
    finished,
  };
}

function teller(
  begun: Begun,
  work: Work,
  progress: Progress,
): (step: HydrateStep, about?: string, place?: HydrateEvent["place"]) => void {
  const records = (work.files.at(-1)?.next ?? 1) - 1;
  const bytes = work.files.reduce((sum, file) => sum + file.size, 0);
  return (step, about, place) =>
    progress({
      step,
      drop: begun.drop.name,
      about,
      place,
      records,
      bytesDone: bytes,
      bytesTotal: bytes,
      report: undefined,
    });
}
