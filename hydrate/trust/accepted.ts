// The ledger's memory of manifests: which were accepted, and with which run.
import type { Model } from "../../generator/index.ts";
import { readHistory } from "../history/open.ts";
import type { Names } from "../names.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { acceptedOf, type Accepted } from "./chain.ts";
import type { Delivery } from "./delivery.ts";

interface AcceptedRow {
  readonly source: string;
  readonly sha256: string;
  readonly period: string;
  readonly revision: string;
  readonly previous: string | null;
  readonly created: Date;
}

/** All of them, in the order they were accepted. */
export async function acceptedManifests(warehouse: Warehouse, names: Names): Promise<readonly Accepted[]> {
  const found = await warehouse.query<AcceptedRow>(
    `SELECT source, sha256, period, revision, previous, created FROM ${names.kept("manifests")} ORDER BY number`,
  );
  return found.rows.map(({ source, sha256, period, revision, previous, created }) => ({
    source,
    sha256,
    period,
    revision: Number(revision),
    previous: previous ?? undefined,
    created,
  }));
}

/** What the ledger of a database has accepted, for one who only looks: nothing where there is no ledger yet. */
export async function readAccepted(url: string, model: Model): Promise<readonly Accepted[]> {
  const read = await readHistory(url, model, async ({ warehouse, names, kept }) =>
    kept.has("manifests") ? acceptedManifests(warehouse, names) : [],
  );
  return read ?? [];
}

/**
 * Writes down that a manifest was accepted. Call it in the transaction that publishes the drop, or when there
 * was nothing to publish of it.
 * @param run undefined when there was nothing to do
 */
export async function recordManifest(
  warehouse: Warehouse,
  names: Names,
  { signed }: Delivery,
  run: number | undefined,
  accepted: Date,
): Promise<void> {
  if (signed?.key === undefined) return;
  const before = await acceptedManifests(warehouse, names);
  const next = await warehouse.query<{ number: string }>(
    `SELECT coalesce(max(number), 0) + 1 AS number FROM ${names.kept("manifests")}`,
  );
  const anew = acceptedOf(signed).filter(
    ({ source, sha256 }) => !before.some((one) => one.source === source && one.sha256 === sha256),
  );
  for (const [at, one] of anew.entries()) {
    await warehouse.query(
      `INSERT INTO ${names.kept("manifests")} (number, source, sha256, period, revision, previous, key_id, created, accepted, run)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        Number(next.rows[0]?.number) + at,
        one.source,
        one.sha256,
        one.period,
        one.revision,
        one.previous ?? null,
        signed.key,
        one.created,
        accepted,
        run ?? null,
      ],
    );
  }
}
