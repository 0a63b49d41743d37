// The ledger -> each source of the model: its last deliveries, and how many of its records are in quarantine.
import { type Ledger, momentOf } from "./ledger.ts";
import { standingOnly } from "./quarantine.ts";
import { countsOf, type LedgerCounts } from "./runs.ts";

/** One source in one published run. */
export interface SourceDelivery {
  readonly run: number;
  readonly drop: string;
  readonly period: string | null;
  /** ISO 8601 in UTC. */
  readonly published: string;
  readonly bytes: number;
  readonly records: LedgerCounts;
}

/** One source. */
export interface SourceHistory {
  readonly source: string;
  readonly description: string | null;
  /** How many deliveries of it are published. */
  readonly deliveries: number;
  /** The last of them, the latest first. */
  readonly last: readonly SourceDelivery[];
  /** Records that are in quarantine now, over all deliveries. */
  readonly quarantined: number;
  /** The latest run that was to load it, when that published nothing. */
  readonly failed: { readonly run: number; readonly state: string; readonly reason: string | null } | null;
  /** How many runs in a row published nothing of it, that one included. */
  readonly failures: number;
}

/** A small chart holds three years of months. */
const MOST_DELIVERIES = 36;

/**
 * A replay of quarantine is no delivery of its own, and what a rollback took away is none any more.
 * @returns in the model's order, also those that never came
 */
export async function readSources(ledger: Ledger): Promise<readonly SourceHistory[]> {
  const deliveries = await ledger.rows<{
    readonly source: string;
    readonly run: string;
    readonly drop_name: string;
    readonly period: string | null;
    readonly published: string;
    readonly bytes: string;
    readonly records_read: string;
    readonly loaded: string;
    readonly collapsed: string;
    readonly quarantined: string;
    readonly place: string;
    readonly deliveries: string;
  }>(
    `SELECT * FROM (
       SELECT f.source, f.run, r.drop_name, r.period, COALESCE(r.finished, r.started) AS published,
              SUM(f.size) AS bytes, SUM(f.records_read) AS records_read, SUM(f.loaded) AS loaded,
              SUM(f.collapsed) AS collapsed, SUM(f.quarantined) AS quarantined,
              ROW_NUMBER() OVER (PARTITION BY f.source ORDER BY f.run DESC) AS place,
              COUNT(*) OVER (PARTITION BY f.source) AS deliveries
         FROM ${ledger.own("files")} f JOIN ${ledger.own("runs")} r ON r.id = f.run
        WHERE r.state = 'published' ${
          ledger.has("replays")
            ? `AND NOT EXISTS (SELECT 1 FROM ${ledger.own("replays")} p WHERE p.run = r.id)`
            : ""
        }
        GROUP BY f.source, f.run, r.drop_name, r.period, r.finished, r.started) d
      WHERE d.place <= $1 ORDER BY d.run DESC`,
    [MOST_DELIVERIES],
  );
  const standing = ["r.state = 'published'", ...standingOnly(ledger)].join(" AND ");
  const quarantined = await ledger.rows<{ source: string; n: string }>(
    `SELECT q.source, COUNT(*) AS n FROM ${ledger.own("quarantine")} q JOIN ${ledger.own("runs")} r ON r.id = q.run
      WHERE ${standing} GROUP BY q.source`,
  );
  const ended = await ledger.rows<{
    readonly source: string;
    readonly id: string;
    readonly state: string;
    readonly reason?: string | null;
    readonly failures: string;
  }>(
    `SELECT DISTINCT ON (e.source) e.source, e.id, e.state, e.reason,
            COUNT(*) FILTER (WHERE e.failed AND e.id > e.since) OVER (PARTITION BY e.source) AS failures
       FROM (SELECT s.source, r.id, r.state, r.reason, r.state IN ('refused', 'died') AS failed,
                    COALESCE(MAX(r.id) FILTER (WHERE r.state NOT IN ('refused', 'died')) OVER (PARTITION BY s.source), 0) AS since
               FROM ${ledger.own("runs")} r
              CROSS JOIN UNNEST(STRING_TO_ARRAY(COALESCE(TO_JSONB(r) ->> 'sources', ''), ',')) AS s (source)
              WHERE r.state <> 'running' AND COALESCE(TO_JSONB(r) ->> 'kind', 'load') = 'load') e
      ORDER BY e.source, e.id DESC`,
  );
  return ledger.model.sources.map(({ name, description }) => {
    const own = deliveries.filter((row) => row.source === name);
    const last = ended.find((row) => row.source === name);
    return {
      source: name,
      description: description ?? null,
      deliveries: Number(own[0]?.deliveries ?? 0),
      last: own.map((row) => ({
        run: Number(row.run),
        drop: row.drop_name,
        period: row.period,
        published: momentOf(row.published) ?? "",
        bytes: Number(row.bytes),
        records: countsOf(row),
      })),
      quarantined: Number(quarantined.find((row) => row.source === name)?.n ?? 0),
      failed:
        last === undefined || (last.state !== "refused" && last.state !== "died")
          ? null
          : { run: Number(last.id), state: last.state, reason: last.reason ?? null },
      failures: Number(last?.failures ?? 0),
    };
  });
}
