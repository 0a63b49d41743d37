// The ledger -> everything it knows of one run: files, tables, coercions, drift, quarantine, notes, and how usual it was.
import type { CoercionReport, FileReport, TableReport } from "../outcome.ts";
import { type Delivery, readDeliveries } from "./deliveries.ts";
import { type GaveWay, gaveWayIn } from "./gave-way.ts";
import { median } from "../median.ts";
import type { History } from "./open.ts";
import { listQuarantine, type QuarantineList } from "./quarantine.ts";
import { type RunLine, runNumbered } from "./runs.ts";
import { oddities, type Worry } from "./worries.ts";

/** A file of a run, with its hash. */
export interface RunFile extends FileReport {
  readonly sha256: string;
}

/** A column that came otherwise than the model says. */
export interface RunDrift {
  readonly source: string;
  readonly column: string;
  /** A sentence without its full stop. */
  readonly said: string;
}

/** Everything of one run. */
export interface RunDetail {
  readonly run: RunLine;
  /** Undefined while it is under way. */
  readonly seconds: number | undefined;
  /** The median of the runs before it that loaded the same sources, and of how many. */
  readonly usual: { readonly seconds: number; readonly runs: number } | undefined;
  readonly files: readonly RunFile[];
  readonly tables: readonly TableReport[];
  readonly coercions: readonly CoercionReport[];
  readonly drift: readonly RunDrift[];
  readonly quarantine: QuarantineList;
  /** Records that were loaded, but not into every table of their source. */
  readonly gaveWay: GaveWay;
  readonly notes: readonly string[];
  /** By source, what was out of the ordinary then. */
  readonly odd: readonly { readonly source: string; readonly worry: Worry }[];
  /** The runs that put its quarantine through again. */
  readonly replayedBy: readonly number[];
}

/** @throws Mistake when there is no run of this number */
export async function readRun(history: History, id: number): Promise<RunDetail> {
  const run = await runNumbered(history, id);
  const deliveries = await readDeliveries(history);
  const seconds =
    run.finished === undefined ? undefined : (run.finished.getTime() - run.started.getTime()) / 1000;
  return {
    run,
    seconds,
    usual: usualOf(run, deliveries),
    files: await filesOf(history, id),
    tables: await tablesOf(history, id),
    coercions: await coercionsOf(history, id),
    drift: await driftOf(history, id),
    quarantine: await listQuarantine(history, { run: id, replayed: true, corrected: true }),
    gaveWay: await gaveWayIn(history, id),
    notes: await notesOf(history, id),
    odd: [...deliveries].flatMap(([source, all]) => {
      const at = all.findIndex((delivery) => delivery.run === id);
      return at < 0 ? [] : oddities(all.slice(at)).map((worry) => ({ source, worry }));
    }),
    replayedBy: await replayedBy(history, id),
  };
}

/** Only runs with the very same sources can be compared in time. */
function usualOf(run: RunLine, deliveries: ReadonlyMap<string, readonly Delivery[]>): RunDetail["usual"] {
  const sourcesOf = new Map<number, string[]>();
  const secondsOf = new Map<number, number>();
  for (const [source, all] of deliveries) {
    for (const delivery of all) {
      sourcesOf.set(delivery.run, [...(sourcesOf.get(delivery.run) ?? []), source]);
      secondsOf.set(delivery.run, delivery.seconds);
    }
  }
  const wanted = sourcesOf.get(run.id)?.toSorted().join();
  const before = [...sourcesOf]
    .filter(([id, sources]) => id < run.id && sources.toSorted().join() === wanted)
    .map(([id]) => secondsOf.get(id) ?? 0);
  const seconds = median(before);
  return seconds === undefined ? undefined : { seconds, runs: before.length };
}

async function filesOf({ warehouse, names }: History, run: number): Promise<readonly RunFile[]> {
  const found = await warehouse.query<
    Readonly<
      Record<
        "name" | "source" | "size" | "sha256" | "records_read" | "loaded" | "collapsed" | "quarantined",
        string
      >
    >
  >(
    `SELECT name, source, size, sha256, records_read, loaded, collapsed, quarantined
       FROM ${names.kept("files")} WHERE run = $1 ORDER BY number`,
    [run],
  );
  return found.rows.map((row) => ({
    name: row.name,
    source: row.source,
    bytes: Number(row.size),
    sha256: row.sha256,
    records: {
      read: Number(row.records_read),
      loaded: Number(row.loaded),
      collapsed: Number(row.collapsed),
      quarantined: Number(row.quarantined),
    },
  }));
}

async function tablesOf({ warehouse, names, model }: History, run: number): Promise<readonly TableReport[]> {
  const found = await warehouse.query<
    Readonly<Record<"table_name" | "added" | "changed" | "removed" | "unchanged", string>>
  >(`SELECT table_name, added, changed, removed, unchanged FROM ${names.kept("tasks")} WHERE run = $1`, [
    run,
  ]);
  const place = (name: string): number => model.tables.findIndex((table) => table.name === name);
  return found.rows
    .map((row) => ({
      table: row.table_name,
      added: Number(row.added),
      changed: Number(row.changed),
      removed: Number(row.removed),
      unchanged: Number(row.unchanged),
    }))
    .sort((a, b) => place(a.table) - place(b.table));
}

async function coercionsOf({ warehouse, names }: History, run: number): Promise<readonly CoercionReport[]> {
  const found = await warehouse.query<{
    source: string;
    column_name: string;
    coercion: CoercionReport["coercion"];
    cells: string;
  }>(
    `SELECT source, column_name, coercion, cells FROM ${names.kept("coercions")} WHERE run = $1 ORDER BY source, cells DESC, column_name, coercion`,
    [run],
  );
  return found.rows.map((row) => ({
    source: row.source,
    column: row.column_name,
    coercion: row.coercion,
    cells: Number(row.cells),
  }));
}

async function driftOf({ warehouse, names, kept }: History, run: number): Promise<readonly RunDrift[]> {
  if (!kept.has("drift")) return [];
  const found = await warehouse.query<{ source: string; column_name: string; said: string }>(
    `SELECT source, column_name, said FROM ${names.kept("drift")} WHERE run = $1 ORDER BY source, column_name`,
    [run],
  );
  return found.rows.map((row) => ({ source: row.source, column: row.column_name, said: row.said }));
}

async function notesOf({ warehouse, names, kept }: History, run: number): Promise<readonly string[]> {
  if (!kept.has("notes")) return [];
  const found = await warehouse.query<{ note: string }>(
    `SELECT note FROM ${names.kept("notes")} WHERE run = $1 ORDER BY number`,
    [run],
  );
  return found.rows.map((row) => row.note);
}

async function replayedBy({ warehouse, names, kept }: History, run: number): Promise<readonly number[]> {
  if (!kept.has("replays")) return [];
  const found = await warehouse.query<{ run: string }>(
    `SELECT DISTINCT p.run FROM ${names.kept("replays")} p JOIN ${names.kept("runs")} m ON m.id = p.run AND m.state = 'published'
      WHERE p.of_run = $1 ORDER BY p.run`,
    [run],
  );
  return found.rows.map((row) => Number(row.run));
}
