// Totals, subtotals and coverage over twelve movies: no total is ever the sum of the rows above it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTwelve, type TwelveAnswers } from "./twelve-answers.ts";

let twelve: TwelveAnswers;

beforeAll(async () => {
  twelve = await openTwelve("test_totals");
});

afterAll(async () => twelve.close());

describe("a total", () => {
  test("of groups that overlap counts each movie once", async () => {
    const answer = await twelve.ask({ fields: ["genres.name", "movies.count"], total: true });
    const counts = answer.rows.map((row) => Number(row["movies.count"]));
    expect(counts.reduce((sum, count) => sum + count)).toBe(17);
    expect(answer.total).toEqual({ "movies.count": 12 });
  });
  test("of averages is the average over all", async () => {
    const { total } = await twelve.ask({
      fields: ["genres.name", "movies.average_budget", "movies.median_budget"],
      total: true,
    });
    expect(total).toEqual({ "movies.average_budget": 1735 / 9, "movies.median_budget": 100 });
  });
  test("is over all groups, whatever the limit cuts off", async () => {
    const answer = await twelve.ask({ fields: ["genres.name", "movies.count"], total: true, limit: 1 });
    expect(answer.rows).toEqual([{ "genres.name": "Comedy", "movies.count": 5 }]);
    expect(answer.total).toEqual({ "movies.count": 12 });
  });
  test("follows the filters on rows", async () => {
    // Action or Comedy: 1, 2, 4, 6, 7, 10, 11.
    const answer = await twelve.ask({
      fields: ["genres.name", "movies.count", "movies.total_budget"],
      filters: { "genres.name": "Action,Comedy" },
      total: true,
    });
    expect(answer.rows.map((row) => row["movies.count"])).toEqual([5, 4]);
    expect(answer.total).toEqual({ "movies.count": 7, "movies.total_budget": 910 });
  });
  test("does not follow filters on measures, which only choose the groups to show", async () => {
    const answer = await twelve.ask({
      fields: ["genres.name", "movies.count"],
      filters: { "movies.count": ">=5" },
      total: true,
    });
    expect(answer.rows).toEqual([{ "genres.name": "Comedy", "movies.count": 5 }]);
    expect(answer.total).toEqual({ "movies.count": 12 });
  });
  test("of a chosen measure is of the measure that was chosen", async () => {
    const { total } = await twelve.ask({
      fields: ["genres.name", "movies.answer"],
      filters: { "movies.metric": "budget", "movies.aggregation": "maximum", "movies.answer": "<100" },
      total: true,
    });
    expect(total).toEqual({ "movies.answer": 600 });
  });
  test("of two views' measures", async () => {
    const { total } = await twelve.ask({
      fields: ["movies.original_language", "movies.count", "genres.count"],
      total: true,
    });
    expect(total).toEqual({ "movies.count": 12, "genres.count": 4 });
  });
  test("of no measure is none", async () => {
    const { total, parts } = await twelve.ask({ fields: ["genres.name"], total: true });
    expect(total).toBeUndefined();
    expect(parts).toHaveLength(1);
  });
});

describe("subtotals", () => {
  const fields = ["genres.name", "production_companies.name", "movies.count"];
  test("group by the dimension and those before it, each movie once", async () => {
    const { rows, subtotals } = await twelve.ask({
      fields,
      filters: { "genres.name": "Comedy,Action" },
      sorts: ["genres.name"],
      subtotals: ["genres.name"],
    });
    const companies = rows.filter((row) => row["genres.name"] === "Comedy");
    // Aurora 3, Borealis, Comet and Echo Films 1 each, and the one without a company.
    expect(companies.map((row) => row["movies.count"])).toEqual([3, 1, 1, 1, 1]);
    expect(subtotals).toEqual([
      {
        dimensions: ["genres.name"],
        rows: [
          { "genres.name": "Comedy", "movies.count": 5 },
          { "genres.name": "Action", "movies.count": 4 },
        ],
      },
    ]);
  });
  test("are of the groups that are shown", async () => {
    const { subtotals } = await twelve.ask({
      fields,
      sorts: ["genres.name"],
      limit: 1,
      subtotals: ["genres.name"],
    });
    expect(subtotals[0]?.rows).toEqual([{ "genres.name": "Action", "movies.count": 4 }]);
  });
});

describe("what cannot be totalled is refused in words", () => {
  test.each([
    [{ fields: ["movies.title"], subtotals: ["genres.name"] }, "Add it to fields"],
    [
      { fields: ["movies.title", "movies.count"], subtotals: ["movies.count"] },
      "it is a measure. Ask for total, which is over all rows",
    ],
    [
      { fields: ["movies.title", "movies.count"], subtotals: ["movies.title"] },
      "it is the last dimension, so each row is its own subtotal already",
    ],
    [{ fields: ["movies.title", "movies.count"], row_total: "right" }, "row_total without pivots"],
    [
      {
        fields: ["movies.title", "genres.name", "movies.count"],
        pivots: ["genres.name"],
        subtotals: ["movies.title"],
      },
      "subtotals of pivoted values cannot be answered yet",
    ],
    [{ fields: ["movies.count"], row_total: "above" }, "malformed at row_total"],
    [{ fields: ["movies.count"], total: "yes" }, "malformed at total"],
  ])("%j", async (body, message) => {
    await expect((async () => twelve.ask(body))()).rejects.toThrow(message);
  });
});

describe("coverage", () => {
  test("says how many rows carry each value, and that genres overlap", async () => {
    const fields = ["genres.name", "movies.average_budget", "movies.total_profit", "movies.count"];
    expect(await twelve.cover({ fields })).toEqual({
      measures: [
        {
          measure: "movies.average_budget",
          view: "movies",
          matching: 12,
          known: 9,
          leftOut: "Budget is 0 or empty, and 0 means not known",
        },
        {
          measure: "movies.total_profit",
          view: "movies",
          matching: 12,
          known: 7,
          leftOut: "Profit comes of Revenue and Budget, not all of which are known",
        },
        { measure: "movies.count", view: "movies", matching: 12, known: 12 },
      ],
      overlapping: ["movies"],
      tables: ["test_totals.genres", "test_totals.movie_genres", "test_totals.movies"],
    });
  });
  test("groups that hold each movie once do not overlap", async () => {
    const fields = ["movies.original_language", "movies.count"];
    expect((await twelve.cover({ fields })).overlapping).toEqual([]);
  });
  test("nor do genres when one alone is looked at", async () => {
    const fields = ["genres.name", "movies.total_budget"];
    const { measures, overlapping } = await twelve.cover({ fields, filters: { "genres.name": "Horror" } });
    expect(measures).toEqual([{ measure: "movies.total_budget", view: "movies", matching: 2, known: 2 }]);
    expect(overlapping).toEqual([]);
  });
  test("names the tables that only filters read, and counts what they let through", async () => {
    const filters = { "production_companies.name": "Aurora", "movies.count": ">100" };
    expect(await twelve.cover({ fields: ["movies.average_budget"], filters })).toEqual({
      measures: [
        {
          measure: "movies.average_budget",
          view: "movies",
          matching: 3,
          known: 2,
          leftOut: "Budget is 0 or empty, and 0 means not known",
        },
      ],
      overlapping: [],
      tables: [
        "test_totals.movie_production_companies",
        "test_totals.movies",
        "test_totals.production_companies",
      ],
    });
  });
  test("counts each view's own rows", async () => {
    const { measures, overlapping } = await twelve.cover({
      fields: ["movies.original_language", "movies.count", "genres.count"],
    });
    expect(measures).toEqual([
      { measure: "movies.count", view: "movies", matching: 12, known: 12 },
      { measure: "genres.count", view: "genres", matching: 4, known: 4 },
    ]);
    // Each of the four genres is in films of more than one language.
    expect(overlapping).toEqual(["genres"]);
  });
  test("a question without a measure only reads tables", async () => {
    expect(await twelve.cover({ fields: ["genres.name"] })).toEqual({
      measures: [],
      overlapping: [],
      tables: ["test_totals.genres", "test_totals.movie_genres", "test_totals.movies"],
    });
  });
});
