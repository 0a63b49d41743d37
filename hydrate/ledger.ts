// The ledger: which runs there were, which files they loaded, and what became of every record. Kept in the warehouse itself.
import type { Names, KeptTable } from "./names.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** A run as the ledger has it. */
export interface Run {
  readonly id: number;
  readonly drop: string;
  readonly period: string | undefined;
  readonly state: "running" | "published" | "refused" | "died";
  readonly started: Date;
  readonly finished: Date | undefined;
  /** Machine and process that ran it. */
  readonly host: string;
  readonly process: number;
}

/** A file that a published run loaded. */
export interface LoadedFile {
  readonly run: Run;
  readonly name: string;
  readonly sha256: string;
  readonly contract: string;
}

/** What a run says of itself when it begins. */
export type Beginning = Omit<Run, "id" | "state" | "finished">;

/** Makes the ledger's tables where they are missing. Call it with the lease held. */
export async function makeLedger(warehouse: Warehouse, names: Names): Promise<void> {
  if (!(await warehouse.hasSchema(names.schema)))
    await warehouse.query(`CREATE SCHEMA ${names.quotedSchema}`);
  for (const [table, columns] of Object.entries(tablesWith(warehouse.bytesType))) {
    await warehouse.query(`CREATE TABLE IF NOT EXISTS ${names.kept(table as KeptTable)} (${columns})`);
  }
}

function tablesWith(bytes: string): Record<KeptTable, string> {
  return {
    runs: `id bigint PRIMARY KEY, drop_name text NOT NULL, period text, state text NOT NULL, started timestamptz NOT NULL,
      finished timestamptz, host text NOT NULL, process bigint NOT NULL, records_read bigint, loaded bigint,
      collapsed bigint, quarantined bigint, reason text`,
    files: `run bigint, number bigint, name text NOT NULL, source text NOT NULL, size bigint NOT NULL, sha256 text NOT NULL,
      contract text NOT NULL, records_read bigint NOT NULL, loaded bigint NOT NULL, collapsed bigint NOT NULL,
      quarantined bigint NOT NULL, PRIMARY KEY (run, number)`,
    tasks: `run bigint, table_name text, added bigint NOT NULL, changed bigint NOT NULL, removed bigint NOT NULL,
      unchanged bigint NOT NULL, PRIMARY KEY (run, table_name)`,
    tables: "name text PRIMARY KEY, made_by_run bigint NOT NULL",
    raw_records: `run bigint, ordinal bigint, file bigint NOT NULL, record bigint NOT NULL, line bigint NOT NULL,
      start_byte bigint NOT NULL, end_byte bigint NOT NULL, sha256 ${bytes} NOT NULL, raw ${bytes} NOT NULL,
      PRIMARY KEY (run, ordinal)`,
    quarantine: `run bigint, ordinal bigint, source text NOT NULL, file text NOT NULL, record bigint NOT NULL,
      line bigint NOT NULL, start_byte bigint NOT NULL, end_byte bigint NOT NULL, code text NOT NULL, column_name text,
      reason text NOT NULL, raw ${bytes} NOT NULL, PRIMARY KEY (run, ordinal)`,
    coercions: `run bigint, source text, column_name text, coercion text, cells bigint NOT NULL,
      PRIMARY KEY (run, source, column_name, coercion)`,
  };
}

interface RunRow {
  readonly id: string;
  readonly drop_name: string;
  readonly period: string | null;
  readonly state: Run["state"];
  readonly started: Date;
  readonly finished: Date | null;
  readonly host: string;
  readonly process: string;
}

const RUN_COLUMNS = "id, drop_name, period, state, started, finished, host, process";

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

/** Writes a new run down as `running`. Call it with the lease held, which keeps its number its own. */
export async function beginRun(warehouse: Warehouse, names: Names, run: Beginning): Promise<number> {
  const runs = names.kept("runs");
  const next = await warehouse.query<{ id: string }>(`SELECT coalesce(max(id), 0) + 1 AS id FROM ${runs}`);
  const id = Number(next.rows[0]?.id);
  await warehouse.query(
    `INSERT INTO ${runs} (id, drop_name, period, state, started, host, process) VALUES ($1, $2, $3, 'running', $4, $5, $6)`,
    [id, run.drop, run.period ?? null, run.started, run.host, run.process],
  );
  return id;
}

/** Ends a run that published nothing. What it landed is not kept: the file still has it. */
export async function endRun(
  warehouse: Warehouse,
  names: Names,
  run: number,
  state: "refused" | "died",
  finished: Date,
  reason: string,
): Promise<void> {
  const ended = await warehouse.query(
    `UPDATE ${names.kept("runs")} SET state = $2, finished = $3, reason = $4 WHERE id = $1 AND state = 'running'`,
    [run, state, finished, reason],
  );
  // A run that turns out to be published after all keeps its records.
  if (ended.count === 1)
    await warehouse.query(`DELETE FROM ${names.kept("raw_records")} WHERE run = $1`, [run]);
}

/** The files that published runs loaded as this source, the latest run first. */
export async function loadedFiles(
  warehouse: Warehouse,
  names: Names,
  source: string,
): Promise<readonly LoadedFile[]> {
  const found = await warehouse.query<RunRow & { name: string; sha256: string; contract: string }>(
    `SELECT ${RUN_COLUMNS.split(", ")
      .map((column) => `r.${column}`)
      .join(", ")}, f.name, f.sha256, f.contract
       FROM ${names.kept("files")} f JOIN ${names.kept("runs")} r ON r.id = f.run
      WHERE r.state = 'published' AND f.source = $1
      ORDER BY f.run DESC, f.number`,
    [source],
  );
  return found.rows.map((row) => ({
    run: runOf(row),
    name: row.name,
    sha256: row.sha256,
    contract: row.contract,
  }));
}

/** By which run each published table was made. */
export async function tableMakers(warehouse: Warehouse, names: Names): Promise<ReadonlyMap<string, number>> {
  const found = await warehouse.query<{ name: string; made_by_run: string }>(
    `SELECT name, made_by_run FROM ${names.kept("tables")}`,
  );
  return new Map(found.rows.map((row) => [row.name, Number(row.made_by_run)]));
}

/**
 * The run whose rows a reader sees: the latest that was published.
 * @returns undefined when nothing was ever published
 */
export async function latestPublished(warehouse: Warehouse, names: Names): Promise<Run | undefined> {
  const tables = await warehouse.tablesOf(names.schema);
  if (!tables.some((table) => table.name === "runs")) return undefined;
  const [latest] = await runsIn(warehouse, names, "published");
  return latest;
}

/** The latest month that was published, `2026-01`; undefined when no published drop had one. */
export async function latestPeriod(warehouse: Warehouse, names: Names): Promise<string | undefined> {
  const found = await warehouse.query<{ latest: string | null }>(
    `SELECT max(period) AS latest FROM ${names.kept("runs")} WHERE state = 'published'`,
  );
  return found.rows[0]?.latest ?? undefined;
}
