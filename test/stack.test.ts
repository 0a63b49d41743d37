// The local database as it is made and found again, with real servers: safe, closed, from any package, in any folder.
import { existsSync } from "node:fs";
import { chmod, chown, cp, mkdir, readdir, readFile, realpath, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openStack } from "../local/stack.ts";
import type { Stack } from "../local/stack.ts";
import { passwordFile } from "../local/stack/data.ts";
import { thisMachine } from "../local/stack/machine.ts";
import { readPidFile } from "../local/stack/pidfile.ts";
import {
  ALL_ROWS,
  ask,
  commandLine,
  COUNT_ROWS,
  holder,
  isRoot,
  NOBODY,
  SAVE_ROWS,
  scratch,
  serverOf,
} from "./stack/place.ts";

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
