// Measures computed from others (Looker's type number), worked out by hand over four sales, two of them under several tags.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile, DIALECTS, type Model } from "../generator/index.ts";
import { plan } from "../local/plan.ts";
import { planCoverage } from "../local/coverage.ts";
import { readQuestion } from "../local/read-question.ts";
import { writeSql } from "../local/sql.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { openSession, type Session } from "./oracle/session.ts";

let stack: Stack;
let session: Session;
let model: Model;

beforeAll(async () => {
  const text = readFileSync(new URL("cases/computed/looker.yml", import.meta.url), "utf8");
  const compiled = compile(`${text}schema: pg_temp\n`, "looker.yml");
  if (compiled.model === undefined) throw new Error(compiled.problems.map((one) => one.printed).join("\n"));
  model = compiled.model;
  stack = await openTestStack();
  session = await openSession(stack.url);
  await session.fill(model, {
    sales: [
      { id: "1", price: "10", cost: "4" },
      { id: "2", price: "4", cost: "1" },
      // A price of 0 is not known.
      { id: "3", price: "0", cost: "5" },
      { id: "4", price: "5", cost: null },
    ],
    tags: [
      { id: "1", name: "new" },
      { id: "2", name: "red" },
    ],
    sale_tags: [
      { sale_id: "1", tag_id: "1" },
      { sale_id: "1", tag_id: "2" },
      { sale_id: "2", tag_id: "1" },
      { sale_id: "3", tag_id: "2" },
    ],
  });
});

afterAll(async () => {
  await session.close();
  await stack.release();
});

/** The answer on Postgres, numbers to four places; the SQL for Redshift must say the same there. */
async function ask(fields: string, filters: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const question = readQuestion(
    { model: model.name, view: "sales", fields: fields.split(" "), filters, sorts: [fields.split(" ")[0]] },
    model,
  );
  const [ours, redshift] = [DIALECTS.postgres, DIALECTS.redshift].map((dialect) =>
    writeSql(plan(model, question), dialect),
  );
  const read = async (query: typeof ours): Promise<unknown> =>
    (await session.ask(query?.text ?? "", query?.values ?? [])).map((row) =>
      row.map((cell) =>
        cell === null || Number.isNaN(Number(cell)) ? cell : Number(Number(cell).toFixed(4)),
      ),
    );
  const answer = await read(ours);
  expect(await read(redshift)).toEqual(answer);
  return answer;
}

test("a share of totals, over everything", async () => {
  // 6 + 3 earned, of 10 + 4 + 5 taken; two of four are known to cost 5 or less.
  expect(await ask("sales.margin sales.share_of_cheap")).toEqual([[0.4737, 0.5]]);
});

test("under tags that a sale has several of, each sale counts once in each", async () => {
  expect(await ask("tags.name sales.margin sales.total_profit")).toEqual([
    ["new", 0.6429, 9],
    ["red", 0.6, 6],
    [null, 0, 0],
  ]);
  expect(await ask("sales.margin", { "tags.name": "new,red" })).toEqual([[0.6429]]);
});

test("a measure computed from one that is itself computed, and from a median", async () => {
  expect(await ask("sales.distance")).toEqual([[42.3684]]);
  expect(await ask("tags.name sales.distance")).toEqual([
    ["new", 57.2857],
    ["red", 50],
    [null, -5],
  ]);
});

test("beside measures of another view", async () => {
  expect(await ask("sales.margin tags.count")).toEqual([[0.4737, 2]]);
});

test("as a filter on groups", async () => {
  expect(await ask("tags.name", { "sales.margin": ">0.61" })).toEqual([["new"]]);
});

test("stands on what its measures stand on", () => {
  const question = readQuestion(
    { model: model.name, view: "sales", fields: ["sales.margin", "sales.total_price"] },
    model,
  );
  const { measures } = planCoverage(model, question, DIALECTS.postgres, {});
  expect(measures.map(({ name }) => name)).toEqual(["sales.total_profit", "sales.total_price"]);
});
