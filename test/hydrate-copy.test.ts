// COPY of several tables in one message: all of their rows, or none and a session that goes on.
import { afterAll, beforeAll, expect, test } from "vitest";
import { readAddress } from "../hydrate/warehouse/address.ts";
import { postgresWarehouse } from "../hydrate/warehouse/postgres.ts";
import { openSession } from "../hydrate/warehouse/session.ts";
import type { Loading, Warehouse } from "../hydrate/warehouse/warehouse.ts";
import { openTestStack } from "./database.ts";

const stack = await openTestStack();
afterAll(() => stack.release());

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await postgresWarehouse(await openSession(readAddress(stack.url), "test of COPY"));
  await warehouse.query("CREATE TEMPORARY TABLE numbers (_ordinal bigint, raw bytea NOT NULL)");
  await warehouse.query("CREATE TEMPORARY TABLE words (_ordinal bigint, word text NOT NULL)");
  await warehouse.query("CREATE TEMPORARY TABLE days (_ordinal bigint, day date)");
});
afterAll(() => warehouse.close());

function load(): Loading {
  const label = "rows";
  const [folder, place, ordinal] = ["rows", "test", 0];
  return warehouse.load({
    place,
    targets: [
      { table: "numbers", label, folder, ordinal, columns: ["_ordinal", "raw"], bare: true },
      { table: "words", label, folder, ordinal, columns: ["_ordinal", "word"] },
      { table: "days", label, folder, ordinal, columns: ["_ordinal", "day"] },
    ],
  });
}

async function counts(): Promise<readonly number[]> {
  const found = await warehouse.query<{ n: string }>(
    "SELECT count(*) AS n FROM numbers UNION ALL SELECT count(*) FROM words UNION ALL SELECT count(*) FROM days",
  );
  return found.rows.map(({ n }) => Number(n));
}

test("rows of several tables are all there, however many megabytes they are", async () => {
  const loading = load();
  const raw = Buffer.alloc(1_000, 0xff);
  for (let ordinal = 1; ordinal <= 30_000; ordinal += 1) {
    loading.add(0, [ordinal, raw]);
    loading.add(1, [ordinal, `tab\t, line\n, \\ and \\N of ${ordinal}`]);
    if (ordinal % 3 === 0) loading.add(2, [ordinal, null]);
    await loading.rest();
  }
  await loading.finish();
  expect(await counts()).toEqual([30_000, 30_000, 10_000]);
  const found = await warehouse.query<{ ordinals: string; words: string; bytes: string }>(
    `SELECT sum(n._ordinal) AS ordinals, count(*) FILTER (WHERE word = E'tab\\t, line\\n, \\\\ and \\\\N of ' || w._ordinal) AS words,
            sum(length(raw)) AS bytes
       FROM numbers n JOIN words w USING (_ordinal)`,
  );
  expect(found.rows).toEqual([{ ordinals: "450015000", words: "30000", bytes: "30000000" }]);
  await warehouse.query("TRUNCATE numbers, words, days");
});

test.each([
  ["in the first table", 0, [2, null], /null value in column "raw"/],
  ["in one between", 1, [2, null], /null value in column "word"/],
  ["in the last table", 2, [2, "2026-02-31"], /2026-02-31/],
])(
  "a row that the warehouse refuses %s leaves no row in any of them, and a session that goes on",
  async (_, target, row, said) => {
    const loading = load();
    const fails = async (): Promise<void> => {
      loading.add(target, row);
      for (const [at, value] of [Buffer.from("a"), "word", "2026-01-31"].entries())
        loading.add(at, [1, value]);
      // More than the server reads before it answers.
      for (let ordinal = 3; ordinal <= 300_000; ordinal += 1) loading.add(2, [ordinal, "2026-01-31"]);
      await loading.finish();
    };
    await expect(fails()).rejects.toThrow(said);
    expect(await counts()).toEqual([0, 0, 0]);
  },
);
