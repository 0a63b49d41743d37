// What `viewfinder init` writes: models that pass their own check, from nothing and from a live catalog.
import { readFileSync, writeFileSync } from "node:fs";
import { Client, type Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile, emitLookml, modelOfCatalog, starterModel } from "../generator/index.ts";
import { readWarehouseType } from "../generator/resolve/warehouse-type.ts";
import { readAddress } from "../hydrate/warehouse/address.ts";
import { readCatalog, readCatalogAt } from "../local/catalog.ts";
import { openReader } from "../local/pool.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { openRedshiftDouble } from "./doubles/redshift/double.ts";

const SQL = new URL("init/shop.sql", import.meta.url);
const WRITTEN = new URL("init/looker.yml", import.meta.url);

let stack: Stack;
let pool: Pool;

beforeAll(async () => {
  stack = await openTestStack();
  const client = new Client({ connectionString: stack.url });
  await client.connect();
  await client.query(readFileSync(SQL, "utf8"));
  await client.end();
  pool = openReader(stack.url, { size: 1 });
});

afterAll(async () => {
  await pool.end();
  await stack.release();
});

function complaintsAbout(text: string): readonly string[] {
  const { problems, warnings } = compile(text, "looker.yml");
  return [...problems, ...warnings].map((problem) => problem.printed);
}

test("the starter model is in order, warnings included", () => {
  expect(complaintsAbout(starterModel("sales")).filter((printed) => !printed.includes("fan-out"))).toEqual(
    [],
  );
});

test("a live catalog becomes the model a person would have written", async () => {
  const text = modelOfCatalog(await readCatalog(pool, "init_shop"), "shop");
  if (process.env["UPDATE"] === "1") writeFileSync(WRITTEN, text);
  expect(text).toBe(readFileSync(WRITTEN, "utf8"));
  expect(complaintsAbout(text)).toEqual([]);
  const { model } = compile(text, "looker.yml");
  expect(model === undefined ? 0 : emitLookml(model).length).toBeGreaterThan(5);
});

test("a warehouse without keys is read by its names, and says so", () => {
  const column = (name: string, type: string): { name: string; type: string; comment: undefined } => ({
    name,
    type,
    comment: undefined,
  });
  const bare = { comment: undefined, key: [], references: [] };
  const text = modelOfCatalog(
    {
      schema: "dw",
      tables: [
        {
          ...bare,
          name: "companies",
          columns: [column("id", "integer"), column("name", "character varying(256)")],
        },
        { ...bare, name: "visits", columns: [column("visit_id", "bigint"), column("company_id", "integer")] },
      ],
    },
    "dw",
  );
  expect(text).toContain("key: visit_id   # guessed by its name");
  expect(text).toContain("company_id: companies   # guessed by its name");
  expect(complaintsAbout(text)).toEqual([]);
});

test("a bridge between tables with any kind of plural is found by its names", () => {
  const column = (name: string) => ({ name, type: "integer", comment: undefined });
  const table = (name: string, ...columns: readonly string[]) => ({
    name,
    comment: undefined,
    key: columns.slice(0, name.includes("_") ? 2 : 1),
    references: [],
    columns: columns.map(column),
  });
  const text = modelOfCatalog(
    {
      schema: "dw",
      tables: [
        table("movies", "id"),
        table("boxes", "id"),
        table("companies", "id"),
        table("movie_boxes", "movie_id", "box_id"),
        table("movie_companies", "movie_id", "company_id"),
      ],
    },
    "dw",
  );
  expect(text).toContain("boxes: {through: movie_boxes}");
  expect(text).toContain("companies: {through: movie_companies}");
  expect(complaintsAbout(text)).toEqual([]);
});

test("a database that does not let us in says so in words, and at once", async () => {
  const wrong = new URL(stack.url);
  wrong.password = "wrong";
  await expect(readCatalogAt(wrong.href, "public")).rejects.toThrow(/does not let us in/);
  wrong.password = "";
  await expect(readCatalogAt(wrong.href, "public")).rejects.toThrow(/asks for a password|does not let us in/);
});

test("Redshift's catalog is read by queries its leader node answers, distribution and sort keys with it", async () => {
  const s3 = {
    endpoint: "http://127.0.0.1:9",
    region: "eu-west-1",
    accessKeyId: "none",
    secretAccessKey: "none",
  };
  const double = await openRedshiftDouble({ postgresUrl: stack.url, s3 });
  const client = new Client({ connectionString: stack.url });
  await client.connect();
  try {
    await client.query(`INSERT INTO redshift_double.layout VALUES
      ('init_shop.orders', 1, 'giver_id', '{ordered_at,id}'), ('init_shop.people', 8, NULL, '{}'), ('init_shop.tags', 0, NULL, '{}')`);
    const catalog = await readCatalogAt(readAddress(double.url).connectionString, "init_shop", true);
    const plain = await readCatalog(pool, "init_shop");
    const [orders, people, reviews] = ["orders", "people", "reviews"].map((name) =>
      catalog.tables.find((table) => table.name === name),
    );
    expect(orders).toEqual({
      ...plain.tables.find((table) => table.name === "orders"),
      distribution: "giver_id",
      sort: ["ordered_at", "id"],
    });
    expect([people?.distribution, people?.sort, reviews?.distribution]).toEqual(["all", [], undefined]);
    const text = modelOfCatalog(catalog, "shop");
    expect(text).toContain("    distribution: giver_id\n    sort: [ordered_at, id]\n");
    expect(text).toContain("    distribution: all\n");
    expect(text).toContain("    distribution: even\n");
    expect(complaintsAbout(text)).toEqual([]);
    const { model } = compile(text, "looker.yml");
    expect(model?.tables.find((table) => table.name === "orders")?.distribution).toEqual({
      kind: "column",
      column: "giver_id",
    });
    await expect(readCatalogAt(readAddress(double.url).connectionString, "init_shopp", true)).rejects.toThrow(
      /did you mean `init_shop`\?/,
    );
  } finally {
    await client.end();
    await double.close();
  }
});

test("a schema without tables is refused with the one that was meant", async () => {
  await expect(readCatalog(pool, "init_shopp")).rejects.toThrow(
    /no tables in schema init_shopp \(did you mean `init_shop`\?\)/,
  );
});

test.each([
  ["character varying(108)", "text"],
  ["double precision", "double"],
  ["timestamp without time zone", "timestamp"],
  ["timestamp(6) with time zone", "timestamp"],
  ["NUMERIC(14,2)", "decimal"],
  ["numeric", "decimal"],
  ["boolean", "boolean"],
  ["int8", "integer"],
  ["super", undefined],
  ["bytea", undefined],
  ["integer[]", undefined],
  ["time without time zone", undefined],
  ["numeric(50,2)", undefined],
])("the warehouse's %s is read as %s", (written, kind) => {
  expect(readWarehouseType(written)?.kind).toBe(kind);
});
