// npm run bench:page -- [--rounds=9]: what the page lets people wait for, in a real Chromium on the sample's movies with 25,000 companies.
import { setTimeout } from "node:timers/promises";
import { Client } from "pg";
import { openTestStack } from "../database.ts";
import { answered, openBlank } from "../page-acts.ts";
import { openWatched } from "../page-browser.ts";
import { openMovies } from "../page-movies.ts";
import { median } from "./measure.ts";

const given = process.argv.find((word) => word.startsWith("--rounds="));
const rounds = given === undefined ? 9 : Number(given.slice("--rounds=".length));
const COMPANIES = 25_000;

const movies = await openMovies();
const stack = await openTestStack();
const client = new Client({ connectionString: stack.url });
await client.connect();
const schema = `"${movies.model.schema}"`;
await client.query(
  `INSERT INTO ${schema}.production_companies (id, name) SELECT 50000000 + n, 'Company ' || n || ' Pictures' FROM generate_series(1, ${COMPANIES}) AS n;
   INSERT INTO ${schema}.movie_production_companies (movie_id, production_company_id)
     SELECT (SELECT MIN(id) FROM ${schema}.movies), 50000000 + n FROM generate_series(1, ${COMPANIES}) AS n`,
);

const paints: number[] = [];
const answers: number[] = [];
const shown: number[] = [];
const served: number[] = [];
const ended: number[] = [];

async function waiting(): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "SELECT COUNT(*)::int AS count FROM pg_stat_activity WHERE state = 'active' AND wait_event_type = 'Lock'",
  );
  return rows[0]?.count ?? 0;
}

async function until(holds: () => Promise<boolean>): Promise<number> {
  const started = performance.now();
  while (!(await holds())) await setTimeout(10);
  return performance.now() - started;
}

for (let round = 0; round <= rounds; round += 1) {
  const watched = await openWatched(movies.browser, movies.url, { anew: true });
  const { page } = watched;
  const started = performance.now();
  await page.goto(movies.url);
  await answered(page);
  const answer = performance.now() - started;
  const paint = await page.evaluate<number>(
    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN",
  );
  await openBlank(page, "Production Company");
  const typed = performance.now();
  const number = 1000 + round;
  await page.getByRole("combobox", { name: "Search Production Company" }).fill(`company ${number}`);
  await page.getByRole("option", { name: new RegExp(`^Company ${number} Pictures`) }).waitFor();
  const options = performance.now() - typed;
  await page.keyboard.press("Escape");
  const letGo = await movies.hold();
  try {
    await page.getByLabel("Metric").selectOption(round % 2 === 0 ? "runtime" : "votes");
    await page.keyboard.press("Control+Enter");
    await until(async () => (await waiting()) > 0);
    await watched.close();
    const end = await until(async () => (await waiting()) === 0);
    // The first round fetches and loads what the others find.
    if (round > 0) ended.push(end);
  } finally {
    await letGo();
  }
  if (round === 0) continue;
  paints.push(paint);
  answers.push(answer);
  shown.push(options);
}
const { name } = movies.model;
for (let at = 0; at < 200; at += 1) {
  const started = performance.now();
  const address = `${movies.url}/values/${name}/${name}/production_companies.name?q=${encodeURIComponent(`company ${at * 7}`)}&limit=50`;
  const response = await fetch(address);
  await response.text();
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  served.push(performance.now() - started);
}
const most = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? Number.NaN;
const say = (what: string, times: readonly number[]): void =>
  console.log(
    `${what.padEnd(52)} ${median(times).toFixed(0).padStart(6)} ${most(times, 1).toFixed(0).padStart(8)}`,
  );
console.log(`${rounds} rounds, milliseconds`.padEnd(52), "median".padStart(6), "longest".padStart(8));
say("address opened → first paint", paints);
say("address opened → answer shown", answers);
say(`word typed → its option shown, of ${COMPANIES.toLocaleString("en-US")} companies`, shown);
say("tab closed → the database's query has ended", ended);
console.log(
  `suggestions over HTTP, 200 requests: median ${median(served).toFixed(1)} ms, p95 ${most(served, 0.95).toFixed(1)} ms`,
);

await client.end();
await stack.release();
await movies.close();
