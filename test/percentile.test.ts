// Percentiles over twelve movies, each worked out by hand: between two values as far as its place is between theirs.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS, emitLookml } from "../generator/index.ts";
import { planCoverage } from "../local/coverage.ts";
import { plan } from "../local/plan.ts";
import { readQuestion } from "../local/read-question.ts";
import { writeSql } from "../local/sql.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { modelOf } from "./library.ts";
import { asks } from "./looker/hand-checked.ts";
import { askBoth, hostsOf } from "./looker/hosts.ts";
import { spelledRows } from "./looker/rows.ts";
import { openSession, type Session } from "./oracle/session.ts";
import { TWELVE_MOVIES } from "./twelve-movies.ts";

const MEASURES = `
      dear: {type: percentile, of: budget, percentile: 90}
      cheap: {type: percentile, of: budget, percentile: 10}
      quarter: {type: percentile, of: budget, percentile: 25}
      least: {type: percentile, of: budget, percentile: 0}
      most: {type: percentile, of: budget, percentile: 100}
      nearly_most: {type: percentile, of: budget, percentile: 99.9}
      english_dear: {type: percentile, of: budget, percentile: 90, filters: {original_language: en}}
      spread: {type: number, sql: '\${dear} - \${cheap}'}
`;

const hosts = hostsOf(
  modelOf(
    readFileSync(new URL("../looker.yml", import.meta.url), "utf8")
      .replace(/^schema: .*$/m, "schema: pg_temp")
      .replace(/^    measures:\n/m, () => `    measures:${MEASURES}`),
  ),
);

let stack: Stack;
let session: Session;

beforeAll(async () => {
  stack = await openTestStack();
  session = await openSession(stack.url);
  await session.fill(hosts.model, spelledRows(TWELVE_MOVIES));
});

afterAll(async () => {
  await session.close();
  await stack.release();
});

/** The answer on Postgres, which Redshift's SQL and the printed LookML must give there too; numbers as numbers. */
async function ask(fields: string, filters: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const question = readQuestion(
    { model: "movies", view: "movies", fields: fields.split(" "), filters },
    hosts.model,
  );
  const read = async (dialect: keyof typeof DIALECTS): Promise<unknown> => {
    const query = writeSql(plan(hosts.model, question), DIALECTS[dialect]);
    return (await session.ask(query.text, query.values)).map((row) =>
      row.map((cell, at) => (query.columns[at]?.type === "number" && cell !== null ? Number(cell) : cell)),
    );
  };
  const answer = await read("postgres");
  expect(await read("redshift")).toEqual(answer);
  expect(await askBoth(hosts, asks(fields, filters), session)).toMatchObject({ kind: "same" });
  return answer;
}

// Known budgets: 5, 20, 50, 60, 100, 200, 300, 400, 600.
describe("over all movies", () => {
  test("nine tenths of the way from the first place to the ninth is place 8.2", async () => {
    expect(await ask("movies.dear")).toEqual([[440]]);
  });
  test("a place of its own, both ends, and a tenth of a percent", async () => {
    expect(await ask("movies.quarter movies.least movies.most movies.nearly_most")).toEqual([
      [50, 5, 600, 598.4],
    ]);
  });
  test("of some of them: 5, 20, 50, 100, 300", async () => {
    expect(await ask("movies.english_dear")).toEqual([[220]]);
  });
  test("over nothing it is unknown", async () => {
    expect(await ask("movies.dear movies.spread", { "movies.title": "Nobody" })).toEqual([[null, null]]);
  });
});

describe("over many-to-many joins", () => {
  test("by genre, beside a median and a total of the same rows", async () => {
    expect(
      await ask("genres.name movies.dear movies.median_budget movies.total_budget movies.count"),
    ).toEqual([
      // 50, 200, 400, 600
      ["Drama", 540, 300, 1250, 4],
      // 100, 300, 400; one is not known
      ["Action", 380, 300, 800, 4],
      // 50, 60, 100, 400; one is not known
      ["Comedy", 310, 80, 610, 5],
      ["Horror", 56, 40, 80, 2],
      [null, 5, 5, 5, 2],
    ]);
  });
  test("two companies of one name count a movie once: 20, 60, 600", async () => {
    expect(
      await ask("production_companies.name movies.dear", { "production_companies.name": "Echo Films" }),
    ).toEqual([["Echo Films", 492]]);
    expect(await ask("movies.dear", { "production_companies.name": "Echo Films" })).toEqual([[492]]);
  });
  test("both joins at once", async () => {
    expect(
      await ask("genres.name production_companies.name movies.dear", { "genres.name": "Comedy" }),
    ).toEqual([
      ["Comedy", "Comet", 400],
      // 100 and 400; Bravo's is not known
      ["Comedy", "Aurora", 370],
      ["Comedy", "Echo Films", 60],
      ["Comedy", null, 50],
      ["Comedy", "Borealis", null],
    ]);
  });
  test("beside measures of the joined views", async () => {
    expect(await ask("movies.dear genres.count production_companies.count")).toEqual([[440, 4, 6]]);
  });
  test("as a filter on groups, and computed from", async () => {
    // A tenth of the way: 50 + 0.3 * 150.
    expect(await ask("genres.name movies.spread", { "movies.dear": ">=400" })).toEqual([["Drama", 445]]);
  });
});

test("it stands on what is known of its dimension", () => {
  const question = readQuestion(
    { model: "movies", view: "movies", fields: ["genres.name", "movies.dear"] },
    hosts.model,
  );
  const { measures } = planCoverage(hosts.model, question, DIALECTS.postgres, {});
  expect(measures.map(({ name }) => name)).toEqual(["movies.dear"]);
});

test.each(Object.values(DIALECTS))("$name: no digit is rounded", async ({ percentile }) => {
  const rows = "(VALUES (9007199254740993::numeric), (9007199254740994), (NULL)) AS v(v)";
  const places = percentile.beside("v", []).join(", ");
  const [row] = await session.ask(
    `SELECT ${percentile.of("v", 12.5)} FROM (SELECT *, ${places} FROM ${rows}) AS v`,
    [],
  );
  expect(row).toEqual(["9007199254740993.125"]);
});

test("LookML says which percentile", () => {
  const view = emitLookml(hosts.model).find(({ path }) => path === "views/movies.view.lkml");
  expect(view?.text).toContain("type: percentile\n    percentile: 99.9\n");
});
