// The server with Looker's API over the library, and how a test asks it.
import { Client } from "pg";
import type pg from "pg";
import { expect } from "vitest";
import type { z } from "zod";
import { compile } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import { querySchema } from "../local/server/api/query-schema.ts";
import { type OpenServer, openServer } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { dropTables, library, LIBRARY_ROWS } from "./library.ts";

/** The server and what stands behind it. */
export interface LibraryApi {
  readonly stack: Stack;
  readonly pool: pg.Pool;
  readonly server: OpenServer;
  /** What looker.yml says when it is validated. */
  written: string;
  /** @param path below `/api/4.0/`, unless it begins with a slash */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Asks with a body of JSON. */
  post(path: string, body: unknown): Promise<Response>;
  /** Makes a query; {@link query} when none is given. */
  create(body?: object): Promise<z.infer<typeof querySchema>>;
  /** Closes it, and removes its tables. */
  close(): Promise<void>;
}

/** A question of the library. */
export const query = { model: "library", view: "books", fields: ["topics.name", "books.count"] };

const LEDGER = `${library.schema}_hydrate`;

/** Opens it on tables of its own, with one run in the ledger. */
export async function openLibraryApi(): Promise<LibraryApi> {
  const stack = await openTestStack();
  await fillTables(stack.url, library, LIBRARY_ROWS);
  await publishRun(stack.url);
  const pool = openReader(stack.url);
  const server = await openServer({
    model: library,
    pool,
    host: "127.0.0.1",
    port: 0,
    freshness: async () => undefined,
    recompile: async () => compile(api.written, "/somewhere/looker.yml"),
    log: () => {},
  });
  const api: LibraryApi = {
    stack,
    pool,
    server,
    written: "",
    ask: (path, init = {}) => fetch(`${server.url}${path.startsWith("/") ? path : `/api/4.0/${path}`}`, init),
    post: (path, body) =>
      api.ask(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    create: async (body = query) => read(querySchema, await api.post("queries", body)),
    async close() {
      await server.close();
      await pool.end();
      await dropTables(stack.url, library);
      await dropTables(stack.url, { ...library, schema: LEDGER });
      await stack.release();
    },
  };
  return api;
}

/** A ledger with one run in it, as hydrate leaves it. */
async function publishRun(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `CREATE SCHEMA "${LEDGER}"; CREATE TABLE "${LEDGER}".runs (id bigint PRIMARY KEY, state text, period text, started timestamptz, finished timestamptz)`,
    );
    await client.query(
      `INSERT INTO "${LEDGER}".runs VALUES (7, 'published', '2026-10', '2026-11-22T05:00:00Z', '2026-11-22T06:00:00Z')`,
    );
  } finally {
    await client.end();
  }
}

/** The body of a reply that succeeded, held to its schema. Strict: a member that the schema does not have would never be in the description of the API. */
export async function read<Told>(schema: z.ZodType<Told>, response: Response): Promise<Told> {
  expect(response.status).toBe(200);
  return schema.parse(await response.json());
}

/** The status and the message of a refusal in Looker's form. */
export async function refused(response: Response): Promise<readonly [number, string]> {
  const body = (await response.json()) as { message: string; documentation_url: string };
  expect(Object.keys(body).slice(0, 2)).toEqual(["message", "documentation_url"]);
  expect(body.documentation_url).toMatch(
    new RegExp(`^https://cloud.google.com/looker/docs/r/err/4.0/${response.status}/`),
  );
  return [response.status, body.message];
}
