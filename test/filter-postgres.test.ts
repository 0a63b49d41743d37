// Random filters, compiled and run by Postgres over a small table, keep the rows that the tree keeps.
import * as fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DIALECTS, Mistake } from "../generator/index.ts";
import type { Condition } from "../local/filter/condition.ts";
import { filterContext } from "../local/filter/context.ts";
import { readFilter } from "../local/filter/filter.ts";
import { printFilter } from "../generator/filter/print.ts";
import type { Filter, FilterLanguage } from "../generator/filter/tree.ts";
import type { Stack } from "../local/stack.ts";
import { type ConditionOptions, writeCondition } from "../local/sql/write-condition.ts";
import { Writer } from "../local/sql/writer.ts";
import { type Comparing, evaluate, numbers, type TestedValue, texts, times } from "./condition-oracle.ts";
import { openTestStack } from "./database.ts";
import { filters, stringTerm } from "./filter-trees.ts";

const TEXTS = [
  "",
  " ",
  "a b",
  " a",
  "a ",
  "\t",
  ...String.raw`a b B ab aB AB é É 😀 a😀b -a -- NULL EMPTY null % a% _ a_b ^ a^b a,b , " a"b "a" ' a'b \ \a a\ \% \_`.split(
    " ",
  ),
];
const NUMBERS =
  "0 1 -1 2.5 -0.5 3 9.999 10 1000 9007199254740992 9007199254740993 9007199254740994 12345678901234567.88 12345678901234567.89".split(
    " ",
  );
const DAYS =
  "0001-01-01 0099-12-31 1999-12-31 2000-02-29 2017-12-31 2018-01-01 2018-03-31 2018-04-01 2018-05-13 2018-05-14 2018-05-17 2018-05-18 2018-05-19 2018-06-01 2020-02-29 2024-12-31 9999-12-31".split(
    " ",
  );
const TIMES = [...DAYS, "2018-05-18", "2018-05-18", "2018-05-18"].map(
  (day, index) => `${day} ${["00:00:00", "23:59:59", "12:00:00", "18:30:02", "18:29:59"][index % 5] ?? ""}`,
);

/** The columns of the table, and what their values are compared as. */
const COLUMNS = {
  text: { type: "TEXT", values: TEXTS, comparing: texts },
  number: { type: "NUMERIC(38, 3)", values: NUMBERS, comparing: numbers },
  flag: { type: "BOOLEAN", values: [true, false], comparing: texts },
  day: { type: "DATE", values: DAYS, comparing: times },
  moment: { type: "TIMESTAMP", values: TIMES, comparing: times },
} as const satisfies Record<string, { type: string; values: readonly TestedValue[]; comparing: Comparing }>;
type Column = keyof typeof COLUMNS;

const COLUMN_OF: Readonly<Record<Exclude<FilterLanguage, "location">, Column>> = {
  string: "text",
  tier: "text",
  number: "number",
  yesno: "flag",
  date: "day",
  date_time: "moment",
};

const context = filterContext({
  now: new Date("2018-05-18T18:30:02Z"),
  timeZone: "America/Los_Angeles",
  weekStart: "sunday",
  fiscalMonthOffset: -2,
});

let stack: Stack;
let client: Client;
beforeAll(async () => {
  stack = await openTestStack();
  client = new Client({ connectionString: stack.url });
  await client.connect();
  for (const [name, { type, values }] of Object.entries(COLUMNS)) {
    await client.query(`CREATE TEMPORARY TABLE filtered_${name} (id INTEGER, value ${type})`);
    for (const [id, value] of [null, ...values].entries())
      await client.query(`INSERT INTO filtered_${name} VALUES ($1, CAST($2 AS ${type}))`, [id, value]);
  }
});
afterAll(async () => {
  await client.end();
  await stack.release();
});

/** The ids of the rows that Postgres keeps. */
async function keptByPostgres(
  column: Column,
  condition: Condition,
  language: FilterLanguage,
  options: ConditionOptions,
): Promise<readonly number[]> {
  const writer = new Writer(DIALECTS.postgres);
  const where = writeCondition("value", condition, language, writer, options);
  const { rows } = await client.query<{ id: number }>(
    `SELECT id FROM filtered_${column} WHERE ${where} ORDER BY id`,
    writer.values,
  );
  return rows.map((row) => row.id);
}

function keptByTree(column: Column, condition: Condition, comparing: Comparing): readonly number[] {
  const values: readonly TestedValue[] = [null, ...COLUMNS[column].values];
  return values.flatMap((value, id) => (evaluate(condition, value, comparing) ? [id] : []));
}

const anyFilter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 3, arbitrary: filters.string() },
  { weight: 2, arbitrary: filters.number() },
  { weight: 1, arbitrary: filters.yesno() },
  { weight: 3, arbitrary: filters.date() },
);

/** @returns undefined when it is refused for reaching before the year 1 or after 9999 */
function readUnlessTooFar(expression: string, language: FilterLanguage): Condition | undefined {
  try {
    return readFilter(expression, language, "view.field", context);
  } catch (error) {
    if (error instanceof Mistake && error.message.includes("reaches beyond the years 1 to 9999"))
      return undefined;
    throw error;
  }
}

test("random filters of every language", async () => {
  let [some, most] = [0, 0];
  await fc.assert(
    fc.asyncProperty(anyFilter, async (filter) => {
      const { language } = filter;
      if (language === "location") throw new Error("no column holds places");
      const column = COLUMN_OF[language];
      const condition = readUnlessTooFar(printFilter(filter), language);
      fc.pre(condition !== undefined);
      const kept = keptByTree(column, condition, COLUMNS[column].comparing);
      if (kept.length > 0) some += 1;
      if (kept.length <= COLUMNS[column].values.length) most += 1;
      expect(await keptByPostgres(column, condition, language, {})).toEqual(kept);
    }),
    { numRuns: 400 },
  );
  // Filters that keep nothing, or everything, would prove little.
  expect(some).toBeGreaterThan(200);
  expect(most).toBeGreaterThan(200);
});

test("texts in small letters, when the model is not case sensitive", async () => {
  const { rows } = await client.query<{ small: string }>("SELECT LOWER('É') AS small");
  const fold = (text: string): string =>
    rows[0]?.small === "é"
      ? text.toLowerCase()
      : text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const tree = fc.record({
    wanted: fc.array(stringTerm(["a", "A", "b", "B", "é", "É", "%", "_", "-"]), { maxLength: 2 }),
    unwanted: fc.array(stringTerm(["a", "A", "É"]), { maxLength: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(tree, async (terms) => {
      const condition = readFilter(
        printFilter({ language: "string", ...terms }),
        "string",
        "view.field",
        context,
      );
      expect(await keptByPostgres("text", condition, "string", { caseSensitive: false })).toEqual(
        keptByTree("text", condition, { ...texts, fold }),
      );
    }),
    { numRuns: 100 },
  );
  const foo = readFilter("AB", "string", "view.field", context);
  const ids = (options: ConditionOptions): Promise<readonly number[]> =>
    keptByPostgres("text", foo, "string", options);
  expect((await ids({ caseSensitive: false })).map((id) => TEXTS[id - 1])).toEqual(["ab", "aB", "AB"]);
  expect((await ids({})).map((id) => TEXTS[id - 1])).toEqual(["AB"]);
});

test("each value of the table is found by its own expression, and by no other's", async () => {
  for (const value of TEXTS) {
    const expression = printFilter({
      language: "string",
      wanted: [{ kind: "text", text: value }],
      unwanted: [],
    });
    const condition = readFilter(expression, "string", "view.field", context);
    const ids = await keptByPostgres("text", condition, "string", {});
    expect(ids.map((id) => TEXTS[id - 1])).toEqual([value]);
  }
});
