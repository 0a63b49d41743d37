// Drops published one after the other -> which of them an answer is computed from, and how the terminal says it.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { printCoverage } from "../cli/print-coverage.ts";
import { DIALECTS, loadModel, type Model } from "../generator/index.ts";
import { answer } from "../local/answer.ts";
import { type Coverage, coverageOf } from "../local/coverage.ts";
import { plan } from "../local/plan.ts";
import { openReader } from "../local/pool.ts";
import { readQuestion } from "../local/read-question.ts";
import { writeSql } from "../local/sql.ts";
import { openTestStack } from "./database.ts";
import { hydrateAsText, inOwnSchema, openLooker, testDay } from "./hydrated.ts";

let model: Model;
let pool: pg.Pool;
let folder: string;
let url: string;
const ending: (() => Promise<void>)[] = [];
beforeAll(async () => {
  model = inOwnSchema(await loadModel(fileURLToPath(new URL("../looker.yml", import.meta.url))), "coverage");
  const stack = await openTestStack();
  url = stack.url;
  const looker = await openLooker(url);
  pool = openReader(url);
  folder = await mkdtemp(join(tmpdir(), "viewfinder-coverage-"));
  ending.push(
    () => rm(folder, { recursive: true }),
    () => pool.end(),
    () => looker.drop(model),
    () => looker.close(),
    () => stack.release(),
  );
  await publish(0, "2026-01", { 1: ["Drama", 0], 2: ["Comedy", 7] });
  await publish(1, "2026-02", { 2: ["Drama", 8] });
});
afterAll(async () => {
  for (const end of ending) await end();
});

/** Writes a month's drop, films by their id with genre and budget, and hydrates it. */
async function publish(
  day: number,
  month: string,
  films: Readonly<Record<string, readonly [genre: string, budget: number]>>,
): Promise<void> {
  const source = model.sources.find(({ name }) => name === "movies_metadata");
  const columns = source?.columns.map(({ name }) => name) ?? [];
  const lines = Object.entries(films).map(([id, [genre, budget]]) => {
    const given: Readonly<Record<string, string>> = {
      id,
      title: `Film ${id}`,
      budget: String(budget),
      genres: `"[{'id': ${genre.length}, 'name': '${genre}'}]"`,
    };
    return columns.map((column) => given[column] ?? "").join(",");
  });
  const drop = join(folder, month);
  await mkdir(drop);
  await writeFile(join(drop, "movies_metadata.csv"), `${[columns.join(","), ...lines].join("\n")}\n`);
  expect(await hydrateAsText(url, model, drop, { now: testDay(day) })).toContain("published as run");
}

async function covered(fields: readonly string[]): Promise<{ coverage: Coverage; lines: readonly string[] }> {
  const question = readQuestion({ model: model.name, view: "movies", fields }, model);
  const shown = await answer(pool, writeSql(plan(model, question), DIALECTS.postgres));
  const coverage = await coverageOf(pool, model, question, DIALECTS.postgres);
  return { coverage, lines: printCoverage(coverage, shown) };
}

test("an answer names the drops whose records the tables it read hold, the latest first", async () => {
  const { coverage, lines } = await covered(["genres.name", "movies.average_budget", "movies.count"]);
  expect(coverage.drops?.map(({ run, period }) => [run, period])).toEqual([
    ["2", "2026-02"],
    ["1", "2026-01"],
  ]);
  expect(coverage.drops?.[0]?.published).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(lines.join("\n").replaceAll(model.schema, "movies")).toBe(
    `Average Budget stands on 1 of 2 rows of movies; in the others Budget is 0 or empty, and 0 means not known.
Computed from movies.genres, movies.movie_genres and movies.movies, as loaded with 2026-02 (run 2) and 2026-01 (run 1).`,
  );
});

test("what a later drop replaced is not named any more", async () => {
  await publish(2, "2026-03", { 1: ["Drama", 9] });
  const { coverage } = await covered(["movies.average_budget"]);
  expect(coverage.drops?.map(({ run }) => run)).toEqual(["3", "2"]);
});

test("without a ledger an answer names tables only", async () => {
  const looker = await openLooker(url);
  try {
    await looker.rows(`ALTER SCHEMA "${model.schema}_hydrate" RENAME TO "${model.schema}_away"`);
    const { coverage, lines } = await covered(["movies.count"]);
    expect(coverage).toMatchObject({ drops: undefined, tables: [`${model.schema}.movies`] });
    expect(lines).toEqual([`Computed from ${model.schema}.movies.`]);
  } finally {
    await looker.rows(`ALTER SCHEMA "${model.schema}_away" RENAME TO "${model.schema}_hydrate"`);
    await looker.close();
  }
});
