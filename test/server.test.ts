// The server against a real Postgres: Looker's shapes, hand-checked numbers, and requests that must be turned away.
import { request } from "node:http";
import { connect } from "node:net";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Mistake, Outage } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import { type Freshness, makeServer, type OpenServer, openServer } from "../local/server/server.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { AWKWARD, countWaiting, dropTables, holdBooks, library, LIBRARY_ROWS } from "./library.ts";

let stack: Stack;
let pool: pg.Pool;
let server: OpenServer;
let freshness: () => Promise<Freshness | undefined> = async () => undefined;
const logged: string[] = [];

beforeAll(async () => {
  stack = await openTestStack();
  await fillTables(stack.url, library, LIBRARY_ROWS);
  pool = openReader(stack.url);
  server = await openServer({
    model: library,
    pool,
    host: "127.0.0.1",
    port: 0,
    freshness: () => freshness(),
    log: (line) => void logged.push(line),
  });
});

afterAll(async () => {
  await server.close();
  await pool.end();
  await dropTables(stack.url, library);
  await stack.release();
});

const question = { model: "library", view: "books", fields: ["topics.name", "books.average_price"] };

function post(format: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  return fetch(`${server.url}/api/4.0/queries/run/${format}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function rows(body: unknown): Promise<unknown> {
  const response = await post("json", body);
  expect(response.status).toBe(200);
  return response.json();
}

async function suggestions(field: string, term: string): Promise<readonly string[]> {
  const path = `/api/4.0/models/library/views/books/fields/${field}/suggestions`;
  const response = await fetch(`${server.url}${path}?term=${encodeURIComponent(term)}`);
  expect(response.status).toBe(200);
  const body = (await response.json()) as { suggestions: readonly string[] };
  return body.suggestions;
}

/** The status and Looker's error body, whose two members must be there. */
async function refusal(response: Response): Promise<readonly [number, string]> {
  const body = (await response.json()) as {
    message: string;
    documentation_url: string;
    errors?: readonly [{ message: string }];
  };
  expect(body.documentation_url).toContain(`/r/err/4.0/${response.status}/`);
  const { message } = body.errors?.[0] ?? body;
  expect(body.message === "Validation Failed").toBe(response.status === 422);
  expect(message).not.toMatch(/\bat .*\.[jt]s:\d/);
  return [response.status, message];
}

/** A request whose headers `fetch` would not send. */
function send(
  path: string,
  options: { readonly method?: string; readonly host?: string },
): Promise<{ readonly status: number; readonly body: string; readonly headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, server.url),
      {
        method: options.method ?? "GET",
        ...(options.host === undefined ? {} : { headers: { host: options.host } }),
      },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (text: string) => (body += text));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
        );
      },
    );
    sent.on("error", reject);
    sent.end();
  });
}

describe("questions", () => {
  test("rows are keyed by full field name, a book with two topics counts once in each", async () => {
    const fields = [...question.fields, "books.count_price", "books.count"];
    expect(await rows({ ...question, fields })).toEqual([
      { "topics.name": AWKWARD.topic, "books.average_price": 30, "books.count_price": 1, "books.count": 1 },
      { "topics.name": "Maths", "books.average_price": 15, "books.count_price": 2, "books.count": 2 },
      { "topics.name": "Space", "books.average_price": 10, "books.count_price": 1, "books.count": 2 },
      { "topics.name": null, "books.average_price": 5.5, "books.count_price": 1, "books.count": 1 },
    ]);
    expect(
      await rows({ ...question, fields: ["books.average_price", "books.total_price", "books.count"] }),
    ).toEqual([{ "books.average_price": 16.375, "books.total_price": 65.5, "books.count": 5 }]);
  });

  test("a limit is followed, from the body and from beside it", async () => {
    expect(await rows({ ...question, limit: "2" })).toHaveLength(2);
    const response = await fetch(`${server.url}/api/4.0/queries/run/json?limit=1&cache=true`, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({ ...question, limit: "2" }),
    });
    expect(await response.json()).toHaveLength(1);
  });

  test("yes and no are Looker's words, and a number too long for JavaScript keeps its digits", async () => {
    const fields = ["books.title", "books.on_loan", "books.code"];
    expect(await rows({ ...question, fields, filters: { "books.title": "Stars,Waves" } })).toEqual([
      { "books.title": "Stars", "books.on_loan": "Yes", "books.code": "9007199254740993" },
      { "books.title": "Waves", "books.on_loan": "No", "books.code": 2 },
    ]);
  });

  test("csv has labels, and a line break after every line", async () => {
    const response = await post("csv", { ...question, fields: ["topics.name", "books.count"] });
    expect(response.headers.get("content-type")).toContain("text/csv");
    expect(await response.text()).toBe(
      'Topics Topic,Books Books\nMaths,2\nSpace,2\n"Nature, ""wild""",1\n,1\n',
    );
  });

  test("sql is shown with its values beside it, never in it", async () => {
    const evil = "x'); DROP TABLE books; --\n DELETE";
    const response = await post("sql", { ...question, filters: { "books.title": evil } });
    expect(response.headers.get("content-type")).toContain("text/plain");
    const text = await response.text();
    expect(text).toContain('AS "topics.name"');
    const statement = text.split("\n").filter((line) => !line.startsWith("--"));
    expect(statement.join("\n")).toContain("SELECT");
    expect(statement.join("\n")).not.toMatch(/DROP|DELETE/);
    expect(text).toContain(String.raw`-- $1 = "x'); DROP TABLE books; --\n DELETE"`);
  });

  test("the pool the answers come from cannot write", async () => {
    await expect(pool.query(`DELETE FROM "${library.schema}".books`)).rejects.toMatchObject({
      code: "25006",
    });
  });

  test("when the client goes away, the database stops", async () => {
    const letGo = await holdBooks(stack.url);
    try {
      const client = new AbortController();
      const response = post("json", question, client.signal).catch((error: unknown) => error);
      await expect.poll(() => countWaiting(stack.url)).toBe(1);
      client.abort();
      expect(await response).toMatchObject({ name: "AbortError" });
      await expect.poll(() => countWaiting(stack.url)).toBe(0);
    } finally {
      await letGo();
    }
    expect(await rows(question)).toHaveLength(4);
  });
});

describe("suggestions", () => {
  test("have Looker's shape, and come from the field's own table", async () => {
    const letGo = await holdBooks(stack.url);
    try {
      const path = "/api/4.0/models/library/views/books/fields/topics.name/suggestions";
      const response = await fetch(`${server.url}${path}`);
      expect(await response.json()).toEqual({
        suggestions: ["Maths", AWKWARD.topic, "Space"],
        error: null,
        from_cache: false,
        hit_limit: false,
        used_calcite_materialization: false,
      });
    } finally {
      await letGo();
    }
  });

  test("contain what was typed, in small or capital letters, beginnings first", async () => {
    expect(await suggestions("topics.name", "A")).toEqual(["Maths", AWKWARD.topic, "Space"]);
    expect(await suggestions("topics.name", "S")).toEqual(["Space", "Maths"]);
    expect(await suggestions("books.title", "ÉL")).toEqual(["Élan"]);
  });

  test("take wildcards, quotes and signs as what they are", async () => {
    expect(await suggestions("books.title", "%")).toEqual([AWKWARD.title]);
    expect(await suggestions("books.title", "0%_")).toEqual([AWKWARD.title]);
    expect(await suggestions("books.title", "-b")).toEqual([AWKWARD.title]);
    expect(await suggestions("topics.name", ', "')).toEqual([AWKWARD.topic]);
    expect(await suggestions("topics.name", "_pace")).toEqual([]);
    expect(await suggestions("topics.name", "^")).toEqual([]);
    expect(await suggestions("topics.name", "null")).toEqual([]);
  });

  test("are given for numbers, times and yes or no as well", async () => {
    expect(await suggestions("books.bought_year", "20")).toEqual(["2019", "2021"]);
    expect(await suggestions("books.code", "740993")).toEqual(["9007199254740993"]);
    expect(await suggestions("books.on_loan", "y")).toEqual(["Yes"]);
  });

  test.each([
    ["library/views/nowhere/fields/topics.name", 404, "There is no explore nowhere in model library."],
    ["cinema/views/books/fields/topics.name", 404, "There is no model cinema on this server, only library."],
    ["library/views/books/fields/topics.colour", 404, "There is no field topics.colour in explore books."],
    [
      "library/views/books/fields/books.count",
      400,
      "books.count is not a dimension, so it has no values to choose from.",
    ],
  ])("refuse %s in words", async (path, status, message) => {
    const response = await fetch(`${server.url}/api/4.0/models/${path}/suggestions?term=a`);
    expect(await refusal(response)).toEqual([status, message]);
  });

  test("refuse a term that nobody typed", async () => {
    const path = "/api/4.0/models/library/views/books/fields/topics.name/suggestions";
    const [status] = await refusal(await fetch(`${server.url}${path}?term=a&term=b`));
    expect(status).toBe(400);
  });
});

describe("refusals", () => {
  test.each([
    ["a body that is not JSON", "{", 400, /not JSON that can be read/],
    ["an empty body", "", 400, /no body/],
    ["a body that is no object", [1], 422, /malformed/],
    ["fields that are no list", { ...question, fields: "books.title" }, 422, /malformed at fields/],
    ["an unknown model", { ...question, model: "cinema" }, 404, /no model cinema/],
    ["an unknown explore", { ...question, view: "bokks" }, 404, /no explore bokks.*did you mean `books`/],
    [
      "an unknown field",
      { ...question, fields: ["books.titel"] },
      400,
      /no field books\.titel.*did you mean/,
    ],
    ["SQL in a field", { ...question, fields: ['books.title" FROM x; --'] }, 400, /There is no field/],
    ["no field", { ...question, fields: [] }, 400, /asks for no field/],
    ["what is not answered yet", { ...question, pivots: ["books.on_loan"] }, 422, /pivots/],
    ["a limit that is none", { ...question, limit: "many" }, 422, /limit "many"/],
    ["a polluted body", '{"__proto__": {"model": "library"}}', 400, /not JSON that can be read/],
  ])("%s", async (_, body, status, message) => {
    const refused = await refusal(await post("json", body));
    expect(refused[0]).toBe(status);
    expect(refused[1]).toMatch(message);
  });

  test("a 422 lists its errors as Looker does", async () => {
    const response = await post("json", { ...question, fields: 7 });
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining("fields") as string }],
    });
  });

  test("a format or a media type that is not answered", async () => {
    expect(await refusal(await post("png", question))).toEqual([
      400,
      expect.stringContaining('not as "png"'),
    ]);
    const text = await fetch(`${server.url}/api/4.0/queries/run/json`, { method: "POST", body: "{}" });
    expect((await refusal(text))[0]).toBe(415);
  });

  test("a path or a method that is not there", async () => {
    expect(await refusal(await fetch(`${server.url}/api/4.0/scheduled_plans`))).toEqual([
      404,
      "There is nothing at /api/4.0/scheduled_plans on this server.",
    ]);
    expect((await refusal(await fetch(`${server.url}/alive`, { method: "PUT" })))[0]).toBe(404);
    expect((await refusal(await fetch(`${server.url}/%c0`)))[0]).toBe(400);
    expect((await fetch(`${server.url}/alive`)).status).toBe(200);
  });

  test("a name that was made to point here", async () => {
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "[::2]"])
      expect((await send("/alive", { host })).status).toBe(403);
    for (const host of ["localhost:4600", "127.0.0.1", "[::1]:80", "127.1.2.3:1"])
      expect((await send("/alive", { host })).status).toBe(200);
  });
});

describe("trouble", () => {
  test("a database that is away is a 503 in words, with when to try again and what the log calls it", async () => {
    const lines: string[] = [];
    const away = openReader("postgres://nobody@127.0.0.1:1/nothing");
    const other = await openServer({
      model: library,
      pool: away,
      host: "localhost",
      port: 0,
      freshness: async () => undefined,
      log: (line) => void lines.push(line),
    });
    try {
      const response = await fetch(`${other.url}/api/4.0/queries/run/json`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(question),
      });
      expect(response.headers.get("retry-after")).toBe("5");
      const [status, message] = await refusal(response);
      expect([status, message]).toEqual([503, expect.stringContaining("database cannot be reached")]);
      const id = response.headers.get("x-request-id") ?? "none";
      expect(message).toMatch(new RegExp(`request ${id}\\.$`));
      expect(lines.join("\n")).toContain(`request ${id} `);
      const agent = await fetch(`${other.url}/mcp`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
        body: JSON.stringify({
          jsonrpc: "2.0",
          id: 1,
          method: "tools/call",
          params: { name: "ask", arguments: { view: "books", fields: ["books.count"] } },
        }),
      });
      const told = agent.headers.get("x-request-id") ?? "none";
      expect(await agent.text()).toContain(`The server's log has this as request ${told}.`);
      expect(lines.join("\n")).toContain(`request ${told} POST /mcp: The database cannot be reached`);
    } finally {
      await other.close();
      await away.end();
    }
  });

  test("what is no request is refused in Looker's body, and a long address is taken", async () => {
    const said = (bytes: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(server.url);
        const socket = connect(Number(port), hostname, () => socket.write(bytes));
        let text = "";
        socket.on("data", (piece: Buffer) => (text += piece.toString()));
        socket.on("error", reject);
        socket.on("close", () => resolve(text));
      });
    const body = (text: string): unknown => JSON.parse(text.split("\r\n\r\n")[1] ?? "");
    const garbled = await said("NO SUCH THING\r\n\r\n");
    expect(garbled).toMatch(/^HTTP\/1\.1 400 /);
    expect(body(garbled)).toEqual({
      message: "What was sent is not an HTTP request that can be read.",
      documentation_url: "https://cloud.google.com/looker/docs/r/err/4.0/400/get",
    });
    const long = await said(`GET /?q=${"x".repeat(70_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1\.1 431 /);
    expect(body(long)).toMatchObject({
      message: expect.stringContaining("longer than 64 KiB together") as string,
    });
    const named = Array.from({ length: 3000 }, (_, index) => `Title ${index}`).join(",");
    const parameters = new URLSearchParams({ fields: "books.count", "f[books.title]": `Stars,${named}` });
    const path = `/api/4.0/queries/models/library/views/books/run/json?${parameters.toString()}`;
    expect(path.length).toBeGreaterThan(30_000);
    expect(await (await fetch(server.url + path)).json()).toEqual([{ "books.count": 1 }]);
  });

  test("a client that does not send its request to the end is not waited for without end", async () => {
    const app = await makeServer({
      model: library,
      pool,
      host: "localhost",
      freshness: async () => undefined,
    });
    expect(app.server.requestTimeout).toBe(60_000);
    await app.close();
  });

  test("a bug of ours is a 500 with its request's number, and in the log", async () => {
    freshness = async () => {
      throw new TypeError("secret detail");
    };
    try {
      const [status, message] = await refusal(await fetch(`${server.url}/?q=1`));
      expect(status).toBe(500);
      expect(message).not.toContain("secret detail");
      const [id] = /[0-9a-f]{8}/.exec(message) ?? [];
      expect(id).toBeDefined();
      expect(logged.at(-1)).toMatch(
        new RegExp(`^request ${id ?? ""} GET /\nTypeError: secret detail\n +at `),
      );
    } finally {
      freshness = async () => undefined;
    }
  });

  test("an address others can reach, a port that is taken, a port that is none", async () => {
    const opening = (host: string, port: number): Promise<OpenServer> =>
      openServer({ model: library, pool, host, port, freshness });
    await expect(opening("0.0.0.0", 0)).rejects.toThrow(Mistake);
    await expect(opening("", 0)).rejects.toThrow("others can reach the server");
    const port = Number(new URL(server.url).port);
    await expect(opening("127.0.0.1", port)).rejects.toThrow(`Port ${port} is taken`);
    await expect(opening("127.0.0.1", port)).rejects.toThrow(Outage);
    await expect(opening("127.0.0.1", 99_999)).rejects.toThrow("99999 is not a port");
  });
});

describe("the page's files", () => {
  test("come with a policy that keeps everything at home", async () => {
    const { headers, body } = await send("/", {});
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(body).toContain('"label":"Town Library"');
  });

  test("are the page's own and nothing else of the folder", async () => {
    const { body } = await send("/", {});
    const files = [...body.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)].map((match) => match[1] ?? "");
    const types = await Promise.all(
      files.map(async (file) => (await fetch(server.url + file)).headers.get("content-type")?.split(";")[0]),
    );
    expect(new Set(types)).toEqual(new Set(["image/svg+xml", "application/javascript", "text/css"]));
    for (const path of [
      "tsconfig.json",
      "index.html",
      "main.tsx",
      "render/render.js",
      "..%2fserver/server.ts",
      "../server/server.ts",
    ])
      expect((await send(`/page/${path}`, {})).status).toBe(404);
  });
});
