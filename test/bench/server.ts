// npm run bench:server -- [--movies=45000] [--seconds=5] [--soak=0] [--download]: how many questions a second, how late the last, and what it costs in memory.
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { DIALECTS, type Model } from "../../generator/index.ts";
import { plan } from "../../local/plan.ts";
import { openReader } from "../../local/pool.ts";
import { readQuestion } from "../../local/read-question.ts";
import { openServer } from "../../local/server/server.ts";
import { openList } from "../../local/server/suggest/list.ts";
import { writeSql } from "../../local/sql.ts";
import { openTestStack } from "../database.ts";
import { benchModel, fillBench } from "./data.ts";
import { median } from "./measure.ts";

const CLIENTS = 200;
const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });

function option(name: string, usual: number): number {
  const given = process.argv.find((word) => word.startsWith(`--${name}=`));
  return given === undefined ? usual : Number(given.slice(name.length + 3));
}

const movies = option("movies", 45_000);
const model = benchModel(readFileSync(new URL("../../looker.yml", import.meta.url), "utf8"), movies);

/** The server, in a process of its own, so that the clients take nothing from it but the machine. */
async function serve(url: string): Promise<void> {
  const pool = openReader(url);
  const server = await openServer({
    model,
    pool,
    host: "127.0.0.1",
    port: 0,
    freshness: async () => undefined,
    limits: { waiting: CLIENTS },
  });
  process.send?.(server.url);
  process.once("SIGTERM", () => void server.close().then(() => pool.end()));
}

interface Reply {
  readonly status: number;
  readonly ms: number;
  readonly bytes: number;
  readonly headers: IncomingMessage["headers"];
}

function send(url: string, method: "GET" | "POST", body?: object): Promise<Reply> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers: { "content-type": "application/json" } }, (reply) => {
      let bytes = 0;
      reply.on("data", (piece: Buffer) => (bytes += piece.length));
      reply.on("error", reject);
      reply.on("end", () =>
        resolve({
          status: reply.statusCode ?? 0,
          ms: performance.now() - started,
          bytes,
          headers: reply.headers,
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function at(times: readonly number[], part: number): string {
  const sorted = times.toSorted((one, other) => one - other);
  return `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN).toFixed(1)} ms`;
}

const questions = [
  { fields: ["genres.name", "movies.count"] },
  { fields: ["movies.released_year", "movies.count"] },
  { fields: ["movies.count"], filters: { "genres.name": "Genre 3" } },
  { fields: ["genres.name", "movies.count"], filters: { "production_companies.name": "Company 12" } },
  { fields: ["movies.title", "movies.released_date"], filters: { "genres.name": "Genre 2" }, limit: "50" },
].map((query) => ({ model: model.name, view: "movies", ...query }));

async function load(base: string, seconds: number, kept: boolean): Promise<void> {
  const times: number[] = [];
  const statuses = new Map<number, number>();
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, index) => {
      for (let round = index; performance.now() < until; round += 1) {
        const url = `${base}/api/4.0/queries/run/json?cache=${kept}`;
        const reply = await send(url, "POST", questions[round % questions.length]);
        times.push(reply.ms);
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      }
    }),
  );
  const told = [...statuses].map(([status, count]) => `${count} x ${status}`).join(", ");
  console.log(
    `${CLIENTS} clients, ${kept ? "kept answers" : "the database each time"}: ${(times.length / seconds).toFixed(0)} requests/s, median ${at(times, 0.5)}, p99 ${at(times, 0.99)} (${told})`,
  );
}

/** The same question by the server and by bare pg in turn, one at a time. */
async function overhead(base: string, url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const body = { ...questions[2], limit: "5" };
    const query = writeSql(plan(model, readQuestion(body, model)), DIALECTS.postgres);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < 400; round += 1) {
      ours.push((await send(`${base}/api/4.0/queries/run/json?cache=false`, "POST", body)).ms);
      const started = performance.now();
      await client.query({ text: query.text, values: [...query.values], rowMode: "array" });
      bare.push(performance.now() - started);
    }
    const [mine, theirs] = [ours.slice(50), bare.slice(50)];
    console.log(
      `overhead: ${median(mine).toFixed(2)} ms through HTTP, ${median(theirs).toFixed(2)} ms by bare pg, ${(median(mine) - median(theirs)).toFixed(2)} ms more at the median, ${at(mine, 0.1)} to ${at(theirs, 0.1)} in the quickest tenth`,
    );
  } finally {
    await client.end();
  }
}

async function suggestions(base: string): Promise<void> {
  const field = "production_companies.name";
  await send(`${base}/values/${model.name}/movies/${field}`, "GET");
  const terms = Array.from(
    { length: 400 },
    (_, index) => ["comp", "ny ", "1", `${index * 7}`, `co ${index}`][index % 5] ?? "",
  );
  const times: number[] = [];
  for (const term of terms)
    times.push(
      (await send(`${base}/values/${model.name}/movies/${field}?q=${encodeURIComponent(term)}`, "GET")).ms,
    );
  const list = openList(
    Array.from({ length: 25_000 }, (_, index) => ({ value: `Company ${index * 13}`, count: index % 97 })),
  );
  const searched = terms.map((term) => {
    const started = performance.now();
    list.search(term, 50);
    return performance.now() - started;
  });
  console.log(
    `suggestions: p95 ${at(times, 0.95)} over HTTP among 29,000 values, p95 ${at(searched, 0.95)} for the search alone among 25,000`,
  );
}

async function memoryOf(base: string): Promise<number> {
  const reply = await fetch(`${base}/metrics`);
  const [, bytes] = /^viewfinder_process_resident_memory_bytes (\d+)/m.exec(await reply.text()) ?? [];
  return Number(bytes) / 1024 / 1024;
}

/** Each format with every movie once for each of its genres and companies. */
async function downloads(base: string): Promise<void> {
  const fields =
    "fields=movies.title,movies.released_date,genres.name,production_companies.name,movies.count";
  for (const format of ["csv", "json", "ndjson", "xlsx", "parquet"]) {
    let peak = 0;
    const done = new AbortController();
    const watching = (async () => {
      while (!done.signal.aborted) {
        peak = Math.max(peak, await memoryOf(base));
        await setTimeout(250);
      }
    })();
    const reply = await send(`${base}/download/${model.name}/movies.${format}?${fields}`, "GET");
    done.abort();
    await watching;
    const rows = Number(reply.headers["x-row-count"]);
    console.log(
      `${format}: ${rows.toLocaleString("en-US")} rows, ${(reply.bytes / 1e6).toFixed(1)} MB in ${(reply.ms / 1000).toFixed(1)} s (${Math.round(rows / (reply.ms / 1000)).toLocaleString("en-US")} rows/s), server's memory at most ${peak.toFixed(0)} MB${reply.headers["x-truncated"] === "true" ? ", cut at Excel's end" : ""}`,
    );
  }
}

async function soak(base: string, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000;
  let asked = 0;
  const clients = Array.from({ length: 20 }, async (_, index) => {
    for (let round = index; performance.now() < until; round += 1) {
      const filters = { "production_companies.name": `Company ${round % 5000}` };
      const body = { ...questions[round % 2], ...(round % 3 === 0 ? { filters } : {}) };
      await send(`${base}/api/4.0/queries/run/json`, "POST", body);
      asked += 1;
    }
  });
  const sizes: string[] = [];
  while (performance.now() < until) {
    sizes.push((await memoryOf(base)).toFixed(0));
    await setTimeout(Math.max(1_000, (seconds * 1000) / 12));
  }
  await Promise.all(clients);
  console.log(
    `soak: ${asked.toLocaleString("en-US")} questions in ${seconds} s, memory in MB over time: ${sizes.join(" ")}`,
  );
}

/** Something has to have been published, or nothing is kept. */
async function publish(client: Client, of: Model): Promise<void> {
  const ledger = `"${of.schema}_hydrate"`;
  await client.query(
    `CREATE SCHEMA IF NOT EXISTS ${ledger};
     CREATE TABLE IF NOT EXISTS ${ledger}.runs (id bigint PRIMARY KEY, drop_name text, period text, state text, started timestamptz, finished timestamptz);
     INSERT INTO ${ledger}.runs VALUES (1, 'bench', '2026-10', 'published', now(), now()) ON CONFLICT DO NOTHING`,
  );
}

async function main(): Promise<void> {
  const stack = await openTestStack();
  const client = new Client({ connectionString: stack.url });
  await client.connect();
  try {
    await fillBench(client, model, movies);
    await publish(client, model);
    const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), "--serve"], {
      env: { ...process.env, BENCH_URL: stack.url },
    });
    const base = await new Promise<string>((resolve) => {
      child.once("message", (url: string) => resolve(url));
    });
    console.log(`${movies.toLocaleString("en-US")} movies, Node ${process.version}`);
    const seconds = option("seconds", 5);
    await load(base, 1, false);
    await load(base, seconds, false);
    await load(base, seconds, true);
    await overhead(base, stack.url);
    await suggestions(base);
    if (process.argv.includes("--download")) await downloads(base);
    if (option("soak", 0) > 0) await soak(base, option("soak", 0));
    const ended = new Promise((resolve) => child.once("exit", resolve));
    agent.destroy();
    child.kill("SIGTERM");
    await ended;
    await client.query(
      `DROP SCHEMA "${model.schema}_hydrate" CASCADE; DROP SCHEMA "${model.schema}" CASCADE`,
    );
  } finally {
    await client.end();
    await stack.release();
  }
}

if (process.argv.includes("--serve")) await serve(process.env["BENCH_URL"] ?? "");
else await main();
