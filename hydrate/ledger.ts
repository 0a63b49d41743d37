// The ledger: which runs there were, which files they loaded, and what became of every record. Kept in the warehouse itself.
import type { Names } from "./names.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/**
 * What became of a run. `published`: readers see its rows, or saw them until a later run changed them.
 * `rolled_back`: it was published, and `rollback` took its rows away. `abandoned`: and then another drop was
 * published. `done`: a rollback that was carried out. `refused`, `died`: it published nothing.
 */
export type RunState = "running" | "published" | "refused" | "died" | "rolled_back" | "abandoned" | "done";

/** A run as the ledger has it. */
export interface Run {
  readonly id: number;
  readonly drop: string;
  readonly period: string | undefined;
  readonly kind: "load" | "rollback";
  readonly state: RunState;
  readonly started: Date;
  readonly finished: Date | undefined;
  /** Machine and process that ran it. */
  readonly host: string;
  readonly process: number;
  /** The run whose rows it built upon; for a rollback the one whose rows it brought back. */
  readonly upon: number | undefined;
}

/** A file that a published run loaded. */
export interface LoadedFile {
  readonly run: Run;
  readonly name: string;
  readonly sha256: string;
  readonly contract: string;
}

/** What a run says of itself when it begins. */
export type Beginning = Omit<Run, "id" | "state" | "finished" | "upon"> & {
  readonly user: string;
  /** Names of the sources it is to load. */
  readonly sources?: readonly string[] | undefined;
};

/** So much of the sources' names is kept: the longest text that every warehouse takes is a little longer. */
const LONGEST_SOURCES = 60_000;

interface RunRow {
  readonly id: string;
  readonly drop_name: string;
  readonly period: string | null;
  readonly state: Run["state"];
  readonly started: Date;
  readonly finished: Date | null;
  readonly host: string;
  readonly process: string;
  readonly kind: Run["kind"] | null;
  readonly upon: string | null;
}

const RUN_COLUMNS = "id, drop_name, period, state, started, finished, host, process, kind, upon";

function runOf(row: RunRow): Run {
  return {
    id: Number(row.id),
    drop: row.drop_name,
    period: row.period ?? undefined,
    state: row.state,
    started: row.started,
    finished: row.finished ?? undefined,
    host: row.host,
    process: Number(row.process),
    kind: row.kind ?? "load",
    upon: row.upon === null ? undefined : Number(row.upon),
  };
}

/** Runs in a state, the latest first. */
export async function runsIn(
  warehouse: Warehouse,
  names: Names,
  state: Run["state"],
): Promise<readonly Run[]> {
  const found = await warehouse.query<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM ${names.kept("runs")} WHERE state = $1 ORDER BY id DESC`,
    [state],
  );
  return found.rows.map(runOf);
}

/** All runs, the latest first. */
export async function allRuns(warehouse: Warehouse, names: Names): Promise<readonly Run[]> {
  const found = await warehouse.query<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM ${names.kept("runs")} ORDER BY id DESC`,
  );
  return found.rows.map(runOf);
}

/**
 * Writes a new run down as `running`. Call it in a transaction that proves that the lease is held, which
 * keeps its number its own.
 * @param upon for a rollback the run it brings back; otherwise the one readers see now is looked up
 */
export async function beginRun(
  warehouse: Warehouse,
  names: Names,
  run: Beginning,
  upon?: number,
): Promise<number> {
  const runs = names.kept("runs");
  const next = await warehouse.query<{ id: string; head: string | null }>(
    `SELECT coalesce(max(id), 0) + 1 AS id, max(CASE WHEN state = 'published' THEN id END) AS head FROM ${runs}`,
  );
  const id = Number(next.rows[0]?.id);
  await warehouse.query(
    `INSERT INTO ${runs} (id, drop_name, period, state, started, host, process, os_user, kind, upon, sources)
     VALUES ($1, $2, $3, 'running', $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      run.drop,
      run.period ?? null,
      run.started,
      run.host,
      run.process,
      run.user,
      run.kind,
      upon ?? next.rows[0]?.head ?? null,
      run.sources?.join(",").slice(0, LONGEST_SOURCES) ?? null,
    ],
  );
  return id;
}

/**
 * Ends a run that published nothing. What it landed is not kept: the file still has it.
 * @returns false when it has published after all, or was ended already
 */
export async function endRun(
  warehouse: Warehouse,
  names: Names,
  run: number,
  state: "refused" | "died",
  finished: Date,
  reason: string,
): Promise<boolean> {
  const ended = await warehouse.query(
    `UPDATE ${names.kept("runs")} SET state = $2, finished = $3, reason = $4 WHERE id = $1 AND state = 'running'`,
    [run, state, finished, reason],
  );
  // A run that turns out to be published after all keeps its records.
  if (ended.count === 1) await forgetRaw(warehouse, names, run);
  return ended.count === 1;
}

/** What became of a run; undefined when the ledger has no such run. */
export async function stateOf(
  warehouse: Warehouse,
  names: Names,
  run: number,
): Promise<RunState | undefined> {
  const found = await warehouse.query<{ state: RunState }>(
    `SELECT state FROM ${names.kept("runs")} WHERE id = $1`,
    [run],
  );
  return found.rows[0]?.state;
}

/**
 * Gives up the runs whose rows a rollback has taken away, since another one is published now.
 * @returns their numbers, the first first
 */
export async function abandonRuns(warehouse: Warehouse, names: Names): Promise<readonly number[]> {
  const rolledBack = await runsIn(warehouse, names, "rolled_back");
  if (rolledBack.length > 0)
    await warehouse.query(`UPDATE ${names.kept("runs")} SET state = 'abandoned' WHERE state = 'rolled_back'`);
  return rolledBack.map((run) => run.id).toReversed();
}

/** Removes what a run has landed, unless it was published. */
export async function forgetRaw(warehouse: Warehouse, names: Names, run: number): Promise<void> {
  await warehouse.query(
    `DELETE FROM ${names.kept("raw_records")} WHERE run = $1 AND run IN (SELECT id FROM ${names.kept("runs")} WHERE state IN ('refused', 'died'))`,
    [run],
  );
}

/**
 * The files that published runs loaded as these sources, by source, the latest run first. Records of quarantine
 * that were put through again are no files of anybody's.
 */
export async function loadedFiles(
  warehouse: Warehouse,
  names: Names,
  sources: readonly string[],
): Promise<ReadonlyMap<string, readonly LoadedFile[]>> {
  const found = await warehouse.query<
    RunRow & { name: string; sha256: string; contract: string; source: string }
  >(
    `SELECT ${RUN_COLUMNS.split(", ")
      .map((column) => `r.${column}`)
      .join(", ")}, f.name, f.sha256, f.contract, f.source
       FROM ${names.kept("files")} f JOIN ${names.kept("runs")} r ON r.id = f.run
      WHERE r.state = 'published' AND f.source IN (${sources.map((_, at) => `$${at + 1}`).join(", ")})
        AND NOT EXISTS (SELECT 1 FROM ${names.kept("replays")} p WHERE p.run = r.id)
      ORDER BY f.run DESC, f.number`,
    sources,
  );
  const files = new Map<string, LoadedFile[]>(sources.map((source) => [source, []]));
  for (const row of found.rows) {
    const { name, sha256, contract } = row;
    files.get(row.source)?.push({ run: runOf(row), name, sha256, contract });
  }
  return files;
}

/**
 * The run whose rows a reader sees: the latest that was published.
 * @returns undefined when nothing was ever published
 */
export async function latestPublished(warehouse: Warehouse, names: Names): Promise<Run | undefined> {
  const tables = await warehouse.tablesOf(names.schema);
  const runs = tables.find((table) => table.name === "runs");
  if (runs === undefined) return undefined;
  // A reader does not widen the ledger of an older hydrate, which knew of no rollback.
  const aged = !runs.columns.some((column) => column.name === "upon");
  const columns = aged ? RUN_COLUMNS.replace("kind, upon", "NULL AS kind, NULL AS upon") : RUN_COLUMNS;
  const found = await warehouse.query<RunRow>(
    `SELECT ${columns} FROM ${names.kept("runs")} WHERE state = 'published' ORDER BY id DESC LIMIT 1`,
  );
  return found.rows[0] === undefined ? undefined : runOf(found.rows[0]);
}

/** The latest month that was published, `2026-01`; undefined when no published drop had one. */
export async function latestPeriod(warehouse: Warehouse, names: Names): Promise<string | undefined> {
  const found = await warehouse.query<{ latest: string | null }>(
    `SELECT max(period) AS latest FROM ${names.kept("runs")} WHERE state = 'published'`,
  );
  return found.rows[0]?.latest ?? undefined;
}
