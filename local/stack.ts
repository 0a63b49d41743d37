// A folder, or the user's own DATABASE_URL -> a Postgres that answers, kept running while any process needs it.
import { mkdir, realpath, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Outage } from "../generator/index.ts";
import { adoptServer } from "./stack/adopt.ts";
import { ADMIN, createCluster, readPassword } from "./stack/cluster.ts";
import { codeOf } from "./stack/code.ts";
import { proveGiven, withClient } from "./stack/connect.ts";
import { findData } from "./stack/data.ts";
import { findFooting } from "./stack/footing.ts";
import { holding } from "./stack/lock.ts";
import { thisMachine } from "./stack/machine.ts";
import type { Machine } from "./stack/machine.ts";
import type { Server } from "./stack/server.ts";
import { startServer } from "./stack/start.ts";
import { stopServer } from "./stack/stop.ts";
import { countUsers, register } from "./stack/users.ts";

/** A database this process may use until it releases it. */
export interface Stack {
  /** `postgres://user:password@host:port/database`. Holds a password: never print it. */
  readonly url: string;
  /** Where the data lie; `undefined` when DATABASE_URL was given. */
  readonly folder: string | undefined;
  /** `given`: the user's own database. `started`: by this process. `adopted`: it was running already. */
  readonly how: "given" | "started" | "adopted";
  /**
   * This process needs the database no more; the last process out stops the server. Safe to call twice.
   *
   * @throws Outage when the server does not stop
   */
  release(): Promise<void>;
}

/** What {@link openStack} needs to know. */
export interface StackOptions {
  /** The value of DATABASE_URL; `undefined` or blank for a server of our own. */
  readonly url?: string | undefined;
  /** The user's folder for data, log and bookkeeping, e.g. `.viewfinder`; made when missing. */
  readonly folder: string;
  /** Hears, in whole sentences, what takes time or is unusual. */
  readonly say?: (line: string) => void;
}

/** The user and the database of a server of our own. The user owns the database, and is not the server's administrator. */
const OURS = "viewfinder";
const SIGN_IN_PATIENCE_MS = 5_000;

/**
 * Opens the database: the given one; else the server that runs on the folder already; else a new one.
 * Works for root and for ordinary users, and for several processes at once.
 *
 * The folder holds `postgres` (the data, or a link to them), `postgres.log`, `users` and `lock`. All
 * processes using one folder must see the same process numbers: not from inside and outside a container.
 *
 * @param machine what to assume of the machine; for tests
 * @throws Outage when there is no database to use, with what to do
 */
export async function openStack(options: StackOptions, machine: Machine = thisMachine()): Promise<Stack> {
  const { url, say = () => {} } = options;
  if (url !== undefined && url.trim() !== "") {
    await proveGiven(url.trim());
    return { url: url.trim(), folder: undefined, how: "given", release: async () => {} };
  }
  try {
    const folder = await ownFolder(options.folder);
    return await holding(join(folder, "lock"), say, () => openOwn(folder, machine, say));
  } catch (error) {
    throw inWords(error, options.folder);
  }
}

async function openOwn(folder: string, machine: Machine, say: (line: string) => void): Promise<Stack> {
  const users = join(folder, "users");
  const strikeOut = await register(users);
  let opened: Opened | undefined;
  const leave = async (): Promise<void> => {
    await strikeOut();
    // The user may have deleted the folder under the running server, which then goes too.
    const needed = existsSync(users) && (await countUsers(users)) > 0;
    if (opened !== undefined && !needed) await stopServer(opened.data, opened.server, machine);
  };
  try {
    opened = await findOrStart(folder, machine, say);
    const password = await readPassword(opened.data);
    await furnish(addressOf(ADMIN, password, opened.server, ADMIN));
    let left: Promise<void> | undefined;
    return {
      url: addressOf(OURS, password, opened.server, OURS),
      folder: opened.data,
      how: opened.how,
      release: () => (left ??= existsSync(folder) ? holding(join(folder, "lock"), say, leave) : leave()),
    };
  } catch (error) {
    // Why it did not open is what the user has to hear, whatever cleaning up may say.
    await leave().catch(() => {});
    throw error;
  }
}

/** A server that answers, before the rest of the stack knows of it. */
interface Opened {
  readonly server: Server;
  readonly data: string;
  readonly how: "started" | "adopted";
}

async function findOrStart(folder: string, machine: Machine, say: (line: string) => void): Promise<Opened> {
  const data = await findData(folder);
  if (data !== undefined) {
    const password = await readPassword(data.path);
    const running = await adoptServer(
      data.path,
      (server) => signIn(addressOf(ADMIN, password, server, ADMIN)),
      say,
    );
    if (running !== undefined) return { server: running, data: data.path, how: "adopted" };
  }
  const footing = await findFooting(machine, folder, data, say);
  if (data === undefined) {
    say(`Creating a Postgres ${footing.version} database in ${footing.data}: once, it takes a few seconds.`);
    await createCluster(footing, folder);
  }
  return { server: await startServer(footing, folder, say), data: footing.data, how: "started" };
}

async function signIn(url: string): Promise<void> {
  await withClient(url, SIGN_IN_PATIENCE_MS, (client) => client.query("select 1"));
}

/** Makes our user and our database where they are missing: the first time, or after a first time cut short. */
async function furnish(adminUrl: string): Promise<void> {
  await withClient(adminUrl, SIGN_IN_PATIENCE_MS, async (client) => {
    const user = await client.query("select from pg_roles where rolname = $1", [OURS]);
    if (user.rowCount === 0) {
      // The new user gets the administrator's password in its hashed form: no statement ever holds it.
      await client.query(`do $$ begin
        execute format('create role ${OURS} login password %L',
          (select rolpassword from pg_authid where rolname = current_user));
      end $$`);
    }
    const database = await client.query("select from pg_database where datname = $1", [OURS]);
    if (database.rowCount === 0) await client.query(`create database ${OURS} owner ${OURS}`);
  });
}

function addressOf(user: string, password: string, server: Server, database: string): string {
  // sslmode: a PGSSLMODE set for another database must not count for this one.
  return `postgres://${user}:${password}@127.0.0.1:${server.port}/${database}?sslmode=disable`;
}

/** Makes the folder, out of sight of git, and returns its real path. */
async function ownFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const ignore = join(folder, ".gitignore");
  if (!existsSync(ignore)) await writeFile(ignore, "*\n");
  return realpath(folder);
}

/** What the file system refuses, in words; anything else is passed on. */
function inWords(error: unknown, folder: string): unknown {
  switch (codeOf(error)) {
    case "EACCES":
    case "EPERM":
      return new Outage(
        `${folder} may not be made or written to by this user. If it was made by root or another user, run the command ` +
          "as that user, or choose another folder, or have it deleted.",
        { retry: false, cause: error },
      );
    case "EROFS":
      return new Outage(`${folder} is on a disk that may only be read. Choose another folder.`, {
        retry: false,
        cause: error,
      });
    case "ENOSPC":
    case "EDQUOT":
      return new Outage(
        `The disk holding ${folder} is full. Free some space, then run the same command again.`,
        {
          retry: false,
          cause: error,
        },
      );
    case "EEXIST":
    case "ENOTDIR":
      return new Outage(`${folder} cannot be a folder: a file is in the way. Choose another folder.`, {
        retry: false,
        cause: error,
      });
    case undefined:
    default:
      return error;
  }
}
