// Filled-in rows and the zone a query is asked in, over twelve movies.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS } from "../generator/index.ts";
import { partsOf } from "../local/whole-answer/parts.ts";
import { readQuestion } from "../local/read-question.ts";
import { openTwelve, type TwelveAnswers } from "./twelve-answers.ts";

let twelve: TwelveAnswers;

beforeAll(async () => {
  twelve = await openTwelve("test_fill");
});

afterAll(async () => twelve.close());

const lists = async (body: {
  readonly fields: readonly string[];
  readonly [member: string]: unknown;
}): Promise<readonly unknown[]> =>
  (await twelve.ask(body)).rows.map((row) => body.fields.map((field) => row[field]));

describe("missing values are filled in", () => {
  const since2001 = { "movies.released_date": "after 2001,NULL" };
  test("by month, with nothing in any measure, the undated last", async () => {
    const fields = ["movies.released_month", "movies.count", "movies.total_budget"];
    const body = {
      fields,
      fill_fields: ["movies.released_month"],
      filters: { "movies.released_date": "2004" },
    };
    // From the filter's first month to its last, not only from the first film to the last.
    expect(await lists(body)).toEqual([
      ["2004-12", null, null],
      ["2004-11", null, null],
      ["2004-10", 1, 60],
      ["2004-09", 1, 20],
      ["2004-08", 1, 600],
      ...["07", "06", "05", "04", "03", "02", "01"].map((month) => [`2004-${month}`, null, null]),
    ]);
    // Cut at a day, a month is there that the filter reaches into; what is open ends with the films.
    const months = async (filter: string): Promise<readonly unknown[]> =>
      (await twelve.ask({ ...body, filters: { "movies.released_date": filter } })).rows.map(
        (row) => row["movies.released_month"],
      );
    expect(await months("2004-07-31 to 2004-11-01")).toEqual(["2004-10", "2004-09", "2004-08", "2004-07"]);
    expect(await months("2004-07-31 to 2004-11-02")).toContain("2004-11");
    expect((await months("after 2004-06-15")).at(-1)).toBe("2004-06");
    expect((await months("after 2004-06-15")).at(0)).toBe("2005-11");
    expect(await lists({ ...body, filters: { "movies.released_date": "2001-11 to 2002-03,NULL" } })).toEqual([
      ["2002-02", 1, 300],
      ["2002-01", 1, 200],
      ["2001-12", null, null],
      ["2001-11", 1, 0],
      [null, 1, 50],
    ]);
  });
  test("by year, from the first, and the limit counts what is filled in", async () => {
    const body = {
      fields: ["movies.released_year", "movies.count"],
      fill_fields: ["movies.released_year"],
      sorts: ["movies.released_year"],
    };
    expect(await lists({ ...body, limit: 3 })).toEqual([
      [1899, 1],
      [1900, null],
      [1901, null],
    ]);
    // 1899 to 2005, and the undated.
    expect(await lists(body)).toHaveLength(108);
  });
  test("by quarter and by day", async () => {
    const filters = { "movies.released_date": "2001" };
    expect(
      await lists({
        fields: ["movies.released_quarter", "movies.count"],
        fill_fields: ["movies.released_quarter"],
        filters,
      }),
    ).toEqual([
      ["2001-10", 1],
      ["2001-07", null],
      ["2001-04", 1],
      ["2001-01", null],
    ]);
    // All of 2001.
    expect(
      await lists({
        fields: ["movies.released_date", "movies.count"],
        fill_fields: ["movies.released_date"],
        filters,
      }),
    ).toHaveLength(365);
  });
  test("sorted by a measure, what is filled in comes last", async () => {
    expect(
      await lists({
        fields: ["movies.released_year", "movies.total_revenue"],
        fill_fields: ["movies.released_year"],
        filters: { "movies.title": "Alpha,Echo,Golf,Hotel" },
        sorts: ["movies.total_revenue desc"],
      }),
    ).toEqual([
      [2004, 1200],
      [2003, 800],
      [2001, 300],
      [2002, null],
    ]);
  });
  test("a total does not see them", async () => {
    const { total } = await twelve.ask({
      fields: ["movies.released_year", "movies.count"],
      fill_fields: ["movies.released_year"],
      filters: since2001,
      total: true,
    });
    expect(total).toEqual({ "movies.count": 11 });
  });
  test("of nothing there is nothing to fill in", async () => {
    const fields = ["movies.released_year", "movies.count"];
    const filters = { "movies.title": "Nobody" };
    expect(await lists({ fields, fill_fields: ["movies.released_year"], filters })).toEqual([]);
  });
  test.each([
    [{ fields: ["movies.count"], fill_fields: ["movies.released_year"] }, "not one of its fields"],
    [{ fields: ["movies.count"], fill_fields: ["movies.count"] }, "it is a measure"],
    [
      { fields: ["genres.name", "movies.count"], fill_fields: ["genres.name"] },
      "which of its values are missing",
    ],
    [
      {
        fields: ["movies.released_year", "genres.name", "movies.count"],
        fill_fields: ["movies.released_year"],
      },
      "only where one dimension is grouped by",
    ],
    [
      {
        fields: ["movies.released_year", "movies.count"],
        fill_fields: ["movies.released_year"],
        filters: { "movies.count": ">1" },
      },
      "the filter on movies.count takes groups away",
    ],
  ])("%j is refused", async (body, message) => {
    await expect((async () => twelve.ask(body))()).rejects.toThrow(message);
  });
});

describe("a time zone", () => {
  const ask = (query_timezone: string, filters: object): string | undefined => {
    const body = { model: "movies", view: "movies", fields: ["movies.count"], filters, query_timezone };
    const question = readQuestion(body, twelve.model);
    return partsOf(twelve.model, question, DIALECTS.postgres, { now: new Date("2005-01-01T23:30:00Z") })[0]
      ?.query.text;
  };
  test("changes nothing, as in LookML that says convert_tz: no", () => {
    const filters = { "movies.released_date": "2004" };
    expect(ask("Europe/Berlin", filters)).toBe(ask("UTC", filters));
  });
  test("is refused where it would say what day today is", () => {
    const filters = { "movies.released_date": "last 3 months" };
    expect(ask("UTC", filters)).toContain("SELECT");
    expect(() => ask("Europe/Berlin", filters)).toThrow(
      "asked in Europe/Berlin, and the filter on movies.released_date is relative to today",
    );
  });
  test("must be one", () => {
    expect(() => ask("Mars/Olympus", {})).toThrow('"Mars/Olympus" is not a time zone');
  });
});

describe("fields made up in the query are refused by name", () => {
  test.each([
    ['[{"table_calculation": "share", "expression": "${movies.count}"}]', "the table calculation share"],
    ['[{"measure": "top"}, {"dimension": "half"}]', "the custom measure top, the custom dimension half"],
    ["[{}]", "a field without a name"],
    ["{", "not JSON that can be read"],
  ])("%s", async (dynamic_fields, message) => {
    const body = { fields: ["movies.count"], dynamic_fields };
    await expect((async () => twelve.ask(body))()).rejects.toThrow(message);
  });
  test("none is none", async () => {
    expect((await twelve.ask({ fields: ["movies.count"], dynamic_fields: "[]" })).rows).toHaveLength(1);
  });
});
