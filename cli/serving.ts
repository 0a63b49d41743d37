// Runs the fallback server until the user ends it.
import { compileFile, type Model } from "../generator/index.ts";
import { readLedger } from "../hydrate/index.ts";
import type { Access } from "../local/server/access/access.ts";
import { openReader } from "../local/pool.ts";
import { openServer } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { readerLimits } from "./limits.ts";
import { freePort } from "./port.ts";
import { untilStopped } from "./warehouse.ts";

/** How long questions under way may take to finish after Ctrl-C, in milliseconds; a second Ctrl-C does not wait. */
const GRACE_MS = 10_000;

/**
 * @param options.port a port number as typed
 * @param options.file path of the model, for whoever asks the server to check it
 * @param options.environment which of its environments it is served for
 * @param access who is let in
 * @param stop aborted when the user wants to end it
 * @throws Mistake for a port that is none, Outage when it is taken or the database cannot be reached
 */
export async function serveUntilStopped(
  model: Model,
  stack: Stack,
  access: Access,
  options: {
    readonly port: string;
    readonly host: string;
    readonly file: string;
    readonly environment: string | undefined;
  },
  stop: AbortSignal,
): Promise<void> {
  const port = await freePort(options.port, options.host);
  const pool = openReader(stack.url, readerLimits(process.env));
  try {
    const server = await openServer({
      model,
      pool,
      host: options.host,
      port,
      access,
      recompile: () => compileFile(options.file, options.environment),
      logs: process.stdout.isTTY ? "lines" : "json",
      graceMs: GRACE_MS,
      freshness: async () => {
        const head = await readLedger(stack.url, model);
        return head === undefined
          ? undefined
          : { run: String(head.id), period: head.period, at: head.finished };
      },
    });
    try {
      console.log(`\n  ${model.label} is open at ${access.publicUrl?.origin ?? server.url}`);
      for (const line of await access.describe()) console.log(`  ${line}`);
      console.log("  Ctrl-C ends it. After a change of the model, start it again.");
      await untilStopped(stop);
    } finally {
      await server.close();
      await access.audit.flush();
    }
  } finally {
    await pool.end();
  }
}
