// The ledger -> for each source, every delivery of it that was published.
import type { RecordCounts } from "../outcome.ts";
import type { History } from "./open.ts";

/** One source in one published run. */
export interface Delivery {
  readonly run: number;
  readonly drop: string;
  readonly period: string | undefined;
  readonly published: Date;
  /** How long the whole run took. */
  readonly seconds: number;
  readonly bytes: number;
  readonly records: RecordCounts;
}

interface Row {
  readonly source: string;
  readonly run: string;
  readonly drop_name: string;
  readonly period: string | null;
  readonly started: Date;
  readonly finished: Date | null;
  readonly bytes: string;
  readonly records_read: string;
  readonly loaded: string;
  readonly collapsed: string;
  readonly quarantined: string;
}

/**
 * Records of quarantine that were put through again are no delivery of their own, and what a rollback took
 * away is none any more.
 * @returns deliveries by source, the latest first; sources that never came are not there
 */
export async function readDeliveries(history: History): Promise<ReadonlyMap<string, readonly Delivery[]>> {
  const { warehouse, names, kept } = history;
  const replayed = kept.has("replays")
    ? `AND NOT EXISTS (SELECT 1 FROM ${names.kept("replays")} p WHERE p.run = r.id)`
    : "";
  const found = await warehouse.query<Row>(
    `SELECT f.source, f.run, r.drop_name, r.period, r.started, r.finished, sum(f.size) AS bytes, sum(f.records_read) AS records_read,
            sum(f.loaded) AS loaded, sum(f.collapsed) AS collapsed, sum(f.quarantined) AS quarantined
       FROM ${names.kept("files")} f JOIN ${names.kept("runs")} r ON r.id = f.run
      WHERE r.state = 'published' ${replayed}
      GROUP BY f.source, f.run, r.drop_name, r.period, r.started, r.finished
      ORDER BY f.run DESC`,
  );
  const deliveries = new Map<string, Delivery[]>();
  for (const row of found.rows) {
    const published = row.finished ?? row.started;
    const list = deliveries.get(row.source) ?? [];
    list.push({
      run: Number(row.run),
      drop: row.drop_name,
      period: row.period ?? undefined,
      published,
      seconds: (published.getTime() - row.started.getTime()) / 1000,
      bytes: Number(row.bytes),
      records: {
        read: Number(row.records_read),
        loaded: Number(row.loaded),
        collapsed: Number(row.collapsed),
        quarantined: Number(row.quarantined),
      },
    });
    deliveries.set(row.source, list);
  }
  return deliveries;
}
