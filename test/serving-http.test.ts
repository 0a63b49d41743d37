// What stands around answers over HTTP: metrics, readiness, values, lineage, agents, a full queue, and a database that dies and comes back.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client as McpClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  dictionary,
  jsonValue,
  oneof,
  string,
  tuple,
} from "fast-check";
import { Client } from "pg";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openReader } from "../local/pool.ts";
import { type OpenServer, openServer } from "../local/server/server.ts";
import { fold } from "../local/server/suggest/fold.ts";
import { openList } from "../local/server/suggest/list.ts";
import { openStack, type Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { AWKWARD, countWaiting, dropTables, holdBooks, library, LIBRARY_ROWS } from "./library.ts";

const LEDGER = `"${library.schema}_hydrate"`;
let stack: Stack;
let pool: pg.Pool;
let server: OpenServer;
const said: string[] = [];

async function execute(text: string): Promise<void> {
  const client = new Client({ connectionString: stack.url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  stack = await openTestStack();
  await fillTables(stack.url, library, LIBRARY_ROWS);
  await execute(
    `CREATE SCHEMA ${LEDGER};
     CREATE TABLE ${LEDGER}.runs (id bigint PRIMARY KEY, drop_name text, period text, state text, started timestamptz, finished timestamptz);
     CREATE TABLE ${LEDGER}.files (run bigint, number bigint, name text, source text, sha256 text, records_read bigint);
     CREATE TABLE ${LEDGER}.lineage_books (id bigint, _run bigint);
     INSERT INTO ${LEDGER}.runs VALUES (1, 'october', '2026-10', 'published', '2026-11-01', '2026-11-01 06:00+00');
     INSERT INTO ${LEDGER}.files VALUES (1, 1, 'catalogue-1.csv', 'catalogue', 'abc', 5);
     INSERT INTO ${LEDGER}.lineage_books VALUES (1, 1)`,
  );
  pool = openReader(stack.url, { size: 4 });
  server = await openServer({
    model: library,
    pool,
    host: "127.0.0.1",
    port: 0,
    freshness: async () => undefined,
    logs: "lines",
    limits: { questions: 1, waiting: 1 },
    log: (line) => void said.push(line),
  });
});

afterAll(async () => {
  await server.close();
  await pool.end();
  await dropTables(stack.url, library);
  await execute(`DROP SCHEMA IF EXISTS ${LEDGER} CASCADE`);
  await stack.release();
});

function ask(body: object, url = server.url): Promise<Response> {
  return fetch(`${url}/api/4.0/queries/run/json`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "library", view: "books", fields: ["books.count"], ...body }),
  });
}

async function get(path: string): Promise<unknown> {
  const response = await fetch(`${server.url}${path}`);
  expect(response.status).toBe(200);
  return response.json();
}

describe("around answers", () => {
  test("a full queue is 429 with when to come again; everything else is answered", async () => {
    const letGo = await holdBooks(stack.url);
    try {
      const first = ask({ limit: 1 });
      await expect.poll(() => countWaiting(stack.url)).toBe(1);
      const second = ask({ limit: 2 });
      await expect.poll(metrics).toMatch(/^viewfinder_questions_waiting 1$/m);
      const third = await ask({ limit: 3 });
      expect([third.status, third.headers.get("retry-after")]).toEqual([429, "2"]);
      expect(await third.json()).toMatchObject({
        message: "As many questions wait for the database as may, which is 1. Try again in 2 seconds.",
      });
      await letGo();
      expect([(await first).status, (await second).status]).toEqual([200, 200]);
    } finally {
      await letGo();
    }
  });

  async function metrics(): Promise<string> {
    const response = await fetch(`${server.url}/metrics`);
    expect(response.headers.get("content-type")).toMatch(/^application\/openmetrics-text/);
    return response.text();
  }

  test("metrics count what was asked, and name nobody and no value", async () => {
    await ask({ filters: { "books.title": "Stars" } });
    await ask({ filters: { "books.title": "Stars" } });
    await ask({ fields: ["books.nothing"] });
    const text = await metrics();
    expect(text).toMatch(/^viewfinder_questions_total\{outcome="kept"\} [1-9]/m);
    expect(text).toMatch(/^viewfinder_questions_total\{outcome="busy"\} 1$/m);
    expect(text).toMatch(
      /^viewfinder_requests_total\{method="POST",route="\/api\/4\.0\/queries\/run\/:result_format",status="200"\} \d/m,
    );
    expect(text).toMatch(/^viewfinder_question_seconds_bucket\{le="0\.1"\} \d/m);
    expect(text).toMatch(/^viewfinder_sessions \d/m);
    expect(text.endsWith("# EOF\n")).toBe(true);
    expect(text).not.toMatch(/Stars|books|anyone/i);
    expect(
      said.some((line) => / asked books for books\.count: 1 row in \d+ ms, kept from before$/.test(line)),
    ).toBe(true);
  });

  test("readiness is that of the database", async () => {
    const ready = await fetch(`${server.url}/ready`);
    expect([ready.status, await ready.text()]).toEqual([200, "ready\n"]);
  });

  test("values come with counts from memory, anew with each run", async () => {
    const all = (await get("/values/library/books/topics.name")) as { values: unknown };
    expect(all).toEqual({
      values: [
        { value: "Maths", count: 2 },
        { value: "Space", count: 2 },
        { value: AWKWARD.topic, count: 1 },
      ],
      matched: 3,
      total: 3,
      truncated: false,
      published: { run: "1", period: "2026-10", at: "2026-11-01T06:00:00.000Z" },
    });
    expect(await get("/values/library/books/books.title?q=ELAN&limit=1")).toMatchObject({
      values: [{ value: "Élan", count: 1 }],
      matched: 1,
      total: 5,
    });
    await execute(
      `INSERT INTO "${library.schema}".topics VALUES (9, 'Ästhetik'); INSERT INTO ${LEDGER}.runs VALUES (2, 'november', NULL, 'published', now(), now())`,
    );
    expect(await get("/values/library/books/topics.name?q=asthet")).toMatchObject({
      values: [{ value: "Ästhetik", count: 0 }],
      total: 4,
    });
    expect(
      await get("/api/4.0/models/library/views/books/fields/topics.name/suggestions?term=asthetik"),
    ).toMatchObject({ suggestions: ["Ästhetik"], from_cache: true, hit_limit: false });
    expect((await fetch(`${server.url}/values/library/books/topics.nothing`)).status).toBe(404);
    expect((await fetch(`${server.url}/values/library/books/topics.name?query=x`)).status).toBe(400);
  });

  test("a field leads to its columns, and they to sources, drops and files", async () => {
    expect(await get("/lineage/library/books/books.average_price")).toMatchObject({
      field: "books.average_price",
      table: `${library.schema}.books`,
      columns: [{ column: "price", type: "decimal", from: [{ source: "catalogue", path: "price" }] }],
      drops: [
        {
          drop: "october",
          run: "1",
          period: "2026-10",
          files: [{ name: "catalogue-1.csv", source: "catalogue", sha256: "abc", records: 5 }],
        },
      ],
    });
    expect(await get("/lineage/library/books/topics.name")).toMatchObject({
      columns: [{ column: "name", from: [{ source: "catalogue", path: "topics[].name" }] }],
      drops: null,
    });
  });
});

test("an agent finds fields and values, asks, and is told in words what it got wrong", async () => {
  const client = new McpClient({ name: "test", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)));
  try {
    const { tools } = await client.listTools();
    expect(tools.map((tool) => [tool.name, tool.annotations?.readOnlyHint])).toEqual([
      ["list_models", true],
      ["list_fields", true],
      ["suggest_values", true],
      ["ask", true],
      ["explain_sql", true],
    ]);
    const call = async (name: string, given: Record<string, unknown> = {}): Promise<string> => {
      const { content, isError } = await client.callTool({ name, arguments: given });
      const [first] = content as { text: string }[];
      return `${isError === true ? "error: " : ""}${first?.text ?? ""}`;
    };
    expect(JSON.parse(await call("list_models"))).toMatchObject({
      model: "library",
      explores: [{ name: "books" }],
    });
    const fields = JSON.parse(await call("list_fields", { explore: "books" })) as {
      measures: { name: string }[];
    };
    expect(fields.measures.map((one) => one.name)).toContain("books.average_price");
    expect(
      JSON.parse(await call("suggest_values", { explore: "books", field: "topics.name", term: "spa" })),
    ).toMatchObject({
      values: [{ value: "Space", count: 2 }],
    });
    const question = {
      view: "books",
      fields: ["topics.name", "books.average_price"],
      filters: { "topics.name": "Maths" },
    };
    expect(JSON.parse(await call("ask", question))).toMatchObject({
      rows: [{ "topics.name": "Maths", "books.average_price": 15 }],
      may_be_cut_off: false,
      coverage: { measures: [{ matching: 2, known: 2 }] },
      published: { run: expect.stringMatching(/^[12]$/) },
    });
    expect(await call("explain_sql", question)).toMatch(/^SELECT\n[\s\S]+-- \$1 = "Maths"\n$/);
    expect(await call("ask", { view: "books", fields: ["books.titel"] })).toBe(
      "error: There is no field books.titel in explore books; did you mean `books.title`?",
    );
  } finally {
    await client.close();
  }
});

test("whatever an address or an agent says, it is answered in words and never by accident", async () => {
  said.length = 0;
  const odd = oneof(
    constantFrom(
      "books.count",
      "books.title",
      "topics.name",
      "library",
      "books",
      "",
      "-1",
      "1e9",
      "answer",
      "rows",
    ),
    constantFrom(
      "'; DROP TABLE books; --",
      "%",
      "__proto__",
      "constructor",
      "\u0000",
      "a".repeat(600),
      "[]",
      "{{x}}",
    ),
    string({ unit: "binary", maxLength: 30 }),
  );
  const name = constantFrom(
    "fields",
    "sorts",
    "limit",
    "pivots",
    "f[books.title]",
    "f[x]",
    "scope",
    "sep",
    "bom",
    "q",
    "header",
    "filter_expression",
    "query_timezone",
    "column_limit",
    "row_total",
  );
  const path = oneof(
    constantFrom(
      "/download/library/books.csv",
      "/download/library/books.parquet",
      "/download/library/books/count",
    ),
    constantFrom("/values/library/books/topics.name", "/lineage/library/books/books.title", "/ready"),
    tuple(constantFrom("download", "values", "lineage"), odd, odd).map(
      (parts) => `/${parts.map(encodeWhole).join("/")}`,
    ),
  );
  await assert(
    asyncProperty(path, array(tuple(oneof(name, odd), odd), { maxLength: 4 }), async (where, pairs) => {
      const query = pairs.map((pair) => pair.map(encodeWhole).join("=")).join("&");
      const response = await fetch(`${server.url}${where}?${query}`);
      const text = await response.text();
      expect([response.status < 500, text]).toEqual([true, expect.not.stringMatching(/\bat .*\.[jt]s:\d/)]);
    }),
    { numRuns: 150 },
  );
  await assert(
    asyncProperty(
      constantFrom("ask", "explain_sql", "list_fields", "suggest_values", "nothing"),
      dictionary(oneof(name, odd), oneof(odd, array(odd), jsonValue())),
      async (tool, given) => {
        const body = {
          jsonrpc: "2.0",
          id: 1,
          method: "tools/call",
          params: { name: tool, arguments: given },
        };
        const response = await fetch(`${server.url}/mcp`, {
          method: "POST",
          headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
          body: JSON.stringify(body),
        });
        expect(response.status).toBeLessThan(500);
        expect(await response.text()).not.toMatch(/inside Viewfinder|\bat .*\.[jt]s:\d/);
      },
    ),
    { numRuns: 75 },
  );
  expect(said.filter((line) => line.startsWith("request"))).toEqual([]);
});

/** Lone halves of characters cannot stand in an address. */
function encodeWhole(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

describe("a list of values", () => {
  const list = openList(
    ["Warner Bros.", "Warner Bros. Animation", "Time Warner", "Swarner", "Ärzte", "ﬁlm"].map(
      (value, index) => ({
        value,
        count: index,
      }),
    ),
  );
  const found = (term: string): readonly string[] => list.search(term, 50).values.map((one) => one.value);

  test("exact first, then beginnings, then words, then insides, then counts", () => {
    expect(found("warner bros.")).toEqual(["Warner Bros.", "Warner Bros. Animation"]);
    expect(found("WARNER")).toEqual(["Warner Bros. Animation", "Warner Bros.", "Time Warner", "Swarner"]);
    expect(found("bros warn")).toEqual(["Warner Bros. Animation", "Warner Bros."]);
    expect(found("arzte")).toEqual(["Ärzte"]);
    expect(found("film")).toEqual(["ﬁlm"]);
    expect(found("none of these")).toEqual([]);
    expect(list.search("", 2)).toMatchObject({
      matched: 6,
      total: 6,
      values: [{ value: "ﬁlm" }, { value: "Ärzte" }],
    });
    expect(fold("ÉLAN")).toBe("elan");
  });
});

describe("a database that dies", () => {
  /** Stands between the pool and the server, which comes back on another port. */
  let forwarder: Server;
  let target = 0;
  const sockets = new Set<Socket>();

  beforeAll(async () => {
    forwarder = createServer((near) => {
      const far = connect(target, "127.0.0.1");
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(one);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    await new Promise<void>((resolve) => void forwarder.listen(0, "127.0.0.1", resolve));
  });

  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    forwarder.close();
  });

  test("503 in words while it is gone, and answers again when it is back, without a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "viewfinder-dies-"));
    let own = await openStack({ folder });
    const address = forwarder.address();
    const through = new URL(own.url);
    target = Number(through.port);
    through.port = String(typeof address === "object" ? address?.port : "");
    await fillTables(own.url, library, LIBRARY_ROWS);
    const mortal = openReader(through.href);
    const lines: string[] = [];
    const serving = await openServer({
      model: library,
      pool: mortal,
      host: "127.0.0.1",
      port: 0,
      freshness: async () => undefined,
      log: (line) => void lines.push(line),
    });
    try {
      const bodies = new Map<number, unknown>();
      const enough = new AbortController();
      const clients = Array.from({ length: 8 }, async (_, index) => {
        for (let round = 1; !enough.signal.aborted; round += 1) {
          const response = await ask({ limit: 1 + ((index + round) % 400) }, serving.url);
          bodies.set(response.status, await response.json());
        }
      });
      await expect.poll(() => bodies.has(200)).toBe(true);
      const [pid = ""] = (await readFile(join(own.folder ?? "", "postmaster.pid"), "utf8")).split("\n");
      process.kill(Number(pid), "SIGQUIT");
      await expect.poll(() => bodies.has(503)).toBe(true);
      expect((await fetch(`${serving.url}/ready`)).status).toBe(503);
      const again = await openStack({ folder });
      await own.release();
      own = again;
      target = Number(new URL(own.url).port);
      bodies.delete(200);
      await expect.poll(() => bodies.has(200)).toBe(true);
      enough.abort();
      await Promise.all(clients);
      // Plain json tells of an outage as Looker does, or with a status; never as rows.
      expect(new Set(bodies.keys())).toEqual(new Set([200, 503]));
      expect(bodies.get(200)).toEqual([{ "books.count": 5 }]);
      expect(bodies.get(503)).toMatchObject({
        message: expect.stringMatching(
          /^The database .+ [Tt]rying again may help\. The server's log has this as request [0-9a-f]{8}\.$/,
        ),
      });
      expect(lines.join("\n")).not.toMatch(/\bat .*\.[jt]s:\d/);
    } finally {
      await serving.close();
      await mortal.end();
      await own.release();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
