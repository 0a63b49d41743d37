// The ledger -> its runs as a list: what each loaded, how long it took, and why it loaded nothing.
import { Mistake } from "../../generator/index.ts";
import type { LeaseTimes } from "../lease-means.ts";
import type { RunState } from "../ledger.ts";
import type { RecordCounts } from "../outcome.ts";
import { deadAmong } from "./at-work.ts";
import type { History } from "./open.ts";
import { sourceNamed } from "./source-named.ts";

/** One run in a list. */
export interface RunLine {
  readonly id: number;
  readonly drop: string;
  readonly period: string | undefined;
  readonly kind: "load" | "rollback";
  readonly state: RunState;
  readonly started: Date;
  readonly finished: Date | undefined;
  readonly host: string;
  readonly process: number;
  readonly user: string | undefined;
  /** For a rollback the run whose rows it brought back. */
  readonly upon: number | undefined;
  /** Those of its drop, as the model calls them; also of a run that was refused. */
  readonly sources: readonly string[];
  /** Undefined for runs that published nothing. */
  readonly records: RecordCounts | undefined;
  readonly files: number;
  readonly bytes: number;
  /** Rows of all tables together. */
  readonly rows: { readonly added: number; readonly changed: number; readonly removed: number };
  /** Why it published nothing, in words. */
  readonly reason: string | undefined;
  /** The run whose quarantine it put through again. */
  readonly replays: number | undefined;
}

/** Which runs to list. */
export interface RunFilter {
  readonly source?: string | undefined;
  readonly state?: RunState | undefined;
  /** The most runs to give; all when undefined. */
  readonly limit?: number | undefined;
  /** How the lease keeps time, when not as usual. */
  readonly times?: LeaseTimes | undefined;
}

/** All states, for those who ask for one. */
export const RUN_STATES = [
  "running",
  "published",
  "refused",
  "died",
  "rolled_back",
  "abandoned",
  "done",
] as const satisfies readonly RunState[];

interface Row {
  readonly id: string;
  readonly drop_name: string;
  readonly period: string | null;
  readonly kind: RunLine["kind"] | null;
  readonly state: RunState;
  readonly started: Date;
  readonly finished: Date | null;
  readonly host: string;
  readonly process: string;
  readonly os_user: string | null;
  readonly upon: string | null;
  readonly sources: string | null;
  readonly records_read: string | null;
  readonly loaded: string | null;
  readonly collapsed: string | null;
  readonly quarantined: string | null;
  readonly reason: string | null;
}

/** What is said of a run whose process was killed or lost its machine. */
const WITHOUT_A_WORD =
  "it ended without a word, and nothing of it is published; the next run tidies up after it";

/**
 * The runs that fit, the latest first. A run that the ledger still calls running and nobody is at work on has died.
 * @throws Mistake when the model has no such source
 */
export async function listRuns(history: History, filter: RunFilter = {}): Promise<readonly RunLine[]> {
  const { warehouse, names, model } = history;
  const { source, state, limit, times } = filter;
  const mayBeDead = state === "running" || state === "died";
  if (source !== undefined) sourceNamed(model, source);
  const values: unknown[] = [];
  const mark = (value: unknown): string => `$${values.push(value)}`;
  const wanted = [
    ...(state === undefined ? [] : [`r.state IN (${mark(state)}, ${mark(mayBeDead ? "running" : state)})`]),
    ...(source === undefined
      ? []
      : [`position(CAST(${mark(`,${source},`)} AS text) IN ',' || coalesce(r.sources, '') || ',') > 0`]),
  ];
  const found = await warehouse.query<Row>(
    `SELECT id, drop_name, period, kind, state, started, finished, host, process, os_user, upon, sources,
            records_read, loaded, collapsed, quarantined, reason
       FROM ${names.kept("runs")} r ${wanted.length === 0 ? "" : `WHERE ${wanted.join(" AND ")}`}
      ORDER BY id DESC ${limit === undefined ? "" : `LIMIT ${Math.max(0, Math.floor(limit)) + (mayBeDead ? MOST_RUNNING : 0)}`}`,
    values,
  );
  const told = await withDead(history, found.rows, times);
  const fit = mayBeDead ? told.filter((run) => run.state === state).slice(0, limit) : told;
  return withSums(history, fit);
}

/** So many that the ledger calls running are looked at, where one of them at most is. */
const MOST_RUNNING = 20;

async function withDead(
  history: History,
  rows: readonly Row[],
  times: LeaseTimes | undefined,
): Promise<readonly Row[]> {
  const running = rows.filter((row) => row.state === "running");
  const dead = await deadAmong(history, running, times);
  return rows.map((row) => (dead.has(row.id) ? { ...row, state: "died", reason: WITHOUT_A_WORD } : row));
}

/** One run; undefined when there is none of this number. */
export async function findRun(
  history: History,
  id: number,
  times?: LeaseTimes,
): Promise<RunLine | undefined> {
  const found = await history.warehouse.query<Row>(
    `SELECT * FROM ${history.names.kept("runs")} WHERE id = $1`,
    [id],
  );
  const [run] = await withSums(history, await withDead(history, found.rows, times));
  return run;
}

/** @throws Mistake with the runs there are, when there is none of this number */
export async function runNumbered(history: History, id: number): Promise<RunLine> {
  const run = await findRun(history, id);
  if (run !== undefined) return run;
  const [latest] = await listRuns(history, { limit: 1 });
  throw new Mistake(
    latest === undefined
      ? `There is no run ${id}: nothing was hydrated yet.`
      : `There is no run ${id}. The latest is ${latest.id}; \`viewfinder hydrate runs\` lists them.`,
  );
}

/** Adds what the ledger keeps in other tables, in three questions however many runs there are. */
async function withSums(history: History, rows: readonly Row[]): Promise<readonly RunLine[]> {
  const first = Number(rows.at(-1)?.id ?? 0);
  const last = Number(rows[0]?.id ?? 0);
  if (rows.length === 0) return [];
  const { warehouse, names, kept } = history;
  const files = await warehouse.query<{ run: string; n: string; bytes: string }>(
    `SELECT run, count(*) AS n, sum(size) AS bytes FROM ${names.kept("files")} WHERE run BETWEEN $1 AND $2 GROUP BY run`,
    [first, last],
  );
  const tables = await warehouse.query<{ run: string; added: string; changed: string; removed: string }>(
    `SELECT run, sum(added) AS added, sum(changed) AS changed, sum(removed) AS removed
       FROM ${names.kept("tasks")} WHERE run BETWEEN $1 AND $2 GROUP BY run`,
    [first, last],
  );
  const replays = kept.has("replays")
    ? await warehouse.query<{ run: string; of_run: string }>(
        `SELECT run, min(of_run) AS of_run FROM ${names.kept("replays")} WHERE run BETWEEN $1 AND $2 GROUP BY run`,
        [first, last],
      )
    : { rows: [] };
  return rows.map((row) => {
    const file = files.rows.find((one) => one.run === row.id);
    const table = tables.rows.find((one) => one.run === row.id);
    const replay = replays.rows.find((one) => one.run === row.id);
    return {
      id: Number(row.id),
      drop: row.drop_name,
      period: row.period ?? undefined,
      kind: row.kind ?? "load",
      state: row.state,
      started: row.started,
      finished: row.finished ?? undefined,
      host: row.host,
      process: Number(row.process),
      user: row.os_user ?? undefined,
      upon: row.upon === null ? undefined : Number(row.upon),
      sources: (row.sources ?? "").split(",").filter((name) => name !== ""),
      records:
        row.records_read === null
          ? undefined
          : {
              read: Number(row.records_read),
              loaded: Number(row.loaded),
              collapsed: Number(row.collapsed),
              quarantined: Number(row.quarantined),
            },
      files: Number(file?.n ?? 0),
      bytes: Number(file?.bytes ?? 0),
      rows: {
        added: Number(table?.added ?? 0),
        changed: Number(table?.changed ?? 0),
        removed: Number(table?.removed ?? 0),
      },
      reason: row.reason ?? undefined,
      replays: replay === undefined ? undefined : Number(replay.of_run),
    };
  });
}
