// The ledger in the warehouse -> the run that published what its readers see, asked for cheaply before every answer.
import type pg from "pg";
import type { Dialect, Model } from "../../../generator/index.ts";
import { withSession } from "../../answer.ts";
import { openBeside } from "../../pool.ts";

/** The run of hydrate that published what the database holds. */
export interface Published {
  /** Its number, as text. */
  readonly run: string;
  /** What the drop was for, in the vendor's words, e.g. `2026-10`. */
  readonly period: string | undefined;
  /** When it was published. */
  readonly at: Date;
}

/** Tells which run is published. */
export interface PublishedReader {
  /**
   * The run as it is at some time after the call: many calls at once share one look, but never one that began
   * before they came.
   * @returns undefined when nothing was hydrated, or the ledger may not be read
   * @throws Outage when the database cannot be reached
   */
  read(): Promise<Published | undefined>;
  /** What the last look saw; undefined before there was one, and when it saw none. Asks nothing. */
  last(): Published | undefined;
  /** Gives its session back. */
  close(): Promise<void>;
}

/** Reads over a session of its own, so that it never waits behind a question. */
export function openPublished(pool: pg.Pool, model: Model, dialect: Dialect): PublishedReader {
  const beside = openBeside(pool);
  const schema = `${model.schema}_hydrate`;
  const runs = `${dialect.identifier(schema)}.${dialect.identifier("runs")}`;
  let ledgerSeen = false;
  let last: Published | undefined;
  let seen: Published | undefined;
  const look = async (client: pg.PoolClient): Promise<Published | undefined> => {
    if (!ledgerSeen) {
      // Asked first, since a query on a table that is not there is an error in the database's log each time.
      const found = await client.query(
        "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = 'runs'",
        [schema],
      );
      if (found.rows.length === 0) return undefined;
      ledgerSeen = true;
    }
    // The table's key is `id`, and it has a line for each run only.
    const head = await client.query<{ id: string }>(
      `SELECT id FROM ${runs} WHERE state = 'published' ORDER BY id DESC LIMIT 1`,
    );
    const run = head.rows[0]?.id;
    if (run === undefined || run === last?.run) return run === undefined ? undefined : last;
    const told = await client.query<{ period: string | null; at: string | null }>(
      `SELECT (SELECT MAX(period) FROM ${runs} WHERE state = 'published' AND id <= $1) AS period, COALESCE(finished, started) AS at FROM ${runs} WHERE id = $1`,
      [run],
    );
    const [row] = told.rows;
    last = { run, period: row?.period ?? undefined, at: new Date(row?.at ?? 0) };
    return last;
  };
  const fetch = async (): Promise<Published | undefined> =>
    withSession(beside, undefined, async (client) => {
      try {
        return await look(client);
      } catch (error) {
        const code: unknown = Reflect.get(Object(error), "code");
        // The ledger is gone again, or is not for this user's eyes.
        if (code !== "42P01" && code !== "3F000" && code !== "42501") throw error;
        ledgerSeen = false;
        return undefined;
      }
    });
  const noting = async (): Promise<Published | undefined> => {
    try {
      seen = await fetch();
    } catch (error) {
      seen = undefined;
      throw error;
    }
    return seen;
  };
  return { read: sharingLooks(noting), last: () => seen, close: () => beside.end() };
}

/** Calls that come while a look is under way share the next one. */
export function sharingLooks<Seen>(look: () => Promise<Seen>): () => Promise<Seen> {
  let under: Promise<Seen> | undefined;
  let next: Promise<Seen> | undefined;
  const begin = (): Promise<Seen> => {
    const begun = look();
    under = begun;
    const clear = (): void => {
      if (under === begun) under = undefined;
    };
    begun.then(clear, clear);
    return begun;
  };
  return () => {
    if (next !== undefined) return next;
    if (under === undefined) return begin();
    const after = (): Promise<Seen> => {
      next = undefined;
      return begin();
    };
    next = under.then(after, after);
    return next;
  };
}

/** Headers that say how fresh an answer is. */
export function publishedHeaders(published: Published): Readonly<Record<string, string>> {
  return {
    "x-published-run": published.run,
    ...(published.period === undefined ? {} : { "x-published-period": encodeURIComponent(published.period) }),
    "x-published-at": published.at.toISOString(),
  };
}
