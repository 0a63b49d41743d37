// An address -> one open session of a database that speaks Postgres's protocol: statements, and transactions.
import { Client } from "pg";
import type { Address } from "./address.ts";
import { inWords, isConflict, isLost } from "./trouble.ts";
import { CommitUnknown, type Warehouse } from "./warehouse.ts";

const CONNECT_PATIENCE_MS = 15_000;
/** How often a transaction is tried when others change the same rows at the same moment. */
const MOST_TRIES = 4;

/** One connection. Everything it throws that is not our bug is an Outage in words. */
export interface Session {
  /** The driver's own, for what only one warehouse does. Wrap its promises in `told`. */
  readonly client: Client;
  readonly query: Warehouse["query"];
  readonly transaction: Warehouse["transaction"];
  /** Runs something, and says its errors in words. */
  readonly told: <T>(work: () => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/**
 * @param application what others are told who have to wait for this session
 * @throws Outage when the database cannot be reached or used
 */
export async function openSession(address: Address, application: string): Promise<Session> {
  const client = new Client({
    connectionString: address.connectionString,
    application_name: application,
    connectionTimeoutMillis: CONNECT_PATIENCE_MS,
    // Firewalls forget a connection that is silent during a long statement.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  const told: Session["told"] = async (work) => {
    try {
      return await work();
    } catch (error) {
      throw inWords(error, address);
    }
  };
  const query: Session["query"] = (sql, values = []) =>
    told(async () => {
      const result = await client.query(sql, [...values]);
      return { rows: result.rows, count: result.rowCount ?? 0 };
    });
  // A connection lost between two statements also fails the next one; as an event it would end the process.
  client.on("error", () => {});
  await told(() => client.connect());
  // A transaction inside another one is part of it: the outer one ends it.
  let open = false;
  const joined: Session["transaction"] = async (work) => {
    if (open) return work();
    open = true;
    try {
      return await transaction(client, address, work);
    } finally {
      open = false;
    }
  };
  return {
    client,
    query,
    told,
    transaction: joined,
    close: () => client.end().catch(() => {}),
  };
}

async function transaction<T>(client: Client, address: Address, work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await once(client, address, work);
    } catch (error) {
      if (tried === MOST_TRIES || !isConflict(error)) throw inWords(error, address);
    }
  }
}

async function once<T>(client: Client, address: Address, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // When the connection is gone the server undoes it all by itself.
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
  try {
    await client.query("COMMIT");
  } catch (error) {
    if (!isLost(error)) {
      await client.query("ROLLBACK").catch(() => {});
      throw error;
    }
    throw new CommitUnknown(
      `The connection to the database at ${address.place} was lost while the drop was being published (${(error as Error).message}). Whether it is published, the ledger knows. Run the same command again: what was published stays, and is not loaded twice.`,
      { retry: true, cause: error },
    );
  }
  return result;
}
