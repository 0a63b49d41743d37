// What a server stands on -> a new server that answers.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { open, readFile, rename } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Outage } from "../../generator/index.ts";
import { commandAs } from "./account.ts";
import { codeOf } from "./code.ts";
import type { Footing } from "./footing.ts";
import { readPidFile } from "./pidfile.ts";
import { identityOf } from "./process.ts";
import { LOOK_AGAIN_MS } from "./server.ts";
import type { Server } from "./server.ts";
import { startFailure } from "./trouble.ts";

const PATIENCE_MS = 300_000;
const SAY_SO_AFTER_MS = 5_000;

/**
 * Starts a server on the data, on a free port of this machine only, in a session of its own: Ctrl-C in
 * the terminal does not reach it.
 *
 * @param folder the user's folder: what the server says goes to `postgres.log` in it, and what the last one
 *   said is kept as `postgres.log.old`
 * @throws Outage when it does not start
 */
export async function startServer(
  footing: Footing,
  folder: string,
  say: (line: string) => void,
): Promise<Server> {
  const log = join(folder, "postgres.log");
  await rename(log, `${log}.old`).catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") throw error;
  });
  for (let attempt = 1; ; attempt += 1) {
    const server = await launch(footing, await freePort(), log, say);
    if (server !== undefined) return server;
    const said = await readFile(log, "utf8");
    // Somebody else took the port in between, or the children of a killed server are still going.
    const passing = /could not bind|Address already in use|pre-existing shared memory block/.test(said);
    if (!passing || attempt === 10) {
      throw startFailure("Postgres could not start", said, { data: footing.data, folder, log });
    }
    await delay(100 * attempt);
  }
}

async function launch(
  footing: Footing,
  port: number,
  log: string,
  say: (line: string) => void,
): Promise<Server | undefined> {
  const words = ["-D", footing.data, ...settings(port)];
  const { file, args, options } = commandAs(footing.account, join(footing.bin, "postgres"), words);
  const output = await open(log, "w", 0o600);
  try {
    const child = spawn(file, args, { ...options, detached: true, stdio: ["ignore", output.fd, output.fd] });
    return await answering(child, footing.data, say);
  } finally {
    await output.close();
  }
}

/** Waits until the new server answers; `undefined` when it ended instead. */
async function answering(
  child: ChildProcess,
  data: string,
  say: (line: string) => void,
): Promise<Server | undefined> {
  const ended = new Promise<"ended">((resolve, reject) => {
    child.once("exit", () => resolve("ended"));
    child.once("error", reject);
  });
  const begun = Date.now();
  let said = false;
  while (Date.now() < begun + PATIENCE_MS) {
    if ((await Promise.race([ended, delay(LOOK_AGAIN_MS)])) === "ended") return undefined;
    const file = await readPidFile(data);
    if (file?.ready === true && file.pid === child.pid) {
      const identity = await identityOf(file.pid);
      child.unref();
      if (identity !== undefined) return { port: file.port, process: identity };
    }
    if (!said && Date.now() > begun + SAY_SO_AFTER_MS) {
      said = true;
      say("Postgres is still starting: after an unclean stop it first puts its data in order.");
    }
  }
  child.kill("SIGINT");
  await ended;
  throw new Outage(
    `Postgres was still not ready after ${PATIENCE_MS / 60_000} minutes and was stopped. ` +
      "Run the same command again when the machine is less busy.",
    { retry: true },
  );
}

/**
 * How the server runs, whatever its own files say: reachable from this machine only, sparing with memory,
 * and the same answer to the same question (no parallel workers, whose sums of floating point numbers
 * depend on who finishes first). Writing through to the disk stays on: a lost row is worse than a second.
 */
function settings(port: number): string[] {
  return Object.entries({
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "50",
    // A drop of a thousand sources changes thousands of tables and indexes in one transaction.
    max_locks_per_transaction: "1024",
    shared_buffers: "64MB",
    work_mem: "16MB",
    maintenance_work_mem: "64MB",
    max_wal_size: "256MB",
    // No replica reads along, so bulk loads need not be written twice.
    wal_level: "minimal",
    max_wal_senders: "0",
    max_parallel_workers_per_gather: "0",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** A TCP port of 127.0.0.1 that is free now, chosen by the system. */
async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
