// Thousands of requests to Looker's API that nobody should send: `tsx test/fuzz-looker-api.ts --requests 10000 --seed 7`.
import { parseArgs } from "node:util";
import * as fc from "fast-check";
import { openReader } from "../local/pool.ts";
import { makeServer } from "../local/server/server.ts";
import { fillTables, openTestStack } from "./database.ts";
import { dropTables, library, LIBRARY_ROWS } from "./library.ts";
import { CANARY, madeRequest, troubleWith } from "./looker-requests.ts";
import { listenToSql } from "./sql-listener.ts";

const { values } = parseArgs({ options: { requests: { type: "string" }, seed: { type: "string" } } });
const numRuns = Number(values.requests ?? 10_000);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

const stack = await openTestStack();
await fillTables(stack.url, library, LIBRARY_ROWS);
const pool = openReader(stack.url);
const heard = listenToSql(pool);
const app = await makeServer({
  model: library,
  pool,
  host: "127.0.0.1",
  freshness: async () => undefined,
  log: () => {},
});
try {
  const began = performance.now();
  const result = await fc.check(
    fc.asyncProperty(madeRequest, async (request) => {
      const trouble = await troubleWith(app, request);
      if (trouble !== undefined) throw new Error(trouble);
      const leaked = heard.find((text) => text.includes(CANARY));
      if (leaked !== undefined) throw new Error(`text of the client's in SQL: ${leaked}`);
    }),
    { numRuns, seed },
  );
  console.log(
    result.failed
      ? fc.defaultReportMessage(result)
      : `${result.numRuns} requests (seed ${seed}) in ${Math.round((performance.now() - began) / 1000)} s: no status from 500 up, no stack, ${heard.length} statements of SQL and none with the client's text in it.`,
  );
  process.exitCode = result.failed ? 1 : 0;
} finally {
  await app.close();
  await pool.end();
  await dropTables(stack.url, library);
  await stack.release();
}
