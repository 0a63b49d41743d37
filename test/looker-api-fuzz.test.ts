// A few hundred requests that nobody should send; `tsx test/fuzz-looker-api.ts` sends as many thousands as are wanted.
import * as fc from "fast-check";
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openReader } from "../local/pool.ts";
import { makeServer } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { dropTables, library, LIBRARY_ROWS } from "./library.ts";
import { CANARY, madeRequest, troubleWith } from "./looker-requests.ts";
import { listenToSql } from "./sql-listener.ts";

let stack: Stack;
let pool: pg.Pool;
let app: FastifyInstance;
let heard: readonly string[];

beforeAll(async () => {
  stack = await openTestStack();
  await fillTables(stack.url, library, LIBRARY_ROWS);
  pool = openReader(stack.url);
  heard = listenToSql(pool);
  app = await makeServer({
    model: library,
    pool,
    host: "127.0.0.1",
    freshness: async () => undefined,
    log: () => {},
  });
});

afterAll(async () => {
  await app.close();
  await pool.end();
  await dropTables(stack.url, library);
  await stack.release();
});

test("no request makes a status from 500 up, a stack, or SQL of its own", async () => {
  await fc.assert(
    fc.asyncProperty(madeRequest, async (request) => {
      expect(await troubleWith(app, request)).toBeUndefined();
    }),
    { numRuns: 500, seed: 6, endOnFailure: true },
  );
  expect(heard.length).toBeGreaterThan(20);
  expect(heard.filter((text) => text.includes(CANARY))).toEqual([]);
});

test("a client's text reaches the database as a value, and comes back in no SQL", async () => {
  const body = {
    model: "library",
    view: "books",
    fields: ["books.title"],
    filters: { "books.title": `${CANARY}'); DROP TABLE books; --` },
  };
  for (const format of ["json", "sql"]) {
    const response = await app.inject({
      method: "POST",
      url: `/api/4.0/queries/run/${format}`,
      headers: { host: "127.0.0.1" },
      payload: body,
    });
    expect(response.statusCode).toBe(200);
    const statements = response.body.split("\n").filter((line) => !line.startsWith("--"));
    expect(statements.join("\n")).not.toContain(CANARY);
  }
  expect(heard.some((text) => text.includes("books.title"))).toBe(true);
  expect(heard.filter((text) => text.includes(CANARY))).toEqual([]);
});
