// The ledger -> its runs: what each loaded, how long it took, and why it published nothing.
import { type Ledger, momentOf, numberOf } from "./ledger.ts";

/** How many records of a drop, a file or a source became what. */
export interface LedgerCounts {
  readonly read: number;
  readonly loaded: number;
  /** Left out because another record of the same key says the same. */
  readonly collapsed: number;
  readonly quarantined: number;
}

/** One run. */
export interface LedgerRun {
  readonly id: number;
  readonly drop: string;
  /** What the drop was for, in the vendor's words, e.g. `2026-10`. */
  readonly period: string | null;
  readonly kind: "load" | "rollback";
  /** `running`, `published`, `refused`, `died`, `rolled_back`, `abandoned` or `done`. */
  readonly state: string;
  /** ISO 8601 in UTC. */
  readonly started: string;
  readonly finished: string | null;
  readonly seconds: number | null;
  /** Where it ran, and who began it. */
  readonly host: string;
  readonly user: string | null;
  /** The run whose rows it built upon; for a rollback the one whose rows it brought back. */
  readonly upon: number | null;
  /** Names of the sources it was to load. */
  readonly sources: readonly string[];
  /** Null for a run that published nothing. */
  readonly records: LedgerCounts | null;
  readonly files: number;
  readonly bytes: number;
  /** Rows of all tables together. */
  readonly rows: { readonly added: number; readonly changed: number; readonly removed: number };
  /** Why it published nothing, in words. */
  readonly reason: string | null;
  /** The run whose quarantine it put through again. */
  readonly replays: number | null;
}

/** Which runs to list. */
export interface RunsAsked {
  readonly source?: string | undefined;
  readonly state?: string | undefined;
  /** Only runs with a smaller number than this. */
  readonly before?: number | undefined;
  /** The most runs to give. */
  readonly limit: number;
}

/** A run with all that the ledger keeps of it. */
export interface LedgerRunInFull {
  readonly run: LedgerRun;
  readonly files: readonly {
    readonly name: string;
    readonly source: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly records: LedgerCounts;
  }[];
  readonly tables: readonly {
    readonly table: string;
    readonly added: number;
    readonly changed: number;
    readonly removed: number;
    readonly unchanged: number;
  }[];
  /** What the run said beside its numbers. */
  readonly notes: readonly string[];
  /** Columns that were not as the source promises. */
  readonly drift: readonly { readonly source: string; readonly column: string; readonly said: string }[];
}

interface CountsRow {
  readonly records_read: string | null;
  readonly loaded: string | null;
  readonly collapsed: string | null;
  readonly quarantined: string | null;
}

/** Columns that an older hydrate did not have are simply not there. */
interface RunRow extends CountsRow {
  readonly id: string;
  readonly drop_name: string;
  readonly period: string | null;
  readonly kind?: LedgerRun["kind"] | null;
  readonly state: string;
  readonly started: string;
  readonly finished: string | null;
  readonly host: string;
  readonly os_user?: string | null;
  readonly upon?: string | null;
  readonly sources?: string | null;
  readonly reason?: string | null;
}

/** @returns the latest first, and whether there are earlier ones that fit */
export async function readRuns(
  ledger: Ledger,
  { source, state, before, limit }: RunsAsked,
): Promise<{ readonly runs: readonly LedgerRun[]; readonly more: boolean }> {
  const values: unknown[] = [];
  const mark = (value: unknown): string => `$${values.push(value)}`;
  const wanted = [
    "TRUE",
    ...(before === undefined ? [] : [`r.id < ${mark(before)}`]),
    ...(state === undefined ? [] : [`r.state = ${mark(state)}`]),
    // As JSON, since an older hydrate has no such column.
    ...(source === undefined
      ? []
      : [
          `CAST(${mark(source)} AS TEXT) = ANY(STRING_TO_ARRAY(COALESCE(TO_JSONB(r) ->> 'sources', ''), ','))`,
        ]),
  ];
  const found = await ledger.rows<RunRow>(
    `SELECT r.* FROM ${ledger.own("runs")} r WHERE ${wanted.join(" AND ")} ORDER BY r.id DESC LIMIT ${mark(limit + 1)}`,
    values,
  );
  return { runs: await withSums(ledger, found.slice(0, limit)), more: found.length > limit };
}

/** @returns undefined when the ledger has no run of this number */
export async function readRun(ledger: Ledger, id: number): Promise<LedgerRunInFull | undefined> {
  const [run] = await withSums(
    ledger,
    await ledger.rows<RunRow>(`SELECT * FROM ${ledger.own("runs")} WHERE id = $1`, [id]),
  );
  if (run === undefined) return undefined;
  const files = await ledger.rows<CountsRow & { name: string; source: string; size: string; sha256: string }>(
    `SELECT * FROM ${ledger.own("files")} WHERE run = $1 ORDER BY number`,
    [id],
  );
  const tables = await ledger.rows<
    Record<"table_name" | "added" | "changed" | "removed" | "unchanged", string>
  >(`SELECT * FROM ${ledger.own("tasks")} WHERE run = $1 ORDER BY table_name`, [id]);
  const notes = ledger.has("notes")
    ? await ledger.rows<{ note: string }>(
        `SELECT note FROM ${ledger.own("notes")} WHERE run = $1 ORDER BY number`,
        [id],
      )
    : [];
  const drift = ledger.has("drift")
    ? await ledger.rows<{ source: string; column_name: string; said: string }>(
        `SELECT source, column_name, said FROM ${ledger.own("drift")} WHERE run = $1 ORDER BY source, column_name`,
        [id],
      )
    : [];
  return {
    run,
    files: files.map((file) => ({
      name: file.name,
      source: file.source,
      bytes: Number(file.size),
      sha256: file.sha256,
      records: countsOf(file),
    })),
    tables: tables.map((row) => ({
      table: row.table_name,
      added: Number(row.added),
      changed: Number(row.changed),
      removed: Number(row.removed),
      unchanged: Number(row.unchanged),
    })),
    notes: notes.map((row) => row.note),
    drift: drift.map(({ source, column_name, said }) => ({ source, column: column_name, said })),
  };
}

/** Counts of the ledger, where it has them. */
export function countsOf(row: CountsRow): LedgerCounts {
  return {
    read: Number(row.records_read),
    loaded: Number(row.loaded),
    collapsed: Number(row.collapsed),
    quarantined: Number(row.quarantined),
  };
}

/** Adds what stands in other tables of the ledger, in three queries however many runs there are. */
async function withSums(ledger: Ledger, rows: readonly RunRow[]): Promise<readonly LedgerRun[]> {
  if (rows.length === 0) return [];
  const ids = [rows.map((row) => row.id)];
  const files = await ledger.rows<{ run: string; n: string; bytes: string }>(
    `SELECT run, COUNT(*) AS n, SUM(size) AS bytes FROM ${ledger.own("files")} WHERE run = ANY($1) GROUP BY run`,
    ids,
  );
  const tables = await ledger.rows<{ run: string; added: string; changed: string; removed: string }>(
    `SELECT run, SUM(added) AS added, SUM(changed) AS changed, SUM(removed) AS removed
       FROM ${ledger.own("tasks")} WHERE run = ANY($1) GROUP BY run`,
    ids,
  );
  const replays = ledger.has("replays")
    ? await ledger.rows<{ run: string; of_run: string }>(
        `SELECT run, MIN(of_run) AS of_run FROM ${ledger.own("replays")} WHERE run = ANY($1) GROUP BY run`,
        ids,
      )
    : [];
  return rows.map((row) => {
    const file = files.find((one) => one.run === row.id);
    const table = tables.find((one) => one.run === row.id);
    const started = new Date(row.started);
    return {
      id: Number(row.id),
      drop: row.drop_name,
      period: row.period,
      kind: row.kind ?? "load",
      state: row.state,
      started: started.toISOString(),
      finished: momentOf(row.finished),
      seconds: row.finished === null ? null : (Date.parse(row.finished) - started.getTime()) / 1000,
      host: row.host,
      user: row.os_user ?? null,
      upon: numberOf(row.upon),
      sources: (row.sources ?? "").split(",").filter((name) => name !== ""),
      records: row.records_read === null ? null : countsOf(row),
      files: Number(file?.n ?? 0),
      bytes: Number(file?.bytes ?? 0),
      rows: {
        added: Number(table?.added ?? 0),
        changed: Number(table?.changed ?? 0),
        removed: Number(table?.removed ?? 0),
      },
      reason: row.reason ?? null,
      replays: numberOf(replays.find((one) => one.run === row.id)?.of_run),
    };
  });
}
