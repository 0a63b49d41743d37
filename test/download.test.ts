// Downloads: counted before and after, held to little memory, whole or broken, and to whom they are given.
import { request as httpRequest } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gunzipSync } from "node:zlib";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openValues, type Wanted } from "../local/server/suggest.ts";
import { oddities, openOddities, SCHEMA, WORDS, type Oddities } from "./oddities.ts";

let own: Oddities;
beforeAll(async () => {
  own = await openOddities();
});
afterAll(() => own.close());

const ALL =
  "fields=things.pk1_id,things.word,things.whole,things.exact,things.day_date,things.open&sorts=things.pk1_id";

describe("memory", () => {
  test("does not grow with the file: 40,000 rows, more than what may be held", async () => {
    const client = new Client({ connectionString: own.stack.url });
    await client.connect();
    await client.query(
      `INSERT INTO "${SCHEMA}".things (id, word, exact) SELECT n, repeat(md5(n::text), 30), n FROM generate_series(100000, 139999) n`,
    );
    try {
      for (const format of ["csv", "parquet"]) {
        const path = `things.${format}?fields=things.pk1_id,things.word,things.exact&f[things.pk1_id]=>=100000`;
        const response = await own.get(path);
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
    const response = await own.get(`things.csv?${ALL}&limit=5`);
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
      httpRequest(`${own.url}/download/oddities/things.csv?${ALL}&limit=5`, (got) => {
        got.resume().on("end", () => resolve(got.trailers));
      })
        .on("error", reject)
        .end();
    });
    expect(trailers).toEqual({ "x-rows-sent": "5" });
    const head = await fetch(`${own.url}/download/oddities/things.csv?${ALL}`, { method: "HEAD" });
    expect([head.status, head.headers.get("x-row-count")]).toEqual([200, String(WORDS.length)]);
    expect(await (await own.get(`things/count?${ALL}&limit=12`)).json()).toEqual({
      rows: 12,
      total: WORDS.length,
      published: { run: "7", period: "2026-10", at: "2026-10-31T06:00:00.000Z" },
      truncated: { csv: false, json: false, ndjson: true, xlsx: false, parquet: false },
    });
  });

  test("a file that the server cuts short says so in its name and its headers", async () => {
    const response = await own.get(`things.ndjson?${ALL}`);
    expect(response.headers.get("x-truncated")).toBe("true");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="incomplete-ID, Word/);
    expect((await response.text()).split("\n")).toHaveLength(11);
  });

  test("every row behind an answer comes, also those that look alike", async () => {
    const path = "fields=things.kind,things.count&f[things.kind]=late";
    const answer = (await own.file(`things.csv?${path}`)).toString();
    expect(answer).toBe("Kind,Things\r\nlate,8\r\n");
    const rows = JSON.parse((await own.file(`things.json?${path}&scope=rows`)).toString()) as object[];
    expect(rows).toHaveLength(8);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      "things.pk1_id",
      "things.word",
      "things.kind",
      "things.whole",
    ]);
    expect(await own.refusal(`things.json?${path}&scope=rows&f[things.count]=>1`)).toEqual([
      400,
      "The rows behind this answer cannot be given: its filter on things.count chooses among groups, not rows. Leave that filter out.",
    ]);
  });

  test("pivoted values are columns", async () => {
    const path =
      "fields=things.open,things.kind,things.count&pivots=things.kind&sorts=things.open,things.kind";
    expect((await own.file(`things.csv?${path}&row_total=right`)).toString()).toBe(
      "Open,early Things,late Things,Row Total Things\r\nNo,5,5,10\r\nYes,3,3,6\r\n",
    );
  });

  test("pivoted rows are counted as they stand in the file, not as cells", async () => {
    const path = "fields=things.pk1_id,things.kind,things.open,things.count&pivots=things.open";
    const told = async (of: string): Promise<readonly unknown[]> => {
      const { rows, total } = (await (await own.get(`things/count?${of}`)).json()) as Record<string, number>;
      const response = await own.get(`things.csv?${of}`);
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
    expect((await own.file(`things.csv?${none}`)).toString()).toBe("ID,Kind\r\n");
  });

  test("what the question fills in is in the file, and counted", async () => {
    const path =
      "fields=things.day_date,things.count&fill_fields=things.day_date&sorts=things.day_date&f[things.day_date]=1900-02-26 to 1900-03-03";
    expect((await own.file(`things.csv?${path}`)).toString()).toBe(
      `Day Date,Things\r\n${["26,", "27,", "28,3"].map((day) => `1900-02-${day}\r\n`).join("")}1900-03-01,3\r\n1900-03-02,\r\n`,
    );
    expect(await (await own.get(`things/count?${path}&limit=2`)).json()).toMatchObject({ rows: 2, total: 5 });
  });
});

describe("failures", () => {
  test("in the middle of a file break the connection, compressed or not, and the log knows", async () => {
    const wide = `fields=things.pk1_id,things.word&f[things.pk1_id]=>0`;
    const client = new Client({ connectionString: own.stack.url });
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
        own.events.length = 0;
        const failed = new Promise<string>((resolve) => {
          const sent = httpRequest(
            `${own.url}/download/oddities/things.csv?${wide}`,
            { headers: { "accept-encoding": encoding } },
            (got) => {
              got.on("end", () => resolve(got.complete ? "whole" : "cut"));
              got.on("error", (error) => resolve(String(error)));
              const stop = async (): Promise<void> => {
                const stopped = async (): Promise<number> => {
                  const found = await client.query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE $1 AND state = 'active' AND pid <> pg_backend_pid()",
                    [`%${SCHEMA}%`],
                  );
                  return found.rows.length;
                };
                await expect.poll(stopped).toBeGreaterThan(0);
                got.resume();
              };
              got.once("readable", () => void stop());
            },
          );
          sent.on("error", (error) => resolve(String(error))).end();
        });
        expect(await failed).toMatch(/aborted|ECONNRESET|socket hang up/);
        await expect.poll(() => own.events.length).toBe(1);
        expect(own.events).toMatchObject([
          { kind: "download", outcome: expect.stringMatching(/outage|cancelled/) },
        ]);
      }
      await expect.poll(() => own.answering.running().length).toBe(0);
      expect((await own.get("things.csv?fields=things.count")).status).toBe(200);
    } finally {
      await client.query(`DELETE FROM "${SCHEMA}".things WHERE id >= 1000`);
      await client.end();
    }
  });

  test("compressed on the way for those who take it", async () => {
    const got = await new Promise<Buffer>((resolve, reject) => {
      httpRequest(
        `${own.url}/download/oddities/things.csv?${ALL}`,
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
    expect(gunzipSync(got)).toEqual(await own.file(`things.csv?${ALL}`));
  });

  test("what is not understood is refused before a byte is sent", async () => {
    expect(await own.refusal("things.csv?fields=things.word&filter[things.word]=x")).toEqual([
      400,
      "The parameter filter[things.word] is not understood. Filters are written as f[view.field]=expression.",
    ]);
    expect((await own.refusal("things.docx?fields=things.word"))[0]).toBe(404);
    expect((await own.refusal("nothing.csv?fields=things.word"))[0]).toBe(404);
    expect(await own.refusal("things.csv?fields=things.wort")).toEqual([
      400,
      "There is no field things.wort in explore things; did you mean `things.word`?",
    ]);
    expect((await own.refusal("things.csv?fields=things.word&sep=|"))[0]).toBe(400);
  });
});

describe("access", () => {
  const path = "own_things.json?fields=things.kind,things.count";

  test("files, counts and the rows behind hold what the caller may see, and nobody takes the filter off", async () => {
    const late = { "x-test-kind": "late" };
    expect(await (await own.get(path, late)).json()).toEqual([{ "things.kind": "late", "things.count": 8 }]);
    const both = await own.get(`${path}&f[things.kind]=early,late`, late);
    expect(await both.json()).toEqual([{ "things.kind": "late", "things.count": 8 }]);
    const rows = await own.get(`${path}&scope=rows`, late);
    expect([rows.headers.get("x-row-count"), rows.headers.get("x-total-count")]).toEqual(["8", "8"]);
    const kinds = ((await rows.json()) as Record<string, unknown>[]).map((row) => row["things.kind"]);
    expect(new Set(kinds)).toEqual(new Set(["late"]));
    const count = await own.get("own_things/count?fields=things.word&scope=rows", { "x-test-kind": "early" });
    expect(await count.json()).toMatchObject({ rows: 8, total: 8 });
    expect(await own.refusal(path)).toEqual([400, expect.stringMatching(/user attribute kind/)]);
  });

  test("values are those of rows the caller may see, from a list of his own", async () => {
    const held = openValues(oddities, own.pool, async () => ({
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
