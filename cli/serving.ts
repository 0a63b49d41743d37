// Runs the fallback server until the user ends it.
import { Mistake, type Model } from "../generator/index.ts";
import { readLedger } from "../hydrate/index.ts";
import { openReader } from "../local/pool.ts";
import { openServer } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { untilStopped } from "./warehouse.ts";

/**
 * @param options.port a port number as typed
 * @param stop aborted when the user wants to end it
 * @throws Mistake for a port that is none or is taken, Outage when the database cannot be reached
 */
export async function serveUntilStopped(
  model: Model,
  stack: Stack,
  options: { readonly port: string; readonly host: string },
  stop: AbortSignal,
): Promise<void> {
  const port = Number(options.port);
  if (!/^\d+$/.test(options.port) || port > 65_535)
    throw new Mistake(`--port ${options.port} is not a port; write a number from 0 to 65535.`);
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
      console.log("  Ctrl-C ends it.");
      await untilStopped(stop);
    } finally {
      await server.close();
    }
  } finally {
    await pool.end();
  }
}
