// A query -> its answer: rows read from the warehouse, keyed by field name, with exact values.
import type pg from "pg";
import { Mistake, Outage } from "../generator/index.ts";
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
  return withClient(pool, signal, (client) => read(client, query));
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
  return withClient(pool, signal, async (client, spoil) => {
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

async function withClient<Result>(
  pool: pg.Pool,
  signal: AbortSignal | undefined,
  work: (client: pg.PoolClient, spoil: () => void) => Promise<Result>,
): Promise<Result> {
  const client = await connect(pool);
  let spoiled = false;
  const spoil = (): void => {
    spoiled = true;
  };
  const cancel = (): void => {
    void cancelBackend(pool, client);
  };
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    signal?.throwIfAborted();
    return await work(client, spoil);
  } catch (error) {
    throw answerTrouble(error, signal?.aborted === true);
  } finally {
    signal?.removeEventListener("abort", cancel);
    client.release(spoiled);
  }
}

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

/** pg cannot cancel over the busy connection, so a second one asks the server to. */
async function cancelBackend(pool: pg.Pool, client: pg.PoolClient): Promise<void> {
  const pid: unknown = Reflect.get(client, "processID");
  try {
    await pool.query("SELECT pg_cancel_backend($1)", [pid]);
  } catch {
    // The query then runs into its statement timeout; nobody is waiting for it any more.
  }
}

function cell(value: unknown, column: QueryColumn): Cell {
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
