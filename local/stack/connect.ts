// A connection string -> one proven connection, or the reason in words that hold no password.
import { Client } from "pg";
import { Mistake, Outage } from "../../generator/index.ts";
import { codeOf } from "./code.ts";

/**
 * Connects, does `work` and disconnects.
 *
 * @param url `postgres://…`
 * @param patienceMs how long connecting may take
 * @throws whatever connecting or the work throws, unchanged
 */
export async function withClient<T>(
  url: string,
  patienceMs: number,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patienceMs });
  // A connection lost between two queries also fails the next query; as an event it would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

const GIVEN_PATIENCE_MS = 10_000;
/** What Postgres calls it, and what it was called before Postgres 8.1. */
const UTF8: readonly string[] = ["UTF8", "UNICODE"];
const EXAMPLE = "postgres://user:password@host:5432/database";

/**
 * Proves that the user's own database can be used.
 *
 * @param url the value of DATABASE_URL
 * @throws Outage when it cannot; neither its message nor its cause holds the password
 * @throws Mistake when its encoding is another than UTF8: a text filter would compare other bytes than it says
 */
export async function proveGiven(url: string): Promise<void> {
  const target = targetOf(url);
  let encoding: string | undefined;
  try {
    const said = await withClient(url, GIVEN_PATIENCE_MS, (client) =>
      client.query<{ server_encoding: string }>("show server_encoding"),
    );
    encoding = said.rows[0]?.server_encoding;
  } catch (error) {
    const { words, retry } = reasonOf(error, target);
    throw new Outage(`DATABASE_URL: ${words}`, { retry, cause: error });
  }
  if (encoding === undefined || !UTF8.includes(encoding))
    throw new Mistake(
      `DATABASE_URL: the database ${target.database} at ${target.place} keeps text in ${encoding}, and would answer text filters wrongly. Make one in UTF8 (CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'), and name that.`,
    );
}

interface Target {
  readonly place: string;
  readonly user: string;
  readonly database: string;
}

function targetOf(url: string): Target {
  try {
    if (!/^(?:postgres|postgresql|socket):/.test(url)) throw new TypeError("no scheme");
    const { host, port, user, database } = new Client({ connectionString: url });
    return {
      place: host.startsWith("/") ? host : `${host}:${port}`,
      user: user ?? "",
      database: database ?? "",
    };
  } catch {
    // No cause: the error of a URL that cannot be read holds the whole URL.
    throw new Outage(`DATABASE_URL is not a connection string. One looks like ${EXAMPLE}.`, { retry: false });
  }
}

/** Codes of Node's sockets and of Postgres (appendix A of its manual). */
function reasonOf(error: unknown, target: Target): { readonly words: string; readonly retry: boolean } {
  const { place, user, database } = target;
  switch (codeOf(error)) {
    case "ECONNREFUSED":
    case "ENOENT":
      return {
        words: `nothing answers at ${place}. Check that the database runs and the address is right.`,
        retry: true,
      };
    case "ENOTFOUND":
      return { words: `no machine of this name is known: ${place}. Check the spelling.`, retry: false };
    case "EAI_AGAIN":
      return { words: `the name in ${place} could not be looked up. Check the network.`, retry: true };
    case "28P01":
    case "28000":
      return {
        words: `the database at ${place} refuses the user ${user}. Check name and password.`,
        retry: false,
      };
    case "3D000":
      return {
        words: `the server at ${place} has no database called ${database}. Create it, or name another.`,
        retry: false,
      };
    case "53300":
      return { words: `the server at ${place} has no free connection. Try again later.`, retry: true };
    case "57P03":
      return { words: `the server at ${place} is starting or stopping. Try again in a moment.`, retry: true };
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return { words: `no way to ${place}. Check the address, the network and the firewall.`, retry: true };
    case undefined:
    default: {
      const said = error instanceof Error ? error.message : String(error);
      if (said.includes("timeout")) {
        return {
          words: `${place} did not answer within ${GIVEN_PATIENCE_MS / 1000} seconds. Check the address.`,
          retry: true,
        };
      }
      return { words: `no connection to ${place}: ${said}`, retry: true };
    }
  }
}
