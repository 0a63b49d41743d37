// Quarantine -> the records of it that pass now, published as a run of their own; what fails stays where it is.
import { Mistake, type Model } from "../generator/index.ts";
import type { HydrateEvent } from "./event.ts";
import { whileHeld, type Held, type WarehouseOptions } from "./held.ts";
import { readDeliveries } from "./history/deliveries.ts";
import type { History } from "./history/open.ts";
import { listQuarantine } from "./history/quarantine.ts";
import { type RunLine, runNumbered } from "./history/runs.ts";
import type { DropReport } from "./outcome.ts";
import { candidatesOf, type CandidateFile, correctedFiles } from "./replay/candidates.ts";
import { type Chosen, chooseRecords } from "./replay/choose.ts";
import { readExport } from "./replay/export.ts";
import { replayAddress, replayStorage, sizeOf } from "./replay/storage.ts";
import { runDrop } from "./run.ts";
import { unpackedName } from "./storage/unpack.ts";
import { tasksOf } from "./tasks.ts";
import type { DeliveredDrop } from "./trust/delivery.ts";
import { connectWarehouse } from "./warehouse/named.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** What to put through again, and with what. */
export interface ReplayOptions extends WarehouseOptions {
  /** The run whose quarantine is meant; undefined for all that have any, the earliest first. */
  readonly run?: number | undefined;
  /** A folder that `exportQuarantine` wrote and somebody has corrected; undefined to take the records as they came. */
  readonly corrected?: string | undefined;
  /** Hears of every moment. */
  readonly progress?: ((event: HydrateEvent) => void) | undefined;
}

/** What became of one run's quarantine. */
export interface ReplayReport {
  readonly of: RunLine;
  /** How many records were looked at. */
  readonly tried: number;
  readonly passed: number;
  /** How many still break the model's contract, by reason, the most frequent first. They stay. */
  readonly failing: readonly { readonly reason: string; readonly count: number }[];
  /** How many were beaten by another record of their key, in that run or by a later month. They stay. */
  readonly beaten: number;
  /** How many pass, but another record of their key has come with that run or since. They stay. */
  readonly superseded: number;
  /** Sentences about files that could not be put through again. */
  readonly notes: readonly string[];
  /** The run that published what passed; undefined when nothing did. */
  readonly report: DropReport | undefined;
}

/**
 * Puts records of quarantine through again, under the model as it is now. Each run's are a run of their own,
 * of the same month, and that run says whose quarantine it came from.
 * @returns one report for each run whose quarantine was looked at; none when nothing is in quarantine
 * @throws Mistake when there is no such run, or the corrected files do not fit it; Outage when the world fails
 */
export async function replayQuarantine(options: ReplayOptions): Promise<readonly ReplayReport[]> {
  const progress = options.progress ?? (() => {});
  const waiting = (who: string): void =>
    progress({
      step: "wait",
      drop: "replay",
      about: who,
      records: 0,
      bytesDone: 0,
      bytesTotal: 0,
      report: undefined,
    });
  return whileHeld(options, waiting, async (held) => {
    // The records are read while the run's own session is busy loading them.
    const reader = await connectWarehouse(options.url);
    try {
      const history = await historyOf(options.model, reader, held);
      const corrected = options.corrected === undefined ? undefined : await readExport(options.corrected);
      const run = options.run ?? corrected?.run;
      if (corrected !== undefined && run !== corrected.run)
        throw new Mistake(
          `${options.corrected} was exported from run ${corrected.run}, not from run ${run}.`,
        );
      const reports: ReplayReport[] = [];
      for (const id of run === undefined ? await runsWithQuarantine(history) : [run]) {
        const of = await runNumbered(history, id);
        const found = await candidatesOf(history, id);
        const files =
          corrected === undefined
            ? found.files
            : correctedFiles(found.files, corrected.exported, corrected.files);
        reports.push(await replayRun({ options, held, history, progress }, of, files, found.notes));
      }
      return reports;
    } finally {
      await reader.close();
    }
  });
}

interface Replaying {
  readonly options: ReplayOptions;
  readonly held: Held;
  readonly history: History;
  readonly progress: (event: HydrateEvent) => void;
}

async function replayRun(
  { options, held, history, progress }: Replaying,
  of: RunLine,
  files: readonly CandidateFile[],
  notes: readonly string[],
): Promise<ReplayReport> {
  if (of.state !== "published")
    throw new Mistake(
      `Run ${of.id} is not published (${of.state.replace("_", " ")}), so its quarantine is nobody's.`,
    );
  // A few records of a snapshot must not take the place of the whole of it.
  const model = {
    ...options.model,
    sources: options.model.sources.map((one) => ({ ...one, load: "upsert" as const })),
  };
  const tasks = tasksOf(model);
  const replayed = { run: of.id, period: of.period, sources: model.sources.map((one) => one.name) };
  const replaced = await replacedSnapshots(history, of);
  const chosen: Chosen[] = [];
  for (const file of files) {
    if (replaced.has(file.source.name)) continue;
    const source = model.sources.find((one) => one.name === file.source.name) ?? file.source;
    chosen.push(await chooseRecords(history, model, tasks, { ...file, source }, replayed));
  }
  const sum = (count: (one: Chosen) => number): number =>
    chosen.reduce((total, one) => total + count(one), 0);
  const failing = new Map<string, number>();
  for (const one of chosen)
    for (const { reason, count } of one.failing) failing.set(reason, (failing.get(reason) ?? 0) + count);
  const passed = sum((one) => one.passing.length);
  const loading = chosen.filter((one) => one.passing.length > 0);
  const counts = {
    of,
    passed,
    failing: [...failing].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    beaten: sum((one) => one.beaten),
    superseded: sum((one) => one.superseded),
    notes: [
      ...notes,
      ...files
        .filter((file) => replaced.has(file.source.name))
        .map(
          (file) =>
            `${file.name}: run ${replaced.get(file.source.name)} has replaced that snapshot by a later one`,
        ),
    ],
  };
  const tried =
    passed +
    counts.beaten +
    counts.superseded +
    counts.failing.reduce((total, { count }) => total + count, 0);
  if (loading.length === 0) return { ...counts, tried, report: undefined };
  const report = await runDrop(await dropOf(of, loading), {
    ...held,
    model,
    tasks,
    storage: replayStorage(of.id, loading),
    again: true,
    acceptQuarantine: true,
    rehearsal: false,
    replayed,
    progress,
    alongside: (run) => recordReplay(held.warehouse, history, run, of.id, loading),
  });
  progress({
    step: "done",
    drop: report.drop,
    about: undefined,
    records: report.records.read,
    bytesDone: 0,
    bytesTotal: 0,
    report,
  });
  return { ...counts, tried, report };
}

async function dropOf(of: RunLine, loading: readonly Chosen[]): Promise<DeliveredDrop> {
  const files = [];
  for (const [index, one] of loading.entries()) {
    const { name, source } = one.file;
    const address = replayAddress(of.id, index, name);
    // Its records are not packed any more, however the file was called.
    files.push({ file: { name: unpackedName(name), address, size: await sizeOf(one) }, source });
  }
  const name = `quarantine of run ${of.id}`;
  return {
    name,
    period: of.period,
    files,
    strays: [],
    address: name,
    listing: files.map(({ file }) => file),
    shared: false,
    // Its records were proved when they came.
    delivery: { signed: undefined, findings: [] },
  };
}

/** Snapshot sources of the run that a later run has replaced, with that run. */
async function replacedSnapshots(history: History, of: RunLine): Promise<ReadonlyMap<string, number>> {
  const deliveries = await readDeliveries(history);
  const replaced = new Map<string, number>();
  for (const source of history.model.sources) {
    if (source.load !== "snapshot") continue;
    const [latest] = deliveries.get(source.name) ?? [];
    if (latest !== undefined && latest.run > of.id) replaced.set(source.name, latest.run);
  }
  return replaced;
}

async function runsWithQuarantine(history: History): Promise<readonly number[]> {
  const { groups } = await listQuarantine(history, { corrected: true });
  return [...new Set(groups.map((group) => group.run))].sort((a, b) => a - b);
}

async function historyOf(model: Model, warehouse: Warehouse, { names }: Held): Promise<History> {
  const kept = new Set((await warehouse.tablesOf(names.schema)).map((table) => table.name));
  return { model, warehouse, names, kept };
}

/** How many records are written down with one statement. */
const AT_ONCE = 500;

/** Which record of the replay is which of the quarantine. The replay counts its records from 1, file after file. */
async function recordReplay(
  warehouse: Warehouse,
  { names }: History,
  run: number,
  of: number,
  loading: readonly Chosen[],
): Promise<void> {
  const ordinals = loading.flatMap((one) => one.passing);
  for (let from = 0; from < ordinals.length; from += AT_ONCE) {
    const some = ordinals.slice(from, from + AT_ONCE);
    const marks = some.map((_, at) => `($1, $${at * 2 + 3}, $2, $${at * 2 + 4})`);
    await warehouse.query(
      `INSERT INTO ${names.kept("replays")} (run, ordinal, of_run, of_ordinal) VALUES ${marks.join(", ")}`,
      [run, of, ...some.flatMap((ordinal, at) => [from + at + 1, ordinal])],
    );
  }
}
