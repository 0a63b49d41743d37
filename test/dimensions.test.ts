// Dimensions that are made of steps, cases, spans, places and times, over eight parcels, each answer worked out by hand.
import { readFile } from "node:fs/promises";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS, findView, Mistake, type Model } from "../generator/index.ts";
import { INTERVALS } from "../generator/model/interval.ts";
import type { Cell } from "../local/answer.ts";
import { plan } from "../local/plan.ts";
import { openReader } from "../local/pool.ts";
import { writeSql } from "../local/sql.ts";
import { readQuestion } from "../local/read-question.ts";
import { describeFields } from "../local/server/api/explore-field.ts";
import { openValues } from "../local/server/suggest.ts";
import type { Stack } from "../local/stack.ts";
import { answerWhole, type WholeAnswer } from "../local/whole-answer.ts";
import { fillTables, openTestStack } from "./database.ts";
import { modelOf } from "./library.ts";
import { POST_ROWS } from "./looker/post-rows.ts";
import { onPostgres } from "./redshift-on-postgres.ts";

let stack: Stack;
let pool: pg.Pool;
let model: Model;
let source: string;

beforeAll(async () => {
  source = await readFile(new URL("cases/dimensions/looker.yml", import.meta.url), "utf8");
  model = modelOf(`${source}\nschema: test_dimensions\n`);
  stack = await openTestStack();
  await fillTables(stack.url, model, POST_ROWS);
  pool = openReader(stack.url);
});

afterAll(async () => {
  await pool.end();
  await stack.release();
});

type Body = Readonly<Record<string, unknown>>;

async function whole(fields: string, more: Body = {}): Promise<WholeAnswer> {
  const body = { model: "post", view: "parcels", fields: fields.split(" "), ...more };
  const asking = { now: new Date("2024-10-06T12:00:00Z") };
  return answerWhole(pool, model, readQuestion(body, model), DIALECTS.postgres, asking);
}

/** The answer's rows as lists. */
async function ask(fields: string, more: Body = {}): Promise<readonly (readonly unknown[])[]> {
  const { rows } = await whole(fields, more);
  return rows.map((row) => fields.split(" ").map((field) => row[field]));
}

/** The ids of the rows that a filter keeps. */
async function kept(field: string, filter: string): Promise<readonly unknown[]> {
  const rows = await ask("parcels.pk1_id", { filters: { [field]: filter }, sorts: ["parcels.pk1_id"] });
  return rows.map(([id]) => id);
}

describe("steps", () => {
  test("stand in the order of their numbers, what is not known last, and are called as Looker calls them", async () => {
    expect(await ask("parcels.price_step parcels.count", { sorts: ["parcels.price_step"] })).toEqual([
      ["Below 0", 1],
      ["0 to 9", 1],
      ["10 to 99", 2],
      ["100 or Above", 2],
      ["Undefined", 2],
    ]);
    expect(await ask("parcels.price_classic", { sorts: ["parcels.price_classic desc"] })).toEqual([
      ["TXX Undefined"],
      ["T02 [100.0,inf)"],
      ["T01 [10.0,100.0)"],
      ["T00 (-inf,10.0)"],
    ]);
    expect(await ask("parcels.weight_step parcels.count")).toEqual([
      ["< 0.5", 3],
      [">= 0.5 and < 2.0", 2],
      [">= 2.0", 2],
      ["Undefined", 1],
    ]);
    expect(await ask("parcels.weight_span")).toEqual([
      ["[-1.25,0.0)"],
      ["[0.0,2.0)"],
      ["[2.0,inf)"],
      ["Undefined"],
    ]);
  });
  test("a step of a row that is not there is not known, as in Looker", async () => {
    const rows = await ask("parcels.price_step people.count", {
      view: "people",
      sorts: ["parcels.price_step"],
    });
    expect(rows.at(-1)).toEqual(["Undefined", 3]);
  });
  test("are filtered by their names", async () => {
    expect(await kept("parcels.price_step", "10 to 99,Below 0")).toEqual([2, 3, 6]);
    expect(await kept("parcels.price_step", "-Undefined")).toEqual([1, 2, 3, 4, 6, 8]);
    expect(await kept("parcels.weight_step", "%2.0")).toEqual([2, 3, 4, 8]);
    expect(await ask("parcels.dear_count parcels.steps")).toEqual([[3, 5]]);
  });
  test("of a span of time", async () => {
    expect(await ask("parcels.days_step parcels.count", { sorts: ["parcels.days_step"] })).toEqual([
      ["Below 1", 3],
      ["1 to 6", 1],
      ["7 or Above", 2],
      ["Undefined", 2],
    ]);
  });
  test("missing ones are filled in, where they belong", async () => {
    const body = { fill_fields: ["parcels.price_step"], sorts: ["parcels.price_step"] };
    const filters = { "parcels.zip": "10115" };
    expect(await ask("parcels.price_step parcels.count", { ...body, filters })).toEqual([
      ["Below 0", null],
      ["0 to 9", null],
      ["10 to 99", 1],
      ["100 or Above", 1],
      ["Undefined", null],
    ]);
  });
});

describe("cases", () => {
  test("the first that holds, in the order they are written", async () => {
    expect(await ask("parcels.stage parcels.count", { sorts: ["parcels.stage"] })).toEqual([
      ["On its way", 2],
      ["Delivered, it's there", 5],
      ["Lost", 1],
    ]);
    expect(await kept("parcels.stage", '"Delivered, it\'s there"')).toEqual([2, 4, 5, 7, 8]);
  });
  test("by the alphabet, and nothing for what is none of them", async () => {
    expect(await ask("parcels.size parcels.count", { sorts: ["parcels.size"] })).toEqual([
      ["Fair", 2],
      ["Large", 2],
      [null, 4],
    ]);
  });
  test("as columns of a pivot, with totals, sorted as Looker's dashboards say it", async () => {
    const body = {
      pivots: ["parcels.stage"],
      sorts: ["parcels.stage__sort_ desc", "parcels.size"],
      total: true,
    };
    const { pivots, rows, total } = await whole("parcels.size parcels.stage parcels.count", body);
    expect(pivots?.map((one) => one.key)).toEqual(["Lost", "Delivered, it's there", "On its way"]);
    expect(rows.map((row) => row["parcels.size"])).toEqual(["Fair", "Large", null]);
    expect(total?.["parcels.count"]).toEqual({ Lost: 1, "Delivered, it's there": 5, "On its way": 2 });
  });
  test("their values are offered without a look at the data", async () => {
    const values = openValues(model, pool, async () => undefined);
    const offered = async (field: string, term: string): Promise<readonly string[]> =>
      (await values.suggest({ explore: "parcels", field, term })).suggestions;
    expect(await offered("parcels.stage", "")).toEqual(["On its way", "Delivered, it's there", "Lost"]);
    expect(await offered("parcels.price_step", "above")).toEqual(["100 or Above"]);
  });
});

describe("spans of time", () => {
  test("count whole intervals that have passed, in both warehouses", async () => {
    const spans = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];
    const of = async (id: number): Promise<readonly unknown[]> => {
      const fields = spans.map((one) => `parcels.${one}s_way`);
      const more = { filters: { "parcels.pk1_id": String(id) } };
      const [row = []] = await ask(fields.join(" "), more);
      const question = readQuestion({ model: "post", view: "parcels", fields, ...more }, model);
      const redshift = writeSql(plan(model, question, {}), DIALECTS.redshift);
      const there = await pool.query<unknown[]>({
        text: onPostgres(redshift.text),
        values: [...redshift.values],
        rowMode: "array",
      });
      expect(there.rows[0]?.map((value) => (value === null ? null : Number(value)))).toEqual(row);
      return row;
    };
    // One second, over midnight into a Monday and a year: no day has passed.
    expect(await of(1)).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    // From noon of the 29th of February to a second before noon of the 31st of March.
    expect(await of(2)).toEqual([2_678_399, 44_639, 743, 30, 4, 1, 0, 0]);
    expect(await of(3)).toEqual(spans.map(() => null));
    // From the last of September to the first of October.
    expect(await of(4)).toEqual([86_400, 1_440, 24, 1, 0, 0, 0, 0]);
    // It came before it was sent.
    expect(await of(5)).toEqual([-3_600, -60, -1, 0, 0, 0, 0, 0]);
    // A year and a half, to the second and one more.
    expect(await of(7)).toEqual([47_174_401, 786_240, 13_104, 546, 78, 18, 6, 1]);
  });
  test("the other way round they count the same below 0, and a month begun has not passed", async () => {
    const edges: readonly (readonly [string, string, string, number])[] = [
      ["month", "2024-01-31", "2024-02-29", 0],
      ["month", "2024-01-31", "2024-03-01", 1],
      ["month", "2024-01-30 12:00:00", "2024-03-30 11:59:59.999", 1],
      ["month", "2024-02-29", "2025-02-28", 11],
      ["year", "2024-02-29", "2025-02-28", 0],
      ["year", "2023-03-01", "2024-03-01", 1],
      ["quarter", "2024-01-15", "2025-07-14", 5],
      ["week", "2024-01-07", "2024-01-13 23:59:59", 0],
      ["day", "2024-03-30 12:00:00", "2024-03-31 12:00:00", 1],
      ["second", "2024-01-01 00:00:00.9", "2024-01-01 00:00:01.1", 0],
    ];
    for (const [interval, start, end, count] of edges) {
      const of = INTERVALS.find((known) => known === interval);
      if (of === undefined) throw new Error(`no interval ${interval}`);
      const [from, to] = [`TIMESTAMP '${start}'`, `TIMESTAMP '${end}'`];
      const counts = Object.values(DIALECTS).flatMap((dialect) => [
        dialect.span(of, from, to),
        dialect.span(of, to, from),
      ]);
      const { rows } = await pool.query<unknown[]>({
        text: onPostgres(`SELECT ${counts.join(", ")}`),
        rowMode: "array",
      });
      expect([interval, start, end, ...(rows[0] ?? []).map(Number)].map((one) => one || 0)).toEqual([
        interval,
        start,
        end,
        ...[count, -count, count, -count].map((one) => one || 0),
      ]);
    }
  });
  test("are filtered as numbers, and averaged", async () => {
    expect(await kept("parcels.days_way", ">1")).toEqual([2, 7]);
    expect(await kept("parcels.hours_way", "<0")).toEqual([5]);
    expect(await kept("parcels.days_late", "0")).toEqual([1, 6]);
    expect(await ask("parcels.average_days", { filters: { "parcels.days_way": "[-1,1]" } })).toEqual([
      [0.25],
    ]);
  });
});

describe("places", () => {
  test("are shown with a comma, and not without both halves", async () => {
    expect(await ask("parcels.place", { filters: { "parcels.pk1_id": "1,3,4" } })).toEqual([
      ["36.97000,-122.03000"],
      [null],
    ]);
  });
  test("are filtered by where they are", async () => {
    expect(await kept("parcels.place", "36.97, -122.03")).toEqual([1]);
    expect(await kept("parcels.place", "NULL")).toEqual([3, 4]);
    expect(await kept("parcels.place", "NOT NULL")).toEqual([1, 2, 5, 6, 7, 8]);
    expect(await kept("parcels.place", "inside box from 72.33, -173.14 to 14.39, -61.70")).toEqual([1, 7]);
    // Berlin, and what is 50 kilometers from its middle; Potsdam's middle lies 27 away.
    expect(await kept("parcels.place", "50 kilometers from 52.39, 13.06")).toEqual([2]);
    expect(await kept("parcels.place", "20 kilometers from 52.39, 13.06")).toEqual([]);
    expect(await kept("parcels.place", "12000 miles from 0, 0")).toEqual([1, 2, 5, 6, 7, 8]);
    expect(await kept("parcels.place", "6215 miles from 0, 0")).toEqual([2, 5, 7]);
  });
});

describe("times", () => {
  test("that come again are filtered as numbers and texts, the others as dates", async () => {
    expect(await kept("parcels.sent_hour_of_day", "[12,18]")).toEqual([2, 4, 8]);
    expect(await kept("parcels.sent_day_of_week", "Sunday")).toEqual([1, 5, 7, 8]);
    expect(await kept("parcels.sent_day_of_week_index", "0,6")).toEqual([1, 3, 5, 7, 8]);
    expect(await kept("parcels.sent_month_name", "-December")).toEqual([2, 3, 4, 5, 6, 7]);
    expect(await kept("parcels.sent_quarter_of_year", "Q1")).toEqual([2, 3, 7]);
    expect(await kept("parcels.sent_time_of_day", "1%")).toEqual([2, 4, 8]);
    expect(await kept("parcels.sent_hour6", "2024-02-29 12:00 for 6 hours")).toEqual([2]);
  });
  test("as fine as they are stored, and never rounded up", async () => {
    const fine = ["microsecond", "millisecond", "millisecond8", "millisecond250"] as const;
    const fields = fine.map((one) => `parcels.sent_${one}`).join(" ");
    expect(await ask(fields, { filters: { "parcels.pk1_id": "3,4" }, sorts: [] })).toEqual([
      [
        "2024-09-30 18:30:30.000000",
        "2024-09-30 18:30:30.000",
        "2024-09-30 18:30:30.000",
        "2024-09-30 18:30:30.000",
      ],
      [
        "2024-03-30 06:15:00.333999",
        "2024-03-30 06:15:00.333",
        "2024-03-30 06:15:00.328",
        "2024-03-30 06:15:00.250",
      ],
    ]);
    const late = "TIMESTAMP '1969-12-31 23:59:59.999999'";
    for (const dialect of Object.values(DIALECTS)) {
      const { rows } = await pool.query<unknown[]>({
        text: onPostgres(`SELECT ${fine.map((one) => dialect.timeframe(one, late)).join(", ")}`),
        rowMode: "array",
      });
      expect(rows).toEqual([
        [
          "1969-12-31 23:59:59.999999",
          "1969-12-31 23:59:59.999",
          "1969-12-31 23:59:59.992",
          "1969-12-31 23:59:59.750",
        ],
      ]);
    }
    expect(await kept("parcels.sent_millisecond", "2024-03-30 06:15 for 1 minute")).toEqual([3]);
  });
  test("weeks begin when the model says", async () => {
    expect(await ask("parcels.sent_week", { filters: { "parcels.pk1_id": "3,5,7" } })).toEqual([
      ["2025-01-05"],
      ["2024-10-06"],
      ["2024-03-24"],
    ]);
    // Asked on Sunday, the 6th of October, the first day of its week.
    expect(await kept("parcels.sent_week", "this week")).toEqual([5]);
    expect(await kept("parcels.sent_week", "last week")).toEqual([4]);
  });
  test("fiscal years too", async () => {
    const fields = "parcels.sent_fiscal_year parcels.sent_fiscal_quarter parcels.sent_fiscal_month_num";
    expect(await ask(fields, { filters: { "parcels.pk1_id": "1,4,5" } })).toEqual([
      ["FY2025", "FY2025-Q1", 1],
      ["FY2024", "FY2024-Q1", 3],
      ["FY2024", "FY2024-Q4", 12],
    ]);
    expect(await kept("parcels.sent_fiscal_year", "FY2025")).toEqual([5, 7]);
    expect(await kept("parcels.sent_fiscal_quarter", "FY2024-Q1")).toEqual([1]);
  });
  test("days of the week and months stand in order, and missing ones are filled in", async () => {
    const sorts = ["parcels.sent_day_of_week"];
    const days = { sorts, fill_fields: ["parcels.sent_day_of_week"] };
    expect(await ask("parcels.sent_day_of_week parcels.count", days)).toEqual([
      ["Sunday", 4],
      ["Monday", 1],
      ["Tuesday", null],
      ["Wednesday", null],
      ["Thursday", 1],
      ["Friday", null],
      ["Saturday", 1],
      [null, 1],
    ]);
    expect(await ask("parcels.sent_month_name", { sorts: ["parcels.sent_month_name desc"] })).toEqual([
      ["December"],
      ["October"],
      ["September"],
      ["March"],
      ["February"],
      ["January"],
      [null],
    ]);
    const weeks = {
      fill_fields: ["parcels.sent_week"],
      filters: { "parcels.sent_date": "2024-09-30 to 2024-10-20" },
    };
    expect(await ask("parcels.sent_week", weeks)).toEqual([["2024-10-13"], ["2024-10-06"], ["2024-09-29"]]);
    const hours = {
      fill_fields: ["parcels.sent_hour"],
      filters: { "parcels.sent_time": "2024-02-29 10:30 to 2024-02-29 12:30" },
    };
    expect(await ask("parcels.sent_hour", hours)).toEqual([
      ["2024-02-29 12"],
      ["2024-02-29 11"],
      ["2024-02-29 10"],
    ]);
    const filled = async (timeframe: string, filter: string): Promise<unknown> => {
      const field = `parcels.sent_${timeframe}`;
      const filters = { "parcels.sent_time": filter };
      return (await ask(field, { fill_fields: [field], filters, sorts: [field] })).flat();
    };
    expect(await filled("hour6", "2024-02-29 05:59 to 2024-03-01")).toEqual([
      "2024-02-29 00:00:00",
      "2024-02-29 06:00:00",
      "2024-02-29 12:00:00",
      "2024-02-29 18:00:00",
    ]);
    expect(await filled("minute15", "2024-02-29 11:50 to 2024-02-29 12:15")).toEqual([
      "2024-02-29 11:45:00",
      "2024-02-29 12:00:00",
    ]);
    expect(await filled("second", "2024-02-29 11:59:59 to 2024-02-29 12:00:01")).toEqual([
      "2024-02-29 11:59:59",
      "2024-02-29 12:00:00",
    ]);
    // Fiscal years begin in October of the year before.
    expect(await filled("fiscal_quarter", "2023-10 to 2024-10-07")).toEqual([
      "FY2024-Q1",
      "FY2024-Q2",
      "FY2024-Q3",
      "FY2024-Q4",
      "FY2025-Q1",
    ]);
    expect(await filled("fiscal_year", "2022-09-30 to 2026")).toEqual([
      "FY2022",
      "FY2023",
      "FY2024",
      "FY2025",
      "FY2026",
    ]);
    await expect(filled("time", "2024")).rejects.toThrow("nobody can say which of its values are missing");
  });
  test("that lie in numbers are times to filters, and numbers to SQL", async () => {
    const fields = "parcels.booked_time parcels.billed_date parcels.booked_raw parcels.booked_number";
    expect(await ask(fields, { filters: { "parcels.pk1_id": "2" } })).toEqual([
      ["2023-12-31 23:59:59", "2023-12-31", 1_704_067_199, 1_704_067_199 - 20_231_231],
    ]);
    expect(await kept("parcels.booked_date", "2024")).toEqual([3, 5]);
    expect(await kept("parcels.billed_month", "2024")).toEqual([1, 5]);
    expect(await kept("parcels.billed_date", "NULL")).toEqual([3, 4]);
    expect(await kept("parcels.booked_hour_of_day", "23")).toEqual([2]);
  });
  test("in another zone they are refused, where Looker would move them", async () => {
    const asked = ask("parcels.count", { query_timezone: "Europe/Berlin" });
    await expect(asked).rejects.toThrow(Mistake);
    await expect(asked).rejects.toThrow("(convert_tz of parcels.arrived)");
  });
});

describe("put in order by another", () => {
  test("a value at two places is two columns, each with its own cells and totals", async () => {
    const body = {
      pivots: ["parcels.zip_by_stage"],
      filters: { "parcels.pk1_id": "1,2,7" },
      sorts: ["parcels.pk1_id"],
      total: true,
      row_total: "right",
    };
    const { pivots, rows, total } = await whole("parcels.pk1_id parcels.zip_by_stage parcels.count", body);
    const keys = ["00501", "10115", "00501 (2)", "$$$_row_total_$$$"];
    expect(pivots?.map((one) => one.key)).toEqual(keys);
    const cells = (...counts: readonly (number | null)[]): unknown =>
      Object.fromEntries(keys.map((key, index) => [key, counts[index]]));
    expect(rows.map((row) => row["parcels.count"])).toEqual([
      cells(1, null, null, 1),
      cells(null, 1, null, 1),
      cells(null, null, 1, 1),
    ]);
    expect(total?.["parcels.count"]).toEqual(cells(1, 1, 1, 3));
    const across = { ...body, pivots: ["parcels.stage"], sorts: ["parcels.zip_by_stage"] };
    const other = await whole("parcels.stage parcels.zip_by_stage parcels.count", across);
    expect(other.rows.map((row) => Object.values(row["parcels.count"] ?? {}).at(-1))).toEqual([1, 1, 1]);
  });
});

describe("what LookML by hand says of a dimension", () => {
  const by = (lookml: string): Model =>
    modelOf(
      `${source.replace("      zip: {type: zipcode}", `      zip: {type: zipcode, lookml: ${lookml}}`)}\nschema: test_dimensions\n`,
    );
  const offered = async (of: Model, field = "parcels.zip", term = ""): Promise<readonly string[]> =>
    (await openValues(of, pool, async () => undefined).suggest({ explore: "parcels", field, term }))
      .suggestions;
  test("nobody filters by it but the model itself", async () => {
    const of = by("{can_filter: false}");
    const body = { model: "post", view: "parcels", fields: ["parcels.count"] };
    const planned = (filters: Body): unknown => plan(of, readQuestion({ ...body, filters }, of), {});
    expect(() => planned({ "parcels.zip": "00501" })).toThrow(
      "nobody filter by parcels.zip (can_filter: no)",
    );
    expect(() => planned({ "parcels.zip": "" })).not.toThrow();
    expect(await offered(of)).toEqual(["00501", "10115", "99999", "A1 'x'"]);
  });
  test("its values are those that are listed, those of another, or none", async () => {
    expect(await offered(by("{suggestions: [Berlin, Rome]}"), "parcels.zip", "r")).toEqual([
      "Berlin",
      "Rome",
    ]);
    expect(await offered(by("{suggest_dimension: people.name}"))).toEqual(["Ada", "Bo", "Cy", "Di"]);
    expect(await offered(by("{suggest_dimension: stage}"))).toEqual([
      "On its way",
      "Delivered, it's there",
      "Lost",
    ]);
    expect(await offered(by("{suggestable: false}"))).toEqual([]);
    expect(await offered(model, "people.name")).toEqual(["Ada", "Bo", "Cy", "Di"]);
  });
});

test("Looker's API tells what they are", () => {
  const [explore] = model.explores;
  const view = findView(model, "parcels");
  if (explore === undefined || view === undefined) throw new Error("no parcels");
  const fields = describeFields(model, { explore, alias: "parcels", label: "Parcels", view });
  const told = (name: string) => fields.find((one) => one.name === `parcels.${name}`);
  expect(told("weight_step")).toMatchObject({
    type: "bin",
    fill_style: "enumeration",
    enumerations: ["< 0.5", ">= 0.5 and < 2.0", ">= 2.0", "Undefined"].map((value) => ({
      label: value,
      value,
    })),
    sql: "${TABLE}.weight",
  });
  expect(told("stage")).toMatchObject({
    type: "string",
    sql_case: [
      { value: "On its way", condition: "${state} = 1" },
      { value: "Delivered, it's there", condition: "${state} = 2 OR ${TABLE}.arrived IS NOT NULL" },
      { value: "Lost", condition: "else" },
    ],
  });
  expect(told("days_way")).toMatchObject({
    type: "duration_day",
    label_short: "Days On Its Way",
    dimension_group: "parcels.way",
    field_group_label: "Duration On Its Way",
    is_numeric: true,
  });
  expect(told("place")).toMatchObject({ type: "location" });
  expect(told("zip")).toMatchObject({ type: "zipcode", map_layer: { name: "us_zipcode_tabulation_areas" } });
  expect(told("sent_millisecond250")).toMatchObject({
    type: "date_millisecond250",
    label_short: "Sent Millisecond250",
    time_interval: { name: "millisecond", count: 250 },
  });
  expect(told("sent_hour6")).toMatchObject({
    type: "date_hour6",
    label_short: "Sent Hour6",
    time_interval: { name: "hour", count: 6 },
    week_start_day: "sunday",
    fiscal_month_offset: -3,
    is_numeric: false,
    fill_style: "range",
  });
  expect(told("sent_fiscal_quarter")).toMatchObject({ is_fiscal: true, label_short: "Sent Fiscal Quarter" });
  expect(told("sent_day_of_week")).toMatchObject({
    fill_style: "enumeration",
    label_short: "Sent Day of Week",
  });
  expect(told("booked_hour")).toMatchObject({ datatype: "epoch", convert_tz: false });
  expect(told("arrived_date")).toMatchObject({ convert_tz: true });
});

describe("an order by another dimension", () => {
  const names = async (sort: string): Promise<readonly unknown[]> =>
    ask("people.name people.count", { view: "people", sorts: [sort] });
  test("decides, and a value with two places stands at both", async () => {
    expect(await names("people.name")).toEqual([
      ["Bo", 1],
      ["Ada", 1],
      ["Di", 1],
      ["Ada", 1],
      ["Cy", 1],
    ]);
    expect((await names("people.name desc")).map((row) => (row as readonly Cell[])[0])).toEqual([
      "Ada",
      "Di",
      "Ada",
      "Bo",
      "Cy",
    ]);
  });
  test("in pivots, with totals of their own and subtotals", async () => {
    const body = { view: "people", pivots: ["people.name"], row_total: "right", total: true };
    const { pivots, total } = await whole("people.name parcels.stage people.count", body);
    expect(pivots?.map((one) => one.key)).toEqual(["Bo", "Ada", "Di", "Ada (2)", "Cy", "$$$_row_total_$$$"]);
    expect(total?.["people.count"]).toMatchObject({ Bo: 1, $$$_row_total_$$$: 5 });
    const { subtotals } = await whole("people.name parcels.stage people.count", {
      view: "people",
      subtotals: ["people.name"],
    });
    expect(subtotals[0]?.rows.map((row) => row["people.name"]).toSorted()).toEqual([
      "Ada",
      "Ada",
      "Bo",
      "Cy",
      "Di",
    ]);
  });
});
