// A pool and the model -> the ledger that hydrate keeps beside the tables, for those who only read it.
import type pg from "pg";
import type { Dialect, Model } from "../../../generator/index.ts";
import { withSession } from "../../answer.ts";

/** Where the ledger is read. */
export interface LedgerOptions {
  /** Sessions that can only read. */
  readonly pool: pg.Pool;
  readonly dialect: Dialect;
}

/** The ledger, open for one look at it. Its tables and columns are hydrate's (`hydrate/ledger-tables.ts`). */
export interface Ledger {
  readonly model: Model;
  /** A table of the ledger, ready to stand in SQL. */
  own(table: string): string;
  /** Whether an older hydrate, which knew less, has made this table. */
  has(table: string): boolean;
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/**
 * Everything is read on one state of the ledger, so that its numbers agree.
 * @returns undefined when nothing was hydrated yet, or this user may not read the ledger
 * @throws Outage when the database cannot be reached
 */
export async function readLedger<Result>(
  { pool, dialect }: LedgerOptions,
  model: Model,
  signal: AbortSignal | undefined,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result | undefined> {
  const schema = `${model.schema}_hydrate`;
  return withSession(pool, signal, async (client, spoil) => {
    const rows: Ledger["rows"] = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await client.query<Row>({ text, values: [...values] })).rows;
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    try {
      const found = await rows<{ relname: string }>(
        `SELECT c.relname
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = $1 AND c.relkind = 'r'
            AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')`,
        [schema],
      );
      const there = new Set(found.map((row) => row.relname));
      if (!NEEDED.every((table) => there.has(table))) return undefined;
      return await work({
        model,
        own: (table) => `${dialect.identifier(schema)}.${dialect.identifier(table)}`,
        has: (table) => there.has(table),
        rows,
      });
    } finally {
      // A session that stays in this transaction would see an old state for ever.
      await client.query("ROLLBACK").catch(spoil);
    }
  });
}

/** Every hydrate has made these. */
const NEEDED = ["runs", "files", "tasks", "quarantine"] as const;

/** A number of the ledger, which comes as text; null where it has none. */
export function numberOf(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}

/** A moment of the ledger -> ISO 8601 in UTC; null where it has none. */
export function momentOf(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : new Date(text).toISOString();
}
