// Runs the fallback server until the user ends it.
import type { Model } from "../generator/index.ts";
import { readLedger } from "../hydrate/index.ts";
import { openReader } from "../local/pool.ts";
import { openServer } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { freePort } from "./port.ts";
import { untilStopped } from "./warehouse.ts";

/**
 * @param options.port a port number as typed
 * @param stop aborted when the user wants to end it
 * @throws Mistake for a port that is none, Outage when it is taken or the database cannot be reached
 */
export async function serveUntilStopped(
  model: Model,
  stack: Stack,
  options: { readonly port: string; readonly host: string },
  stop: AbortSignal,
): Promise<void> {
  const port = await freePort(options.port, options.host);
  const pool = openReader(stack.url);
  try {
    const server = await openServer({
      model,
      pool,
      host: options.host,
      port,
      freshness: async () => {
        const head = await readLedger(stack.url, model);
        return head === undefined
          ? undefined
          : { run: String(head.id), period: head.period, at: head.finished };
      },
    });
    try {
      console.log(`\n  ${model.label} is open at ${server.url}`);
      console.log("  Ctrl-C ends it. After a change of the model, start it again.");
      await untilStopped(stop);
    } finally {
      await server.close();
    }
  } finally {
    await pool.end();
  }
}
