// Folders and processes with a stack of their own, gone with the test that asked for them.
import { execFile, spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { chmod, lstat, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import { expect, onTestFinished } from "vitest";
import { Outage } from "../../generator/index.ts";
import { openStack } from "../../local/stack.ts";
import type { Stack } from "../../local/stack.ts";
import { readPidFile } from "../../local/stack/pidfile.ts";
import { identityOf } from "../../local/stack/process.ts";
import { built } from "../built.ts";

/** Whether these tests run as root. */
export const isRoot = process.getuid?.() === 0;
/** The number of the user called nobody. */
export const NOBODY = 65534;

/** Makes a table with rows to keep. */
export const SAVE_ROWS = "create table kept (n int); insert into kept select generate_series(1, 100)";
/** Counts them. */
export const COUNT_ROWS = "select count(*)::int as rows from kept";
/** What counting gives when all are there. */
export const ALL_ROWS = [{ rows: 100 }];

/** A new folder with a name that is hard on quoting; closed to other users, as a home often is. */
export async function scratch(mode = 0o700): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "viewfinder é ü "));
  await chmod(folder, mode);
  onTestFinished(() => clear(folder));
  return folder;
}

async function clear(folder: string): Promise<void> {
  const server = await readPidFile(join(folder, ".viewfinder", "postgres"));
  if (server !== undefined && (await commandLine(server.pid)).includes(folder)) {
    process.kill(server.pid, "SIGQUIT");
    while ((await identityOf(server.pid)) !== undefined) await delay(20);
  }
  await rm(folder, { recursive: true, force: true });
}

/** A stack that was opened and released once. Making one takes its time; a copy does not. */
export interface Template {
  /** A folder with a copy of it, gone with the test. */
  copy(): Promise<string>;
  remove(): Promise<void>;
}

/** Makes one for all tests of a file. */
export async function makeTemplate(): Promise<Template> {
  const place = await mkdtemp(join(tmpdir(), "viewfinder-stack-"));
  const from = join(place, ".viewfinder");
  await (await openStack({ folder: from })).release();
  return {
    async copy() {
      const folder = join(await scratch(), ".viewfinder");
      // Data that had to be kept elsewhere have their address in the folder, and no two folders may share them.
      if ((await lstat(join(from, "postgres"))).isDirectory())
        await promisify(execFile)("cp", ["-a", from, folder]);
      return folder;
    },
    remove: () => rm(place, { recursive: true, force: true }),
  };
}

/** The words a process was started with, or nothing when there is none. */
export async function commandLine(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
}

/** The rows of a query, over a session of its own. */
export async function ask<T extends object>(url: string, text: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Which process serves a stack. */
export async function serverOf(stack: Stack): Promise<string> {
  const identity = await identityOf((await readPidFile(stack.folder ?? ""))?.pid ?? 0);
  return identity ?? "no server";
}

/** Another process that has opened a stack. */
export interface Holder {
  readonly child: ChildProcessWithoutNullStreams;
  readonly url: string;
  readonly how: string;
  readonly folder: string;
  /** Lets it release the stack and waits for its end. */
  release(): Promise<void>;
}

/** Another process that opens the stack of a folder and holds on to it, in a process group of its own. */
export async function holder(folder: string, ...more: readonly string[]): Promise<Holder> {
  const program = await built("test/stack/holder.ts");
  const child = spawn(process.execPath, [program, folder, ...more], { detached: true });
  onTestFinished(() => void child.kill("SIGKILL"));
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

/** What is refused, with its words. */
export async function refusal(promise: Promise<unknown>): Promise<Outage> {
  const error: unknown = await promise.then(
    () => "nothing was refused",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Outage);
  return error as Outage;
}
