// The SQL inside the generated LookML, put together the way Looker does it and run in a real Postgres.
import { readFileSync } from "node:fs";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile, emitLookml, type Model } from "../generator/index.ts";
import type { Stack } from "../local/stack.ts";
import { type Block, blocks, inside, parseFile } from "./cases/parse.ts";
import { fillTables, openTestStack } from "./database.ts";
import { renderLiquid } from "./looker/interpreter/liquid.ts";
import { TWELVE_MOVIES } from "./twelve-movies.ts";

let stack: Stack;
let client: Client;

function modelOf(path: string, schema: string): Model {
  const text = readFileSync(new URL(path, import.meta.url), "utf8").replace(/^schema: .*\n/m, "");
  const { model } = compile(`${text}\nschema: ${schema}\n`, path);
  if (model === undefined) throw new Error(`${path} has problems`);
  return model;
}

const movies = modelOf("../looker.yml", "test_lookml_movies");
const shop = modelOf("cases/shop/looker.yml", "test_lookml_shop");

beforeAll(async () => {
  stack = await openTestStack();
  await fillTables(stack.url, movies, TWELVE_MOVIES);
  await fillTables(stack.url, shop, {});
  client = new Client({ connectionString: stack.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await stack.release();
});

/** One view as Looker sees it: the fields of the printed file by name. */
function viewOf(model: Model, name: string): Block {
  const file = emitLookml(model).find((one) => one.path === `views/${name}.view.lkml`);
  if (file === undefined) throw new Error(`no view ${name}`);
  return inside(parseFile(file), "view", name);
}

/**
 * What Looker puts into a query for a piece of LookML SQL.
 * @param chosen the SQL condition that stands for the filter's value, given the expression it is put on
 * @param listed the filter's value as it was written
 */
function lookerSql(
  model: Model,
  view: Block,
  sql: string,
  chosen: (on: string) => string,
  listed = "",
): string {
  const name = String(view["$name"]);
  const carriedOut = renderLiquid(sql, {
    text: (text) => text,
    parameter: () => "",
    condition: (_name, on) => chosen(on),
    filter: () => listed,
  });
  return carriedOut
    .replaceAll("@{SCHEMA}", model.schema)
    .replaceAll("${TABLE}", name)
    .replace(/\$\{(\w+)\}/g, (_match, field: string) => {
      const group = field.replace(/_(raw|date|week|month|quarter|year)$/, "");
      const found =
        (view["dimension"] as Block)[field] ?? ((view["dimension_group"] ?? {}) as Block)[group] ?? undefined;
      if (found === undefined) throw new Error(`no field ${field} in ${name}`);
      return `(${lookerSql(model, view, String((found as Block)["sql"]), chosen, listed)})`;
    });
}

async function idsWhere(
  filter: string,
  chosen: (on: string) => string,
  listed = "",
): Promise<readonly number[]> {
  const view = viewOf(movies, "movies");
  const sql = lookerSql(movies, view, String(inside(view, "filter", filter)["sql"]), chosen, listed);
  const { rows } = await client.query<{ id: string }>(
    `SELECT movies.id FROM ${movies.schema}.movies AS movies WHERE ${sql} ORDER BY movies.id`,
  );
  return rows.map((row) => Number(row.id));
}

const isComedy = (on: string): string => `${on} IN ('Comedy')`;

test("a selector keeps each row once, whatever number of related rows match", async () => {
  expect(await idsWhere("genre", isComedy)).toEqual([1, 2, 6, 7, 10]);
  expect(await idsWhere("genre", (on) => `${on} IN ('Comedy', 'Action')`)).toEqual([1, 2, 4, 6, 7, 10, 11]);
  expect(await idsWhere("production_company", (on) => `${on} = 'Echo Films'`)).toEqual([8, 9, 10]);
});

test("an excluding selector drops exactly those, and keeps rows without any related row", async () => {
  expect(await idsWhere("genre_excluded", isComedy)).toEqual([3, 4, 5, 8, 9, 11, 12]);
});

test("a selector of all values keeps the rows that have each of them", async () => {
  const comedyAndAction = (on: string): string => `${on} IN ('Comedy', 'Action')`;
  expect(await idsWhere("genre_all_of", comedyAndAction, "Comedy,Action")).toEqual([1, 7]);
  expect(await idsWhere("genre_all_of", isComedy, "Comedy")).toEqual([1, 2, 6, 7, 10]);
  // A value that nothing has is asked for as well.
  expect(await idsWhere("genre_all_of", comedyAndAction, "Comedy,Action,Musical")).toEqual([]);
  // Two companies are called Echo Films: one name, whichever of them.
  const isEcho = (on: string): string => `${on} = 'Echo Films'`;
  expect(await idsWhere("production_company_all_of", isEcho, "Echo Films")).toEqual([8, 9, 10]);
});

test.each([
  ["A", 1],
  ["A,B,C", 3],
  ['"Foo, Inc.",Bar', 2],
  ["Foo^, Inc.,Bar", 2],
  ['"null, of all",^"a^",b^^,c', 4],
  ['"say \\"a, b\\"",c', 2],
  ["a\\\\,b", 2],
])("Looker is told of %s how many values it lists", (listed, many) => {
  const view = viewOf(movies, "movies");
  const sql = lookerSql(
    movies,
    view,
    String(inside(view, "filter", "genre_all_of")["sql"]),
    (on) => on,
    listed,
  );
  expect(/=\s*(\d+)\s*\)\s*$/.exec(sql)?.[1]).toBe(String(many));
});

test("every dimension, timeframe and selector of both models is SQL that runs", async () => {
  for (const model of [movies, shop])
    for (const { name, table } of model.views) {
      const view = viewOf(model, name);
      const chosen = (on: string): string => `${on} IS NOT NULL`;
      const spelled = (block: Block): string => lookerSql(model, view, String(block["sql"]), chosen);
      const dimensions = [...blocks(view, "dimension"), ...blocks(view, "dimension_group")];
      // A dimension of cases has no SQL of its own: each of its conditions has.
      const columns = dimensions.flatMap(([, dimension]) =>
        dimension["sql"] === undefined
          ? blocks(dimension["case"] as Block, "when").map(([, when]) => `(${spelled(when)})`)
          : [spelled(dimension)],
      );
      const filters = blocks(view, "filter").map(([, filter]) => `(${spelled(filter)})`);
      await client.query(
        `SELECT ${columns.join(", ")} FROM ${model.schema}.${table} AS ${name} WHERE ${["TRUE", ...filters].join(" AND ")}`,
      );
    }
  expect(shop.views.length).toBeGreaterThan(5);
});

test("a view's key differs for every row", async () => {
  for (const { name, table } of movies.views) {
    const view = viewOf(movies, name);
    const [key] = blocks(view, "dimension");
    const sql = lookerSql(movies, view, String(key?.[1]["sql"]), (on) => on);
    const { rows } = await client.query<{ all: string; different: string }>(
      `SELECT COUNT(*) AS "all", COUNT(DISTINCT ${sql}) AS different FROM ${movies.schema}.${table} AS ${name}`,
    );
    expect(rows[0]?.different).toBe(rows[0]?.all);
  }
});
