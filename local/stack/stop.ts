// A running server -> none, in order.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Outage } from "../../generator/index.ts";
import { codeOf } from "./code.ts";
import type { Machine } from "./machine.ts";
import { readPidFile } from "./pidfile.ts";
import { identityOf, stillLives } from "./process.ts";
import { LOOK_AGAIN_MS, serves } from "./server.ts";
import type { Server } from "./server.ts";

const run = promisify(execFile);
const PATIENCE_MS = 60_000;

/**
 * Stops the server of the data and waits until it is gone: first in order (sessions are ended, all is
 * written), after a minute at once (nothing is lost; the next start takes longer).
 *
 * @param known the server this process used, for when the data folder was deleted under it
 */
export async function stopServer(data: string, known: Server, machine: Machine): Promise<void> {
  const pid = (await readPidFile(data))?.pid ?? Number.parseInt(known.process, 10);
  const server = await identityOf(pid);
  if (server === undefined || (server !== known.process && !(await serves(pid, data)))) return;
  if (process.platform === "win32") {
    // Windows has no signals that Postgres could catch; its own tool has another way. Not run.
    const tool = join(machine.packageFolder ?? "", "native", "bin", "pg_ctl");
    await run(tool, ["stop", "--mode=fast", `--pgdata=${data}`]);
    return;
  }
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    send(pid, signal);
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(LOOK_AGAIN_MS)) {
      if (!(await stillLives(server))) return;
    }
  }
  throw new Outage(
    `The Postgres server (process ${pid}) does not stop. Its data in ${data} are safe; stop the process yourself.`,
    { retry: false },
  );
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It may have ended by itself meanwhile.
    if (codeOf(error) !== "ESRCH") throw error;
  }
}
