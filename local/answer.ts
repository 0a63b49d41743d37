// A query -> its answer: rows read from the warehouse, keyed by field name, with exact values.
import type pg from "pg";
import { Mistake, Outage } from "../generator/index.ts";
import type { Query, QueryColumn } from "./query.ts";

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
  const started = performance.now();
  const client = await connect(pool);
  const cancel = (): void => {
    void cancelBackend(pool, client);
  };
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    signal?.throwIfAborted();
    const result = await client.query<unknown[]>({
      text: query.text,
      values: [...query.values],
      rowMode: "array",
    });
    const rows = result.rows.map((row) =>
      Object.fromEntries(query.columns.map((column, index) => [column.name, cell(row[index], column)])),
    );
    return { columns: query.columns, rows, ms: performance.now() - started };
  } catch (error) {
    throw inWords(error, signal);
  } finally {
    signal?.removeEventListener("abort", cancel);
    client.release();
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw new Outage(
      `The database cannot be reached: ${messageOf(error)}. Check that it runs; trying again may help.`,
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
  const digits = text.replace(/[-.]/g, "").replace(/^0+/, "");
  return digits.length <= 15 || Number.isSafeInteger(number);
}

function inWords(error: unknown, signal: AbortSignal | undefined): Error {
  if (signal?.aborted === true) return new Mistake("The question was cancelled.");
  const code: unknown = Reflect.get(Object(error), "code");
  if (code === "57014") {
    return new Outage(
      "The database stopped the question because it took too long. Narrow it with a filter, or try again: a second run is often faster.",
      { retry: true, cause: error },
    );
  }
  if (code === "42P01" || code === "3F000") {
    return new Outage("The tables are not there yet. Run `viewfinder hydrate` with a drop first.", {
      retry: false,
      cause: error,
    });
  }
  if (code === "42703") {
    return new Outage(
      `The tables in the warehouse do not have the columns the model names: ${messageOf(error)}. Run \`viewfinder hydrate\` with the current model.`,
      { retry: false, cause: error },
    );
  }
  if (typeof code === "string" && /^(08|53|57P|ECONN|EPIPE)/.test(code)) {
    return new Outage(`The database went away: ${messageOf(error)}. Trying again may help.`, {
      retry: true,
      cause: error,
    });
  }
  if (typeof code === "string" && code.startsWith("22")) {
    return new Mistake(`The question cannot be computed over this data: ${messageOf(error)}.`);
  }
  return error instanceof Error ? error : new Error(String(error));
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
