// The tables an answer reads, and the ledger in the warehouse -> the drops whose records those tables hold.
import type pg from "pg";
import type { Dialect, Model } from "../generator/index.ts";
import { type Answer, withSession } from "./answer.ts";
import type { Query } from "./query.ts";

/** A drop of which records are in the tables, and the run that published it. */
export interface ReadDrop {
  readonly drop: string;
  /** The run's number, as text. */
  readonly run: string;
  /** What the drop was for, in the vendor's words, e.g. `2026-10`. */
  readonly period: string | undefined;
  /** When it was published: ISO 8601, in UTC. */
  readonly published: string;
}

/**
 * Asks whether the ledger is there before anything is asked of it, since each query on a table that is not there
 * is an error in the database's log.
 * @param tables names of the model's tables
 * @returns the query for the drops; undefined where nothing tells of one of the tables, as when it was not hydrated
 * @throws Outage when the database cannot be reached
 */
export async function planDrops(
  pool: pg.Pool,
  model: Pick<Model, "schema">,
  tables: readonly string[],
  dialect: Dialect,
  signal?: AbortSignal,
): Promise<Query | undefined> {
  // The names are hydrate's (`hydrate/names.ts`); one that was too long for the warehouse is not found here.
  const schema = `${model.schema}_hydrate`;
  const lineages = tables.map((table) => `lineage_${table}`);
  const needed = ["runs", ...lineages];
  const found = await withSession(pool, signal, (client) =>
    client.query(
      `SELECT c.relname
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relname IN (${needed.map((_, index) => `$${index + 2}`).join(", ")})
          AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')`,
      [schema, ...needed],
    ),
  );
  if (found.rows.length < needed.length) return undefined;
  const own = (name: string): string => `${dialect.identifier(schema)}.${dialect.identifier(name)}`;
  const holds = lineages.map(
    (lineage) => `EXISTS (SELECT 1 FROM ${own(lineage)} AS lineage WHERE lineage._run = runs.id)`,
  );
  return {
    text: `SELECT
  CAST(runs.id AS TEXT) AS run,
  runs.drop_name AS drop_name,
  runs.period AS period,
  TO_CHAR(COALESCE(runs.finished, runs.started), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS published
FROM ${own("runs")} AS runs
WHERE ${holds.join("\n  OR ")}
ORDER BY runs.id DESC`,
    values: [],
    columns: ["run", "drop_name", "period", "published"].map((name) => ({
      name,
      label: name,
      category: "dimension",
      type: "string",
      exact: true,
      format: undefined,
    })),
  };
}

/** @returns the drops, the latest first */
export function dropsIn(answer: Answer): readonly ReadDrop[] {
  return answer.rows.map((row) => ({
    drop: String(row["drop_name"]),
    run: String(row["run"]),
    period: row["period"] === null || row["period"] === undefined ? undefined : String(row["period"]),
    published: String(row["published"]),
  }));
}
