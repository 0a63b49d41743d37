// Downloads: every odd value through every format and back, whole files or broken ones, and what an address may say.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gunzipSync } from "node:zlib";
import { request as httpRequest } from "node:http";
import { parse } from "csv-parse/sync";
import Fastify, { type FastifyInstance } from "fastify";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { Client } from "pg";
import type pg from "pg";
import readExcel from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { DIALECTS } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import { ANYONE, knowCaller } from "../local/server/access/caller.ts";
import { routeDownloads } from "../local/server/download/download.ts";
import { disposition, fileName } from "../local/server/download/file-name.ts";
import { excelText, sheetName } from "../local/server/excel-text.ts";
import { lookerReply } from "../local/server/looker-error.ts";
import { type Answering, openAnswering } from "../local/server/serving/answering.ts";
import type { ServingEvent } from "../local/server/serving/event.ts";
import { openValues, type Wanted } from "../local/server/suggest.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack, type Rows } from "./database.ts";
import { dropTables, modelOf } from "./library.ts";

const SCHEMA = `oddities_${process.pid}`;
const oddities = modelOf(`
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

const LONG = "x".repeat(40_000);
/** What each row says, and how each format gives it back. */
const WORDS = [
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

const ROWS: Rows = WORDS.map((word, index) => ({
  id: index + 1,
  word,
  kind: index < 8 ? "early" : "late",
  whole: ["-5", "9007199254740993", "0", null, "9223372036854775807"][index % 5] ?? null,
  exact: ["-0.1234567891", "12345678901234567890.1234567891", "0", null, "1.5000000000"][index % 5] ?? null,
  day: ["1874-12-09", "1900-02-28", "1900-03-01", "2026-11-23", null][index % 5] ?? null,
  open: [true, false, null][index % 3] ?? null,
}));

let stack: Stack;
let pool: pg.Pool;
let answering: Answering;
let app: FastifyInstance;
let url: string;
const events: ServingEvent[] = [];

beforeAll(async () => {
  stack = await openTestStack();
  await fillTables(stack.url, oddities, { things: ROWS });
  pool = openReader(stack.url, { size: 8 });
  const published = async () => ({ run: "7", period: "2026-10", at: new Date("2026-10-31T06:00:00Z") });
  answering = openAnswering({ model: oddities, pool, dialect: DIALECTS.postgres, published });
  app = Fastify();
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
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});

afterAll(async () => {
  await answering.close();
  await app.close();
  await pool.end();
  await dropTables(stack.url, oddities);
  await stack.release();
});

const ALL =
  "fields=things.pk1_id,things.word,things.whole,things.exact,things.day_date,things.open&sorts=things.pk1_id";

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/download/oddities/${path}`, { headers });
}

async function file(path: string): Promise<Buffer> {
  const response = await get(path);
  if (response.status !== 200) throw new Error(await response.text());
  return Buffer.from(await response.arrayBuffer());
}

async function refusal(path: string): Promise<readonly [number, string]> {
  const response = await get(path);
  return [response.status, ((await response.json()) as { message: string }).message];
}

const column = (name: string): readonly unknown[] => ROWS.map((row) => row[name]);

describe("round trips", () => {
  test("CSV: texts that compute are disarmed, numbers are not touched, nothing and empty differ", async () => {
    const text = (await file(`things.csv?${ALL}&header=names`)).toString("utf8");
    expect(
      text.startsWith("things.pk1_id,things.word,things.whole,things.exact,things.day_date,things.open\r\n"),
    ).toBe(true);
    const records: readonly (readonly (string | null)[])[] = parse(text, {
      from: 2,
      cast: (value, context) => (value === "" && !context.quoting ? null : value),
    });
    expect(records.map((record) => record[1])).toEqual(
      WORDS.map((word) => (word !== null && /^[=+\-@\t\r\0]/.test(word) ? `'${word}` : word)),
    );
    expect(records.map((record) => record[2])).toEqual(column("whole"));
    expect(records.map((record) => record[3])).toEqual(
      column("exact").map((exact) => (exact === "1.5000000000" ? "1.5" : exact)),
    );
    expect(records.map((record) => record[4])).toEqual(column("day"));
    expect(records.map((record) => record[5])).toEqual(
      column("open").map((open) => (open === true ? "Yes" : "No")),
    );
  });

  test("CSV: raw, with a mark, semicolons and labels, as it is asked for", async () => {
    const bytes = await file(`things.csv?${ALL}&raw=1&bom=1&sep=;`);
    expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
    const text = bytes.subarray(3).toString("utf8");
    expect(text.split("\r\n")[0]).toBe("ID;Word;Whole;Exact;Day Date;Open");
    const records: readonly (readonly string[])[] = parse(text, { delimiter: ";", from: 2 });
    expect(records.map((record) => record[1])).toEqual(WORDS.map((word) => word ?? ""));
  });

  test("CSV: one column with nothing in it is still a row", async () => {
    const text = (await file("things.csv?fields=things.exact&f[things.pk1_id]=4")).toString();
    expect(text).toBe('Exact\r\n""\r\n');
  });

  test("XLSX: typed cells, text where a double or Excel's calendar would change a value", async () => {
    const [sheet] = await readExcel(await file(`things.xlsx?${ALL}`));
    const rows = sheet?.data ?? [];
    expect(rows[0]).toEqual(["ID", "Word", "Whole", "Exact", "Day Date", "Open"]);
    // The reader takes an empty text for nothing, and blanks off the ends.
    expect(rows.slice(1).map((row) => row[1])).toEqual(
      WORDS.map((word) => (word === null || word === "" ? null : word.trim())),
    );
    expect(rows.slice(1, 6).map((row) => row[2])).toEqual([
      -5,
      "9007199254740993",
      0,
      null,
      "9223372036854775807",
    ]);
    expect(rows.slice(1, 6).map((row) => row[3])).toEqual([
      -0.1234567891,
      "12345678901234567890.1234567891",
      0,
      null,
      1.5,
    ]);
    expect(rows.slice(1, 6).map((row) => row[4])).toEqual([
      "1874-12-09",
      "1900-02-28",
      new Date("1900-03-01T00:00:00Z"),
      new Date("2026-11-23T00:00:00Z"),
      null,
    ]);
  });

  test("XLSX: what XML has no place for is spelled out, and so is what looks as if it were", () => {
    expect(excelText("_x000D_ \uFFFE and \uFFFF, _x5")).toBe("_x005F_x000D_ _xFFFE_ and _xFFFF_, _x5");
    expect(sheetName("'a/b: \u0001\uFFFEc'", "Rows")).toBe("a b    c");
    expect(sheetName("[]", "Rows")).toBe("Rows");
  });

  test("JSON and NDJSON: digits that JavaScript would lose are text", async () => {
    const list = JSON.parse((await file(`things.json?${ALL}`)).toString()) as Record<string, unknown>[];
    expect(list.map((row) => row["things.word"])).toEqual(WORDS);
    expect(list.slice(0, 5).map((row) => row["things.whole"])).toEqual([
      -5,
      "9007199254740993",
      0,
      null,
      "9223372036854775807",
    ]);
    expect(list.map((row) => row["things.day_date"])).toEqual(column("day"));
    const lines = (await file(`things.ndjson?${ALL}&limit=3&header=labels`)).toString();
    expect(lines.split("\n")).toHaveLength(4);
    expect(JSON.parse(lines.split("\n")[0] ?? "")).toEqual({
      ID: 1,
      Word: "=1+1",
      Whole: -5,
      Exact: -0.1234567891,
      "Day Date": "1874-12-09",
      Open: "Yes",
    });
    expect((await file("things.json?fields=things.word&f[things.pk1_id]=0")).toString()).toBe("[\n]\n");
  });

  test("Parquet: whole numbers, decimals, days and yes or no keep their types and every digit", async () => {
    const bytes = await file(`things.parquet?${ALL}`);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const schema = parquetMetadata(buffer).schema.slice(1);
    expect(schema.map((one) => [one.name, one.converted_type ?? one.type, one.scale])).toEqual([
      ["things.pk1_id", "INT64", undefined],
      ["things.word", "UTF8", undefined],
      ["things.whole", "INT64", undefined],
      ["things.exact", "DECIMAL", 10],
      ["things.day_date", "DATE", undefined],
      ["things.open", "BOOLEAN", undefined],
    ]);
    const rows = await parquetReadObjects({ file: buffer });
    expect(rows.map((row) => row["things.word"])).toEqual(WORDS);
    expect(rows.slice(0, 5).map((row) => row["things.whole"])).toEqual([
      -5n,
      9007199254740993n,
      0n,
      null,
      9223372036854775807n,
    ]);
    expect(
      rows.map((row) => (row["things.day_date"] as Date | null)?.toISOString().slice(0, 10) ?? null),
    ).toEqual(column("day"));
    // The reader makes doubles of decimals; the file's own bytes are looked at for the digits.
    expect(
      bytes.includes(Buffer.from(123456789012345678901234567891n.toString(16).padStart(32, "0"), "hex")),
    ).toBe(true);
  });

  test("a text longer than a cell is refused for Excel in words, and whole everywhere else", async () => {
    const client = new Client({ connectionString: stack.url });
    await client.connect();
    await client.query(`INSERT INTO "${SCHEMA}".things (id, word) VALUES (99, $1)`, [LONG]);
    try {
      const only = "fields=things.word&f[things.pk1_id]=99";
      expect(await refusal(`things.xlsx?${only}`)).toEqual([
        400,
        "Word has a text of 40,000 characters, and a cell of Excel holds 32,767. Download it as CSV, JSON or Parquet, or leave things.word out.",
      ]);
      expect((await file(`things.csv?${only}`)).toString()).toBe(`Word\r\n${LONG}\r\n`);
      const bytes = await file(`things.parquet?${only}`);
      const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
      expect(await parquetReadObjects({ file: buffer })).toEqual([{ "things.word": LONG }]);
    } finally {
      await client.query(`DELETE FROM "${SCHEMA}".things WHERE id = 99`);
      await client.end();
    }
  });
});

describe("memory", () => {
  test("does not grow with the file: 40,000 rows, more than what may be held", async () => {
    const client = new Client({ connectionString: stack.url });
    await client.connect();
    await client.query(
      `INSERT INTO "${SCHEMA}".things (id, word, exact) SELECT n, repeat(md5(n::text), 30), n FROM generate_series(100000, 139999) n`,
    );
    try {
      for (const format of ["csv", "parquet"]) {
        const path = `things.${format}?fields=things.pk1_id,things.word,things.exact&f[things.pk1_id]=>=100000`;
        const response = await get(path);
        const before = held();
        let bytes = 0;
        let most = 0;
        let next = 0;
        for await (const piece of response.body ?? []) {
          bytes += (piece as Uint8Array).length;
          if (bytes < next) continue;
          next = bytes + (format === "csv" ? 8_000_000 : 400_000);
          most = Math.max(most, held() - before);
        }
        expect([bytes > 100_000, response.headers.get("x-row-count")]).toEqual([true, "40000"]);
        // The texts alone are 38 MB.
        expect(most).toBeLessThan(28);
      }
    } finally {
      await client.query(`DELETE FROM "${SCHEMA}".things WHERE id >= 100000`);
      await client.end();
    }
  });
});

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** What this process holds when nothing is left that could be free again, in MB. */
function held(): number {
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + Math.max(external, arrayBuffers)) / 1024 / 1024;
}

describe("counts", () => {
  test("are known before and told after, with the run they come from", async () => {
    const response = await get(`things.csv?${ALL}&limit=5`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-row-count": "5",
      "x-total-count": String(WORDS.length),
      "x-published-run": "7",
      "x-published-at": "2026-10-31T06:00:00.000Z",
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "content-type": "text/csv; charset=utf-8",
    });
    const trailers = await new Promise((resolve, reject) => {
      httpRequest(`${url}/download/oddities/things.csv?${ALL}&limit=5`, (got) => {
        got.resume().on("end", () => resolve(got.trailers));
      })
        .on("error", reject)
        .end();
    });
    expect(trailers).toEqual({ "x-rows-sent": "5" });
    const head = await fetch(`${url}/download/oddities/things.csv?${ALL}`, { method: "HEAD" });
    expect([head.status, head.headers.get("x-row-count")]).toEqual([200, String(WORDS.length)]);
    expect(await (await get(`things/count?${ALL}&limit=12`)).json()).toEqual({
      rows: 12,
      total: WORDS.length,
      published: { run: "7", period: "2026-10", at: "2026-10-31T06:00:00.000Z" },
      truncated: { csv: false, json: false, ndjson: true, xlsx: false, parquet: false },
    });
  });

  test("a file that the server cuts short says so in its name and its headers", async () => {
    const response = await get(`things.ndjson?${ALL}`);
    expect(response.headers.get("x-truncated")).toBe("true");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="incomplete-ID, Word/);
    expect((await response.text()).split("\n")).toHaveLength(11);
  });

  test("every row behind an answer comes, also those that look alike", async () => {
    const path = "fields=things.kind,things.count&f[things.kind]=late";
    const answer = (await file(`things.csv?${path}`)).toString();
    expect(answer).toBe("Kind,Things\r\nlate,8\r\n");
    const rows = JSON.parse((await file(`things.json?${path}&scope=rows`)).toString()) as object[];
    expect(rows).toHaveLength(8);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      "things.pk1_id",
      "things.word",
      "things.kind",
      "things.whole",
    ]);
    expect(await refusal(`things.json?${path}&scope=rows&f[things.count]=>1`)).toEqual([
      400,
      "The rows behind this answer cannot be given: its filter on things.count chooses among groups, not rows. Leave that filter out.",
    ]);
  });

  test("pivoted values are columns", async () => {
    const path =
      "fields=things.open,things.kind,things.count&pivots=things.kind&sorts=things.open,things.kind";
    expect((await file(`things.csv?${path}&row_total=right`)).toString()).toBe(
      "Open,early Things,late Things,Row Total Things\r\nNo,5,5,10\r\nYes,3,3,6\r\n",
    );
  });

  test("pivoted rows are counted as they stand in the file, not as cells", async () => {
    const path = "fields=things.pk1_id,things.kind,things.open,things.count&pivots=things.open";
    const told = async (of: string): Promise<readonly unknown[]> => {
      const { rows, total } = (await (await get(`things/count?${of}`)).json()) as Record<string, number>;
      const response = await get(`things.csv?${of}`);
      const lines = (await response.text()).trimEnd().split("\r\n").length - 1;
      const header = (name: string): number => Number(response.headers.get(name));
      return [rows, total, header("x-row-count"), header("x-total-count"), lines];
    };
    const all = WORDS.length;
    expect(await told(path)).toEqual([all, all, all, all, all]);
    expect(await told(`${path}&limit=3`)).toEqual([3, all, 3, all, 3]);
    expect(await told(path.replace("things.pk1_id,", ""))).toEqual([2, 2, 2, 2, 2]);
    expect(await told(path.replace("things.pk1_id,things.kind,", ""))).toEqual([1, 1, 1, 1, 1]);
    const none = `${path}&f[things.kind]=nothing`;
    expect(await told(none)).toEqual([0, 0, 0, 0, 0]);
    expect((await file(`things.csv?${none}`)).toString()).toBe("ID,Kind\r\n");
  });

  test("what the question fills in is in the file, and counted", async () => {
    const path =
      "fields=things.day_date,things.count&fill_fields=things.day_date&sorts=things.day_date&f[things.day_date]=1900-02-26 to 1900-03-03";
    expect((await file(`things.csv?${path}`)).toString()).toBe(
      `Day Date,Things\r\n${["26,", "27,", "28,3"].map((day) => `1900-02-${day}\r\n`).join("")}1900-03-01,3\r\n1900-03-02,\r\n`,
    );
    expect(await (await get(`things/count?${path}&limit=2`)).json()).toMatchObject({ rows: 2, total: 5 });
  });
});

describe("failures", () => {
  test("in the middle of a file break the connection, compressed or not, and the log knows", async () => {
    const wide = `fields=things.pk1_id,things.word&f[things.pk1_id]=>0`;
    const client = new Client({ connectionString: stack.url });
    await client.connect();
    // More than connections buffer, of texts that compression finds nothing in.
    await client.query(
      `WITH blocks AS MATERIALIZED (
         SELECT b, string_agg(md5(random()::text || m), '') AS text
           FROM generate_series(0, 59) b, generate_series(1, 60) m GROUP BY b
       )
       INSERT INTO "${SCHEMA}".things (id, word)
       SELECT n, text FROM generate_series(1000, 26000) n JOIN blocks ON b = n % 60`,
    );
    try {
      for (const encoding of ["identity", "gzip"]) {
        events.length = 0;
        const failed = new Promise<string>((resolve) => {
          const sent = httpRequest(
            `${url}/download/oddities/things.csv?${wide}`,
            { headers: { "accept-encoding": encoding } },
            (got) => {
              got.on("end", () => resolve(got.complete ? "whole" : "cut"));
              got.on("error", (error) => resolve(String(error)));
              const stop = async (): Promise<void> => {
                await vi.waitUntil(async () => {
                  const stopped = await client.query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE $1 AND state = 'active' AND pid <> pg_backend_pid()",
                    [`%${SCHEMA}%`],
                  );
                  return stopped.rows.length > 0;
                });
                got.resume();
              };
              got.once("readable", () => void stop());
            },
          );
          sent.on("error", (error) => resolve(String(error))).end();
        });
        expect(await failed).toMatch(/aborted|ECONNRESET|socket hang up/);
        await vi.waitUntil(() => events.length === 1);
        expect(events).toMatchObject([
          { kind: "download", outcome: expect.stringMatching(/outage|cancelled/) },
        ]);
      }
      await vi.waitUntil(() => answering.running().length === 0);
      expect((await get("things.csv?fields=things.count")).status).toBe(200);
    } finally {
      await client.query(`DELETE FROM "${SCHEMA}".things WHERE id >= 1000`);
      await client.end();
    }
  });

  test("compressed on the way for those who take it", async () => {
    const got = await new Promise<Buffer>((resolve, reject) => {
      httpRequest(
        `${url}/download/oddities/things.csv?${ALL}`,
        { headers: { "accept-encoding": "gzip" } },
        (reply) => {
          expect(reply.headers["content-encoding"]).toBe("gzip");
          const pieces: Buffer[] = [];
          reply
            .on("data", (piece: Buffer) => pieces.push(piece))
            .on("end", () => resolve(Buffer.concat(pieces)));
        },
      )
        .on("error", reject)
        .end();
    });
    expect(gunzipSync(got)).toEqual(await file(`things.csv?${ALL}`));
  });

  test("what is not understood is refused before a byte is sent", async () => {
    expect(await refusal("things.csv?fields=things.word&filter[things.word]=x")).toEqual([
      400,
      "The parameter filter[things.word] is not understood. Filters are written as f[view.field]=expression.",
    ]);
    expect((await refusal("things.docx?fields=things.word"))[0]).toBe(404);
    expect((await refusal("nothing.csv?fields=things.word"))[0]).toBe(404);
    expect(await refusal("things.csv?fields=things.wort")).toEqual([
      400,
      "There is no field things.wort in explore things; did you mean `things.word`?",
    ]);
    expect((await refusal("things.csv?fields=things.word&sep=|"))[0]).toBe(400);
  });
});

describe("access", () => {
  const path = "own_things.json?fields=things.kind,things.count";

  test("files, counts and the rows behind hold what the caller may see, and nobody takes the filter off", async () => {
    const late = { "x-test-kind": "late" };
    expect(await (await get(path, late)).json()).toEqual([{ "things.kind": "late", "things.count": 8 }]);
    const both = await get(`${path}&f[things.kind]=early,late`, late);
    expect(await both.json()).toEqual([{ "things.kind": "late", "things.count": 8 }]);
    const rows = await get(`${path}&scope=rows`, late);
    expect([rows.headers.get("x-row-count"), rows.headers.get("x-total-count")]).toEqual(["8", "8"]);
    const kinds = ((await rows.json()) as Record<string, unknown>[]).map((row) => row["things.kind"]);
    expect(new Set(kinds)).toEqual(new Set(["late"]));
    const count = await get("own_things/count?fields=things.word&scope=rows", { "x-test-kind": "early" });
    expect(await count.json()).toMatchObject({ rows: 8, total: 8 });
    expect(await refusal(path)).toEqual([400, expect.stringMatching(/user attribute kind/)]);
  });

  test("values are those of rows the caller may see, from a list of his own", async () => {
    const held = openValues(oddities, pool, async () => ({
      run: "7",
      period: undefined,
      at: new Date(0),
    }));
    const of = (kind: string | undefined): Wanted => ({
      explore: "own_things",
      field: "things.word",
      term: "",
      userAttributes: kind === undefined ? {} : { kind },
    });
    const early = await held.values(of("early"));
    const late = await held.values(of("late"));
    // One of the early texts is empty, one of the late ones unknown.
    expect([early.total, late.total]).toEqual([7, 7]);
    const words = (found: typeof early): readonly string[] => found.values.map((one) => one.value);
    expect(words(early)).toContain("0001");
    expect(words(late)).not.toContain("0001");
    expect(words(late)).toContain("it's");
    expect((await held.suggest({ ...of("late"), term: "0001" })).suggestions).toEqual([]);
    expect((await held.values(of("early"))).values).toEqual(early.values);
    await expect(held.values(of(undefined))).rejects.toThrow(/user attribute kind/);
    expect((await held.values({ ...of(undefined), explore: "things" })).total).toBe(14);
  });
});

test("file names say the question, in every alphabet, and stumble over nothing", () => {
  expect(
    fileName('Average: "Budget" by Genre/Ünder\u202E..', "2026-11-23", { ending: "csv", incomplete: false }),
  ).toBe("Average Budget by Genre Ünder .. 2026-11-23.csv");
  expect(disposition("Üb🎬 (1) 'x'.csv")).toBe(
    `attachment; filename="Ub__ (1) 'x'.csv"; filename*=UTF-8''%C3%9Cb%F0%9F%8E%AC%20%281%29%20%27x%27.csv`,
  );
});
