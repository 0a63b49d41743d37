// A table of values that files stumble over, and a server with nothing but its downloads.
import Fastify, { type FastifyInstance } from "fastify";
import type pg from "pg";
import { DIALECTS } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import { ANYONE, knowCaller } from "../local/server/access/caller.ts";
import { routeDownloads } from "../local/server/download/download.ts";
import { lookerReply } from "../local/server/looker-error.ts";
import { type Answering, openAnswering } from "../local/server/serving/answering.ts";
import type { ServingEvent } from "../local/server/serving/event.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack, type Rows } from "./database.ts";
import { dropTables, modelOf } from "./library.ts";

/** The schema of its table, nobody else's. */
export const SCHEMA = `oddities_${process.pid}`;
/** The model. */
export const oddities = modelOf(`
model: oddities
connection: warehouse
schema: ${SCHEMA}
sources:
  things:
    files: things*.csv
    key: id
    columns: {id: integer, word: text, kind: text, whole: integer, exact: 'decimal(30, 10)', day: date, open: boolean}
tables:
  things: {from: things, key: id, columns: [id, word, kind, whole, exact, day, open]}
views:
  things:
    one: thing
    dimensions:
      word: {}
      kind: {}
      whole: {}
      exact: {}
      day: {type: time, timeframes: [date, year]}
      open: {}
    measures:
      count: {type: count, label: Things}
      total: {type: sum, of: exact}
      middle: {type: average, of: exact}
    detail: [word, kind, whole]
explores:
  things: {}
  own_things: {view: things, access_filters: [{field: things.kind, user_attribute: kind}]}
`);

/** A text that no cell of Excel takes. */
export const LONG = "x".repeat(40_000);
/** What the rows say, each its own. */
export const WORDS = [
  "=1+1",
  "-5",
  "0001",
  "+44 20",
  "@sum(A1)",
  "\tTab",
  "\rReturn",
  "",
  null,
  "emoji 🎬 naïve",
  "a\rb\r\nc\nd",
  'quote " and, comma; semicolon',
  "_x000D_ is text",
  " blanks ",
  "it's",
  "<&>, and no signs of XML: \u0001 \u000B \uFFFE \uFFFF",
] as const;

/** The rows. */
export const ROWS: Rows = WORDS.map((word, index) => ({
  id: index + 1,
  word,
  kind: index < 8 ? "early" : "late",
  whole: ["-5", "9007199254740993", "0", null, "9223372036854775807"][index % 5] ?? null,
  exact: ["-0.1234567891", "12345678901234567890.1234567891", "0", null, "1.5000000000"][index % 5] ?? null,
  day: ["1874-12-09", "1900-02-28", "1900-03-01", "2026-11-23", null][index % 5] ?? null,
  open: [true, false, null][index % 3] ?? null,
}));

/** The server, and what stands behind it. */
export interface Oddities {
  readonly stack: Stack;
  readonly pool: pg.Pool;
  readonly answering: Answering;
  readonly app: FastifyInstance;
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** What the log would hear. */
  readonly events: ServingEvent[];
  /** @param path below `/download/oddities/` */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** The bytes of a file; throws what the server says instead. */
  file(path: string): Promise<Buffer>;
  /** The status and the message of what is refused. */
  refusal(path: string): Promise<readonly [number, string]>;
  /** Closes it, and removes its table. */
  close(): Promise<void>;
}

/** Opens it. The header `x-test-kind` is the caller's user attribute `kind`. */
export async function openOddities(): Promise<Oddities> {
  const stack = await openTestStack();
  await fillTables(stack.url, oddities, { things: ROWS });
  const pool = openReader(stack.url, { size: 8 });
  const events: ServingEvent[] = [];
  const published = async () => ({ run: "7", period: "2026-10", at: new Date("2026-10-31T06:00:00Z") });
  const answering = openAnswering({ model: oddities, pool, dialect: DIALECTS.postgres, published });
  const app = Fastify();
  app.addHook("onRequest", async (request) => {
    const kind = request.headers["x-test-kind"];
    const attributes: Record<string, string> = typeof kind === "string" ? { kind } : {};
    knowCaller(request, { ...ANYONE, attributes }, oddities);
  });
  app.setErrorHandler((error, request, reply) => {
    if (reply.raw.destroyed) return void reply.hijack();
    const { status, body } = lookerReply(error, { id: "1", method: request.method, route: "/" });
    void reply.code(status).send(body);
  });
  routeDownloads(app, {
    pool,
    dialect: DIALECTS.postgres,
    answering,
    published,
    mostRows: { ndjson: 10 },
    heard: (event) => void events.push(event),
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const get: Oddities["get"] = (path, headers = {}) => fetch(`${url}/download/oddities/${path}`, { headers });
  return {
    stack,
    pool,
    answering,
    app,
    url,
    events,
    get,
    async file(path) {
      const response = await get(path);
      if (response.status !== 200) throw new Error(await response.text());
      return Buffer.from(await response.arrayBuffer());
    },
    async refusal(path) {
      const response = await get(path);
      return [response.status, ((await response.json()) as { message: string }).message];
    },
    async close() {
      await answering.close();
      await app.close();
      await pool.end();
      await dropTables(stack.url, oddities);
      await stack.release();
    },
  };
}
