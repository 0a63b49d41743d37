// Numbers arrive with all their digits, and what the database says when it cannot answer arrives in words.
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Mistake, Outage } from "../generator/index.ts";
import { formatNumber } from "../cli/table.ts";
import { answer, type Cell } from "../local/answer.ts";
import { openReader } from "../local/pool.ts";
import type { Query } from "../local/query.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";

let stack: Stack;
let pool: pg.Pool;

beforeAll(async () => {
  stack = await openTestStack();
  pool = openReader(stack.url);
});
afterAll(async () => {
  await pool.end();
  await stack.release();
});

function queryOf(text: string, exact: boolean): Query {
  return {
    text,
    values: [],
    columns: [{ name: "a.b", label: "B", category: "measure", type: "number", exact, format: undefined }],
  };
}

async function oneNumber(sql: string, exact = true): Promise<Cell> {
  const { rows } = await answer(pool, queryOf(`SELECT ${sql}`, exact));
  return rows[0]?.["a.b"] ?? null;
}

test.each([
  ["12345678.000000000001", "12345678.000000000001"],
  ["123456.999999999999", "123456.999999999999"],
  ["9007199254740990.4", "9007199254740990.4"],
  ["4503599627370496.5", "4503599627370496.5"],
  ["9007199254740993", "9007199254740993"],
  ["-123456789012345678901234567890.12", "-123456789012345678901234567890.12"],
  ["9007199254740991", 9007199254740991],
  ["1234.500000000000", 1234.5],
  ["1000000.000000000000", 1000000],
  ["0.000000000000001", 0.000000000000001],
  ["-0.25", -0.25],
])("the decimal %s keeps its digits", async (written, expected) => {
  expect(await oneNumber(`CAST('${written}' AS NUMERIC)`)).toBe(expected);
});

test("an average is the nearest JavaScript number", async () => {
  expect(await oneNumber("CAST(10 AS NUMERIC) / 3", false)).toBe(10 / 3);
});

test("a terminal shows every digit", () => {
  expect(formatNumber("1234567890123456.78", "usd")).toBe("$1,234,567,890,123,456.78");
  expect(formatNumber("9007199254740993", "decimal_0")).toBe("9,007,199,254,740,993");
  expect(formatNumber(-1234.5, "usd")).toBe("-$1,234.50");
});

test.each([
  ["SELECT count(*) FROM nowhere", Outage, "lacks a table"],
  ["SELECT nothing FROM pg_class", Outage, "lacks a column"],
  ["SELECT no_such_function(1)", Mistake, "does not accept the SQL of a field"],
  ["SELECT 1 +", Mistake, "does not accept the SQL of a field"],
  ["SELECT 1 / 0", Mistake, "cannot be computed over this data"],
  ["SELECT pg_terminate_backend(pg_backend_pid())", Outage, "went away"],
])("%s is said in words", async (text, kind, words) => {
  const asked = answer(pool, queryOf(text, true));
  await expect(asked).rejects.toBeInstanceOf(kind);
  await expect(asked).rejects.toThrow(words);
});

test("more values than a message can hold are refused before they are sent", async () => {
  const query = { ...queryOf("SELECT 1", true), values: Array.from({ length: 65_536 }, () => "x") };
  await expect(answer(pool, query)).rejects.toThrow("65,535 is the most");
});
