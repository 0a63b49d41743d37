// The benchmark over a few hundred movies: it runs, and all spellings of a question agree.
import { readFileSync } from "node:fs";
import { Client } from "pg";
import { expect, test } from "vitest";
import { DIALECTS } from "../../generator/index.ts";
import { plan } from "../../local/plan.ts";
import { readQuestion } from "../../local/read-question.ts";
import { writeSql } from "../../local/sql.ts";
import { openTestStack } from "../database.ts";
import { widened } from "./compiling.ts";
import { benchModel, fillBench } from "./data.ts";
import { measure } from "./measure.ts";
import { BENCH_QUESTIONS } from "./questions.ts";

const lookerYml = readFileSync(new URL("../../looker.yml", import.meta.url), "utf8");

test("ours, the ones by hand and Looker's give the same numbers", async () => {
  const model = benchModel(lookerYml, 400);
  const stack = await openTestStack();
  const client = new Client({ connectionString: stack.url });
  try {
    await client.connect();
    await fillBench(client, model, 400);
    const measured = await measure(client, model, 1);
    expect(measured.flatMap(({ title, differences }) => differences.map((one) => [title, one]))).toEqual([]);
    expect(measured.map(({ title }) => title)).toEqual(BENCH_QUESTIONS.map(({ title }) => title));
  } finally {
    await client.end();
    await stack.release();
  }
});

test("two thousand views more change nothing in the SQL of a question", () => {
  const model = benchModel(lookerYml, 400);
  const wide = widened(model, 2000);
  for (const { asked } of BENCH_QUESTIONS) {
    const [narrow, same] = [model, wide].map((one) =>
      writeSql(
        plan(one, readQuestion({ model: one.name, view: "movies", ...asked }, one)),
        DIALECTS.postgres,
      ),
    );
    expect(same?.text).toBe(narrow?.text);
  }
});
