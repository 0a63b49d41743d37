// Measures beyond totals, over seven lines of four orders and two tags, each answer worked out by hand.
import { readFileSync } from "node:fs";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { printTable } from "../cli/table.ts";
import { DIALECTS, findExplore, findView, type Model } from "../generator/index.ts";
import { planCoverage } from "../local/coverage.ts";
import { plan } from "../local/plan.ts";
import { openReader } from "../local/pool.ts";
import type { WholeQuestion } from "../local/question.ts";
import { readQuestion } from "../local/read-question.ts";
import { describeFields } from "../local/server/api/explore-field.ts";
import type { ExploreField } from "../local/server/api/explore-schema.ts";
import { renderCell } from "../local/server/api/format/named-formats.ts";
import { writeSql } from "../local/sql.ts";
import type { Stack } from "../local/stack.ts";
import { answerWhole, type WholeAnswer } from "../local/whole-answer.ts";
import { fillTables, openTestStack } from "./database.ts";
import { modelOf } from "./library.ts";
import { LINES_ROWS } from "./looker/lines-rows.ts";
import { onPostgres } from "./redshift-on-postgres.ts";

const NOW = new Date("2024-02-10T10:00:00Z");

let stack: Stack;
let pool: pg.Pool;
let model: Model;

beforeAll(async () => {
  const text = readFileSync(new URL("cases/measures/looker.yml", import.meta.url), "utf8");
  model = modelOf(`${text}schema: test_measures\n`);
  stack = await openTestStack();
  await fillTables(stack.url, model, LINES_ROWS);
  pool = openReader(stack.url);
});

afterAll(async () => {
  await pool.end();
  await stack.release();
});

/** A field of the view of lines by its own name, of another view by its full name. */
const full = (name: string): string => (name.includes(".") ? name : `lines.${name}`);

type More = Readonly<Record<string, unknown>>;

function questionOf(fields: string, more: More = {}): WholeQuestion {
  return readQuestion(
    { model: model.name, view: "lines", fields: fields.split(" ").map(full), ...more },
    model,
  );
}

async function whole(fields: string, more: More = {}): Promise<WholeAnswer> {
  return answerWhole(pool, model, questionOf(fields, more), DIALECTS.postgres, { now: NOW });
}

/** Rows as lists; Redshift's SQL, spelled for Postgres, must give the same. */
async function ask(fields: string, more: More = {}): Promise<readonly (readonly unknown[])[]> {
  const question = questionOf(fields, more);
  const { rows } = await whole(fields, more);
  const listed = rows.map((row) => question.fields.map((name) => near(row[name] ?? null)));
  const redshift = writeSql(plan(model, question, { now: NOW }), DIALECTS.redshift);
  const { rows: others } = await pool.query<unknown[]>({
    text: onPostgres(redshift.text),
    values: [...redshift.values],
    rowMode: "array",
  });
  const same = others.map((row) =>
    question.fields.map((_, at) =>
      near(redshift.columns[at]?.type === "number" && row[at] !== null ? Number(row[at]) : row[at]),
    ),
  );
  expect(same).toEqual(listed);
  return listed;
}

const near = (value: unknown): unknown => (typeof value === "number" ? Number(value.toFixed(3)) : value);

describe("lists, days, words, yes or no", () => {
  test("of everything", async () => {
    expect(await ask("products count")).toEqual([["gift|RECORD|ink|RECORD|pen", 7]]);
    expect(await ask("first_shipped last_scanned last_product size is_large")).toEqual([
      ["2023-01-15", "2024-04-02", "pen", "large", true],
    ]);
    expect(await ask("orders")).toEqual([["100|RECORD|101|RECORD|102|RECORD|103"]]);
  });
  test("under tags that a line has several of", async () => {
    const sorts = ["tags.name"];
    expect(
      await ask("tags.name products last_product first_shipped total_price size is_large", { sorts }),
    ).toEqual([
      ["blue", "gift", "gift", "2023-01-15", 50, "small", false],
      ["red", "gift|RECORD|pen", "pen", "2023-01-15", 60, "small", false],
      [null, "ink|RECORD|pen", "pen", "2024-01-31", 117, "large", true],
    ]);
  });
  test("of nothing: no list, no day, no word, and no is the answer to what is not known", async () => {
    const filters = { "lines.product": "stamp" };
    expect(await ask("products first_shipped last_product is_large is_large_and_busy", { filters })).toEqual([
      [null, null, null, false, false],
    ]);
  });
  test("beside measures of another view, whose rows are not there", async () => {
    const sorts = ["product"];
    expect(await ask("product tags.first_name products is_large", { sorts: ["lines.product"] })).toEqual([
      ["gift", "blue", "gift", false],
      ["ink", null, "ink", true],
      ["pen", "red", "pen", false],
    ]);
    expect(sorts).toHaveLength(1);
  });
  test("filters on groups: a day, a word, yes or no", async () => {
    const by = async (field: string, filter: string): Promise<unknown> =>
      (await ask("product", { filters: { [full(field)]: filter }, sorts: ["lines.product"] })).flat();
    expect(await by("first_shipped", "2024")).toEqual(["ink"]);
    expect(await by("last_product", "%e%")).toEqual(["pen"]);
    expect(await by("is_large", "yes")).toEqual(["ink"]);
    expect(await by("is_large_and_busy", "No")).toEqual(["gift", "ink", "pen"]);
  });
  test("a list cannot be filtered on, and Redshift sorts one list at a time", async () => {
    expect(() => plan(model, questionOf("count", { filters: { "lines.products": "gift" } }))).toThrow(
      "lines.products cannot be filtered on: it is a list of values. Filter on lines.product.",
    );
    const two = plan(model, questionOf("products orders"));
    expect(writeSql(two, DIALECTS.postgres).text).toContain("STRING_AGG");
    expect(() => writeSql(two, DIALECTS.redshift)).toThrow(
      "lines.products and lines.orders are lists, and Redshift sorts one in a query. Ask for one of them at a time.",
    );
  });
});

describe("values that several rows repeat", () => {
  test("count once for each value of their key; without a key they do not count", async () => {
    // Freight of orders 100, 101 and 103: 5, 8, 8. That of 102 is not known, and 9 belongs to no order.
    expect(await ask("total_freight average_freight median_freight dear_freight freight_of_gifts")).toEqual([
      [21, 7, 8, 8, 13],
    ]);
  });
  test("under joins that repeat them once more, beside plain totals", async () => {
    expect(
      await ask("tags.name total_freight total_price count freight_share", { sorts: ["tags.name"] }),
    ).toEqual([
      ["blue", 13, 50, 2, 0.26],
      ["red", 5, 60, 3, 0.083],
      [null, 16, 117, 3, 0.137],
    ]);
    expect(await ask("total_freight", { filters: { "tags.name": "red,blue" } })).toEqual([[13]]);
  });
  test("that do not agree are none: the freight of one product is several", async () => {
    expect(await ask("freight_by_product")).toEqual([[null]]);
    const sorts = ["lines.product"];
    expect(await ask("product freight_by_product", { sorts })).toEqual([
      ["gift", null],
      // 8 and 8; 5, nothing and 9.
      ["ink", 8],
      ["pen", null],
    ]);
    const filters = { "lines.product": "ink,gift", "lines.price": ">10" };
    expect(await ask("freight_by_product", { filters })).toEqual([[16]]);
  });
  test("computed from, and as a filter on groups", async () => {
    expect(await ask("freight_share")).toEqual([[0.097]]);
    expect(await ask("product", { filters: { "lines.total_freight": ">13" } })).toEqual([["ink"]]);
  });
  test("coverage counts the rows they stand on", () => {
    const { measures, counts } = planCoverage(
      model,
      questionOf("tags.name total_freight count"),
      DIALECTS.postgres,
      {},
    );
    expect(measures.map((one) => one.name)).toEqual(["lines.total_freight", "lines.count"]);
    expect(counts?.text).not.toContain("order_no");
  });
});

describe("reckoned from the answer", () => {
  const byProduct = { sorts: ["lines.product"] };
  test("from one row to the next, in the order they stand in", async () => {
    expect(await ask("product total_price price_so_far share_of_price growth", byProduct)).toEqual([
      ["gift", 50, 50, 23.041, null],
      ["ink", 110, 160, 50.691, 120],
      ["pen", 57, 217, 26.267, -48.182],
    ]);
    expect(await ask("product price_so_far", { sorts: ["lines.product desc"] })).toEqual([
      ["pen", 57],
      ["ink", 167],
      ["gift", 217],
    ]);
  });
  test("sorted by itself it stands by what it is reckoned from, as it does by itself", async () => {
    const rows = [
      ["ink", 110],
      ["pen", 167],
      ["gift", 217],
    ];
    expect(await ask("product price_so_far", { sorts: ["lines.price_so_far desc"] })).toEqual(rows);
    expect(await ask("product price_so_far")).toEqual(rows);
  });
  test("a limit cuts rows off, and shares of what is not there are not known", async () => {
    expect(await ask("product price_so_far share_of_price growth", { ...byProduct, limit: 2 })).toEqual([
      ["gift", 50, null, null],
      ["ink", 160, null, 120],
    ]);
    expect(
      (await ask("product share_of_price", { ...byProduct, limit: 3 })).map(([, share]) => share),
    ).toEqual([23.041, 50.691, 26.267]);
  });
  test("a filter on groups leaves rows away before", async () => {
    const filters = { "lines.total_price": ">55" };
    expect(await ask("product share_of_price", { ...byProduct, filters })).toEqual([
      ["ink", 65.868],
      ["pen", 34.132],
    ]);
  });
  test("of one row it is that row's", async () => {
    expect(await ask("price_so_far share_of_price growth")).toEqual([[217, 100, null]]);
    const { total } = await whole("product price_so_far share_of_price growth", { total: true });
    expect(total).toEqual({ "lines.price_so_far": 217, "lines.share_of_price": 100, "lines.growth": null });
  });
  test("over measures of several views", async () => {
    expect(await ask("tags.name tags.first_name price_so_far", { sorts: ["tags.name"] })).toEqual([
      ["blue", "blue", 50],
      ["red", "red", 110],
      [null, null, 227],
    ]);
  });
  test("cannot be filtered on, nor have subtotals, nor totals over pivoted columns", async () => {
    expect(() => plan(model, questionOf("product", { filters: { "lines.growth": ">1" } }))).toThrow(
      "lines.growth cannot be filtered on: it is reckoned from the answer when that has come. Filter on lines.total_price.",
    );
    await expect(whole("product shipped_year growth", { subtotals: ["lines.product"] })).rejects.toThrow(
      "subtotals of it cannot be answered",
    );
    await expect(
      whole("product shipped_year growth", { pivots: ["lines.shipped_year"], total: true }),
    ).rejects.toThrow("Leave total and row_total, or lines.growth, out.");
  });
});

describe("reckoned over pivoted columns", () => {
  const pivots = ["lines.shipped_year"];
  const grid = async (fields: string, more: More = {}): Promise<unknown> => {
    const answer = await whole(`product shipped_year ${fields}`, {
      pivots,
      sorts: ["lines.product"],
      ...more,
    });
    return answer.rows.map((row) => [
      row["lines.product"],
      ...fields.split(" ").map((name) => Object.values(row[full(name)] ?? {}).map(near)),
    ]);
  };
  test("across the row, unless the measure says down the column", async () => {
    // 2023 and 2024: gifts 50 and nothing, ink nothing and 110, pens 20 and 37.
    expect(await grid("total_price price_so_far share_of_price growth")).toEqual([
      ["gift", [50, null], [50, null], [100, null], [null, null]],
      ["ink", [null, 110], [null, 110], [null, 100], [null, null]],
      ["pen", [20, 37], [20, 57], [35.088, 64.912], [null, 85]],
    ]);
    expect(await grid("count count_down_the_column")).toEqual([
      ["gift", [2, null], [2, null]],
      ["ink", [null, 2], [null, 2]],
      ["pen", [1, 2], [3, 4]],
    ]);
  });
  test("columns cut off leave no share", async () => {
    expect(await grid("share_of_price price_so_far", { column_limit: 1 })).toEqual([
      ["gift", [null], [50]],
      ["ink", [null], [null]],
      ["pen", [null], [20]],
    ]);
  });
});

describe("filled-in rows", () => {
  test("have no value, and a row after one has nothing to compare with", async () => {
    const fill = {
      fill_fields: ["lines.shipped_month"],
      filters: { "lines.shipped_date": "2023-01-01 to 2023-05-01" },
    };
    const { rows } = await whole("shipped_month total_price price_so_far growth share_of_price", {
      ...fill,
      sorts: ["lines.shipped_month"],
    });
    expect(rows.map((row) => Object.values(row).map(near))).toEqual([
      ["2023-01", 30, 30, null, 42.857],
      ["2023-02", 40, 70, 33.333, 57.143],
      ["2023-03", null, null, null, null],
      ["2023-04", null, null, null, null],
    ]);
  });
});

describe("compared with a period before", () => {
  test("by the year: 70 in 2023, 147 in 2024", async () => {
    const sorts = ["lines.shipped_year"];
    expect(await ask("shipped_year total_price price_last_year price_change", { sorts })).toEqual([
      [2023, 70, null, null],
      [2024, 147, 70, 77],
    ]);
  });
  test("a month beside the same month of the year before, and beside the month before", async () => {
    const sorts = ["lines.shipped_month"];
    expect(await ask("shipped_month price_last_year count_growth", { sorts })).toEqual([
      ["2023-01", null, null],
      ["2023-02", null, -0.5],
      ["2024-01", 30, null],
      ["2024-02", 40, 1],
      ["2024-03", null, -0.5],
    ]);
  });
  test("a day beside the same day, which the month before may not have", async () => {
    const sorts = ["lines.shipped_date"];
    const filters = { "lines.shipped_date": "2024" };
    expect(await ask("shipped_date total_price price_last_year", { sorts, filters })).toEqual([
      ["2024-01-31", 50, 20],
      ["2024-02-29", 37, null],
      ["2024-03-31", 60, null],
    ]);
    expect((await ask("shipped_date count_growth", { sorts })).map(([, growth]) => growth)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });
  test("only the time is moved: how long it took to scan is what it was", async () => {
    const sorts = ["lines.shipped_year", "lines.days_to_scan"];
    const filters = { "lines.product": "pen,ink", "lines.scanned_date": "NOT NULL" };
    // A day for a pen of 2023; an ink of 2024 took three, a pen one, an ink two.
    expect(await ask("shipped_year days_to_scan count price_last_year", { sorts, filters })).toEqual([
      [2023, 1, 1, null],
      [2024, 1, 1, 20],
      [2024, 2, 1, null],
      [2024, 3, 1, null],
    ]);
  });
  test("a filter on the time is moved back with it, others are not", async () => {
    const filters = { "lines.shipped_year": "2024", "lines.product": "pen" };
    expect(await ask("shipped_year total_price price_last_year", { filters })).toEqual([[2024, 37, 20]]);
  });
  test("by other groups as well, over joins that repeat rows", async () => {
    const filters = { "lines.shipped_date": "2024" };
    expect(
      await ask("tags.name shipped_year total_price price_last_year", { filters, sorts: ["tags.name"] }),
    ).toEqual([
      ["red", 2024, 30, 30],
      [null, 2024, 117, null],
    ]);
  });
  test("up to the same point of a period that has not ended", async () => {
    const sorts = ["lines.shipped_year"];
    // On 10 February 2024: of 2023, what was shipped until 10 February.
    expect(await ask("shipped_year price_last_year price_last_year_to_date", { sorts })).toEqual([
      [2023, null, null],
      [2024, 70, 30],
    ]);
    expect(() => plan(model, questionOf("shipped_year price_last_year_to_date"))).toThrow(
      "lines.price_last_year_to_date compares up to now",
    );
  });
  test("as a filter on groups, and as what rows are sorted by", async () => {
    const filters = { "lines.price_change": ">0" };
    expect(await ask("shipped_year", { filters, fields: ["lines.shipped_year"] })).toEqual([[2024]]);
    expect(
      await ask("shipped_month price_last_year", { sorts: ["lines.price_last_year desc"], limit: 1 }),
    ).toEqual([["2024-02", 40]]);
  });
  test("without a timeframe that makes up the period it is refused", () => {
    expect(() => plan(model, questionOf("product price_last_year"))).toThrow(
      "lines.price_last_year compares with the year before, so the question must show lines.shipped by a timeframe of which a year is made. Add lines.shipped_year to the fields.",
    );
    expect(() => plan(model, questionOf("shipped_week price_last_year"))).toThrow(
      "compares with the year before",
    );
    expect(() => plan(model, questionOf("shipped_year count_growth"))).toThrow(
      "compares with the month before",
    );
  });
  test("a filter on it takes nothing from a total", async () => {
    const { rows, total } = await whole("shipped_year total_price", {
      filters: { "lines.price_change": ">0" },
      total: true,
      fields: ["lines.shipped_year", "lines.total_price"],
    });
    expect({ rows: rows.length, total }).toEqual({ rows: 1, total: { "lines.total_price": 217 } });
  });
  test("a total is of no time", async () => {
    const { total } = await whole("shipped_year total_price price_last_year", { total: true });
    expect(total).toEqual({ "lines.total_price": 217 });
  });
  test("over pivoted columns", async () => {
    const answer = await whole("product shipped_year price_last_year", {
      pivots: ["lines.shipped_year"],
      sorts: ["lines.product"],
    });
    expect(answer.rows.map((row) => row["lines.price_last_year"])).toEqual([
      { 2023: null, 2024: null },
      { 2023: null, 2024: null },
      { 2023: null, 2024: 20 },
    ]);
  });
});

describe("as people and tools see them", () => {
  test("a list has commas for people, and Looker's mark in its value", () => {
    const [column] = writeSql(plan(model, questionOf("products")), DIALECTS.postgres).columns;
    if (column === undefined) throw new Error("no column");
    expect(renderCell("gift|RECORD|pen", column)).toBe("gift, pen");
    expect(printTable([column], [{ "lines.products": "gift|RECORD|pen" }])).toContain("gift, pen");
  });
  test("what each can be asked for", () => {
    const view = findView(model, "lines");
    const explore = findExplore(model, "lines");
    if (view === undefined || explore === undefined) throw new Error("no view");
    const fields = describeFields(model, { explore, alias: "lines", label: view.label, view });
    const of = (name: string, ...members: readonly (keyof ExploreField)[]): unknown => {
      const field = fields.find((one) => one.name === `lines.${name}`);
      return members.map((member) => field?.[member]);
    };
    expect(of("products", "type", "can_filter", "requires_refresh_on_sort")).toEqual(["list", false, false]);
    expect(of("price_so_far", "type", "can_filter", "requires_refresh_on_sort")).toEqual([
      "running_total",
      false,
      true,
    ]);
    expect(of("is_large", "type", "is_numeric", "can_filter")).toEqual(["yesno", false, true]);
    expect(of("price_last_year", "period_over_period_params")).toEqual([
      {
        based_on: "lines.total_price",
        based_on_time: "lines.shipped_year",
        period: "year",
        kind: "previous",
        value_to_date: false,
      },
    ]);
  });
});
