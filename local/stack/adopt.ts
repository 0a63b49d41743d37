// A data folder -> the server that serves it already, if one does.
import { setTimeout as delay } from "node:timers/promises";
import { Outage } from "../../generator/index.ts";
import { codeOf } from "./code.ts";
import { disarmPidFile, readPidFile } from "./pidfile.ts";
import { identityOf } from "./process.ts";
import { LOOK_AGAIN_MS, serves } from "./server.ts";
import type { Server } from "./server.ts";

const PATIENCE_MS = 60_000;

/**
 * Finds the server that serves the data already: ours, one left behind by a killed process, or one that
 * is just starting or stopping.
 *
 * @param signIn connects with the data's own password, which proves whose server it is; throws when it cannot
 * @returns `undefined` when nothing serves the data, and a new server may be started
 * @throws Outage when a server holds the data but does not let us in
 */
export async function adoptServer(
  data: string,
  signIn: (server: Server) => Promise<void>,
  say: (line: string) => void,
): Promise<Server | undefined> {
  let refusal: unknown;
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(LOOK_AGAIN_MS)) {
    const file = await readPidFile(data);
    if (file === undefined) return undefined;
    const identity = await identityOf(file.pid);
    if (identity === undefined) {
      await disarmPidFile(data);
      return undefined;
    }
    if (file.ready) {
      try {
        const server = { port: file.port, process: identity };
        await signIn(server);
        return server;
      } catch (error) {
        refusal = error;
      }
    }
    if (!(await serves(file.pid, data))) {
      say("The last server was not stopped in order, and its process number belongs to another program now.");
      await disarmPidFile(data);
      return undefined;
    }
    if (isLasting(refusal)) break;
  }
  const pid = (await readPidFile(data))?.pid;
  throw new Outage(
    `A Postgres server (process ${pid}) holds the data in ${data}, but lets nobody in: ${
      refusal instanceof Error ? refusal.message : "it is not ready"
    }. Stop that process, then run the same command again.`,
    { retry: true, cause: refusal },
  );
}

/** Refused for who we are (class 28); all else passes: it starts, stops, is full, or slow. */
function isLasting(error: unknown): boolean {
  return codeOf(error)?.startsWith("28") === true;
}
