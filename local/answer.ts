// A query -> its answer: rows read from the warehouse, keyed by field name, with exact values.
import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { Mistake, Outage } from "../generator/index.ts";
import { cancelQuery } from "./cancel.ts";
import type { Query, QueryColumn } from "./query.ts";
import { answerTrouble } from "./trouble.ts";

/**
 * A value of an answer. A number is a JavaScript number where that holds it exactly, and decimal text where
 * it would lose a digit; averages and medians, which go on for ever, are the nearest JavaScript number.
 */
export type Cell = string | number | boolean | null;

/** Rows with what their columns mean. */
export interface Answer {
  readonly columns: readonly QueryColumn[];
  /** In order, each keyed by full field name. */
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  /** How long the database took, in milliseconds. */
  readonly ms: number;
}

/**
 * Runs a query on a read-only pool.
 * @param signal when it is aborted, the database is told to stop
 * @throws Outage when the database cannot answer (with whether a retry may help), Mistake when it was stopped
 *   by the question itself
 */
export async function answer(pool: pg.Pool, query: Query, signal?: AbortSignal): Promise<Answer> {
  return withSession(pool, signal, (client) => read(client, query));
}

/**
 * Runs several queries that belong to one answer, all on the same state of the tables: what a run publishes
 * in between is seen by none of them.
 * @returns their answers in the same order
 * @throws as `answer`
 */
export async function answerTogether(
  pool: pg.Pool,
  queries: readonly Query[],
  signal?: AbortSignal,
): Promise<readonly Answer[]> {
  const [only, ...more] = queries;
  // One statement sees one state by itself, without the two round trips of a transaction.
  if (only !== undefined && more.length === 0) return [await answer(pool, only, signal)];
  return withSession(pool, signal, async (client, spoil) => {
    const answers: Answer[] = [];
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    try {
      for (const query of queries) {
        signal?.throwIfAborted();
        answers.push(await read(client, query));
      }
      return answers;
    } finally {
      // A connection that stays in this transaction would answer from an old state for ever. What is told is
      // what went wrong first.
      await client.query("ROLLBACK").catch(spoil);
    }
  });
}

/**
 * Takes a session for one piece of work. When the signal is aborted, the query under way is cancelled, and the
 * session is given back only after the database has heard that: the next query on it is never hit.
 * @param work calls `spoil` when the session must not be used again
 * @throws as `answer`
 */
export async function withSession<Result>(
  pool: pg.Pool,
  signal: AbortSignal | undefined,
  work: (client: pg.PoolClient, spoil: () => void) => Promise<Result>,
): Promise<Result> {
  const client = await connect(pool);
  let spoiled = false;
  const spoil = (): void => {
    spoiled = true;
  };
  const under = { ended: false };
  let cancelling: Promise<void> | undefined;
  const cancel = (): void => {
    // A cancel that comes before the query has reached the server is lost, so it is repeated.
    const untilEnded = async (): Promise<void> => {
      while (!under.ended) {
        await cancelQuery(client);
        if (!under.ended) await setTimeout(CANCEL_AGAIN_MS);
      }
    };
    cancelling ??= untilEnded();
  };
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    signal?.throwIfAborted();
    return await work(client, spoil);
  } catch (error) {
    throw answerTrouble(error, signal?.aborted === true);
  } finally {
    signal?.removeEventListener("abort", cancel);
    under.ended = true;
    await cancelling;
    client.release(spoiled);
  }
}

/** How soon a query that still runs is cancelled once more, in milliseconds. */
const CANCEL_AGAIN_MS = 100;

/** The most values one message of Postgres's protocol can bind. */
const MOST_VALUES = 65_535;

async function read(client: pg.PoolClient, query: Query): Promise<Answer> {
  if (query.values.length > MOST_VALUES)
    throw new Mistake(
      `The question compares with ${query.values.length.toLocaleString("en-US")} values; ${MOST_VALUES.toLocaleString("en-US")} is the most. Ask for fewer at a time.`,
    );
  const started = performance.now();
  const result = await client.query<unknown[]>({
    text: query.text,
    values: [...query.values],
    rowMode: "array",
  });
  const rows = result.rows.map((row) =>
    Object.fromEntries(query.columns.map((column, index) => [column.name, cell(row[index], column)])),
  );
  return { columns: query.columns, rows, ms: performance.now() - started };
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw new Outage(
      `The database cannot be reached: ${error instanceof Error ? error.message : String(error)}. Check that it runs; trying again may help.`,
      { retry: true, cause: error },
    );
  }
}

/** What the driver gave -> a cell of its column. */
export function cell(value: unknown, column: QueryColumn): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "number") return value;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (column.type !== "number") return text;
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  return column.exact && !survives(text, number) ? text : number;
}

/** Whether a JavaScript number holds a decimal text with all its digits: 15 always survive (IEEE 754 binary64). */
function survives(text: string, number: number): boolean {
  const shortest = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  const digits = shortest.replace(/[-.]/g, "").replace(/^0+/, "");
  return digits.length <= 15 || (!shortest.includes(".") && Number.isSafeInteger(number));
}
