// Questions over twelve movies, each answer worked out by hand.
import { readFile } from "node:fs/promises";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, DIALECTS, type Model } from "../generator/index.ts";
import { answer, type Cell } from "../local/answer.ts";
import { askForm } from "../local/form.ts";
import { plan } from "../local/plan.ts";
import { openReader } from "../local/pool.ts";
import { readQuestion } from "../local/read-question.ts";
import { writeSql } from "../local/sql.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { TWELVE_MOVIES } from "./twelve-movies.ts";

let stack: Stack;
let pool: pg.Pool;
let model: Model;

beforeAll(async () => {
  const text = await readFile(new URL("../looker.yml", import.meta.url), "utf8");
  const compiled = compile(text.replace(/^schema: .*$/m, "schema: test_answers"), "looker.yml");
  if (compiled.model === undefined) throw new Error("looker.yml has problems");
  model = compiled.model;
  stack = await openTestStack();
  await fillTables(stack.url, model, TWELVE_MOVIES);
  pool = openReader(stack.url);
});

afterAll(async () => {
  await pool.end();
  await stack.release();
});

/** The answer's rows as lists, in the order of the fields asked for. */
async function ask(
  fields: string,
  filters: Readonly<Record<string, string>> = {},
  more: object = {},
): Promise<readonly (readonly Cell[])[]> {
  const question = readQuestion(
    { model: "movies", view: "movies", fields: fields.split(" "), filters, ...more },
    model,
  );
  const { rows } = await answer(pool, writeSql(plan(model, question), DIALECTS.postgres));
  return rows.map((row) => question.fields.map((field) => row[field] ?? null));
}

describe("one number", () => {
  test("average budget leaves out the three that are not known", async () => {
    expect(await ask("movies.average_budget movies.count_budget movies.count")).toEqual([[1735 / 9, 9, 12]]);
  });
  test("total revenue", async () => {
    expect(await ask("movies.total_revenue")).toEqual([[3395]]);
  });
  test("median of nine is the middle one", async () => {
    expect(await ask("movies.median_budget")).toEqual([[100]]);
  });
  test("profit is known where both sides are", async () => {
    // 1: 200, 4: 600, 6: -25, 7: 400, 8: 600, 9: 60, 10: -30
    expect(await ask("movies.total_profit movies.count_profit movies.minimum_profit")).toEqual([
      [1805, 7, -30],
    ]);
  });
  test("a total over nothing is 0, an average over nothing is unknown, as in Looker", async () => {
    expect(
      await ask("movies.total_budget movies.average_budget movies.count", { "movies.title": "Nobody" }),
    ).toEqual([[0, null, 0]]);
  });
});

describe("a filter on a many-to-many join that is not shown repeats nothing", () => {
  test("any of two genres", async () => {
    expect(await ask("movies.average_budget movies.count", { "genres.name": "Action,Comedy" })).toEqual([
      [182, 7],
    ]);
  });
  test("any of two genres and any of two companies", async () => {
    expect(
      await ask("movies.total_budget movies.count", {
        "genres.name": "Action,Comedy",
        "production_companies.name": "Aurora,Comet",
      }),
    ).toEqual([[800, 4]]);
  });
  test("two companies of one name count a movie once", async () => {
    expect(
      await ask("movies.total_revenue movies.count", { "production_companies.name": "Echo Films" }),
    ).toEqual([[1310, 3]]);
  });
  test("a negative filter keeps a movie that has any other genre, and one that has none", async () => {
    expect(await ask("movies.count", { "genres.name": "-Drama" })).toEqual([[10]]);
  });
  test("the excluded selector drops every movie that has the genre", async () => {
    expect(await ask("movies.count", { "movies.genre_excluded": "Drama" })).toEqual([[8]]);
  });
  test("all of two genres: each must be there, on whichever link", async () => {
    // Of the seven with either, Alpha and Golf have both.
    expect(await ask("movies.total_budget movies.count", { "movies.genre_all_of": "Action,Comedy" })).toEqual(
      [[500, 2]],
    );
    expect(await ask("movies.title", { "movies.genre_all_of": "Comedy,Action,Drama" })).toEqual([["Golf"]]);
    expect(await ask("movies.count", { "movies.genre_all_of": "Comedy" })).toEqual([[5]]);
    expect(await ask("movies.count", { "movies.genre_all_of": "Comedy,Western" })).toEqual([[0]]);
  });
  test("all of two companies, of which two have one name", async () => {
    expect(await ask("movies.title", { "movies.production_company_all_of": "Comet,Dawn" })).toEqual([
      ["Echo"],
    ]);
    expect(await ask("movies.count", { "movies.production_company_all_of": "Echo Films" })).toEqual([[3]]);
  });
  test("all of some, any of others and none of a third", async () => {
    expect(
      await ask("movies.title movies.total_budget", {
        "movies.genre_all_of": "Comedy,Drama",
        "movies.genre_excluded": "Action",
      }),
    ).toEqual([["Foxtrot", 50]]);
    expect(
      await ask("movies.title", {
        "movies.genre_all_of": "Action,Comedy",
        "movies.production_company": "Comet,Dawn",
      }),
    ).toEqual([["Golf"]]);
  });
  test("movies without any company", async () => {
    expect(await ask("movies.title", { "production_companies.name": "NULL" })).toEqual([
      ["Foxtrot"],
      ["Lima"],
    ]);
  });
  test("movies with some company", async () => {
    expect(await ask("movies.count", { "production_companies.name": "-NULL" })).toEqual([[10]]);
  });
  test("a pattern", async () => {
    expect(await ask("movies.count", { "production_companies.name": "%o%" })).toEqual([[10]]);
  });
  test("a selector and its exclusion together", async () => {
    expect(
      await ask("movies.title", { "movies.genre": "Comedy", "movies.genre_excluded": "Drama,Horror" }),
    ).toEqual([["Alpha"], ["Bravo"]]);
  });
});

describe("groups that overlap", () => {
  test("average budget by genre, the movies without one included", async () => {
    expect(await ask("genres.name movies.average_budget movies.count")).toEqual([
      ["Drama", 312.5, 4],
      ["Action", 800 / 3, 4],
      ["Comedy", 152.5, 5],
      ["Horror", 40, 2],
      [null, 5, 2],
    ]);
  });
  test("median by genre, of an even number too", async () => {
    expect(await ask("genres.name movies.median_budget", { "genres.name": "Drama,Comedy" })).toEqual([
      ["Drama", 300],
      ["Comedy", 80],
    ]);
  });
  test("by company name: a movie of two companies of one name counts once", async () => {
    expect(
      await ask("production_companies.name movies.total_revenue movies.count", {
        "production_companies.name": "Echo%,Aurora",
      }),
    ).toEqual([
      ["Echo Films", 1310, 3],
      ["Aurora", 1150, 3],
    ]);
  });
  test("by genre, of the movies of two companies", async () => {
    // Aurora or Comet made 1, 2, 4, 5 and 7.
    expect(
      await ask("genres.name movies.total_budget movies.count", {
        "production_companies.name": "Aurora,Comet",
      }),
    ).toEqual([
      ["Action", 800, 3],
      ["Comedy", 500, 3],
      ["Drama", 400, 1],
      [null, 0, 1],
    ]);
  });
  test("by genre and company at once", async () => {
    const rows = await ask("genres.name production_companies.name movies.count movies.total_budget", {
      "genres.name": "Comedy",
    });
    expect(rows).toEqual([
      ["Comedy", "Aurora", 3, 500],
      ["Comedy", "Borealis", 1, 0],
      ["Comedy", "Comet", 1, 400],
      ["Comedy", "Echo Films", 1, 60],
      ["Comedy", null, 1, 50],
    ]);
  });
  test("only companies that share the movie with the genre's filter on another company's terms", async () => {
    // Dawn made only Echo (5), which Comet made too.
    expect(
      await ask("production_companies.name movies.count", { "production_companies.name": "Dawn" }),
    ).toEqual([["Dawn", 1]]);
  });
});

describe("measures of several views side by side", () => {
  test("movies, genres and companies in one row", async () => {
    expect(await ask("movies.count genres.count production_companies.count movies.total_budget")).toEqual([
      [12, 4, 6, 1735],
    ]);
  });
  test("by language", async () => {
    expect(
      await ask(
        "movies.original_language movies.total_budget genres.count production_companies.count",
        {},
        { sorts: ["movies.original_language"] },
      ),
    ).toEqual([
      ["de", 1000, 3, 3],
      ["en", 475, 4, 4],
      ["fr", 260, 3, 5],
    ]);
  });
});

describe("time, order and limits", () => {
  test("by year, latest first, the undated last", async () => {
    expect(await ask("movies.released_year movies.count")).toEqual([
      [2005, 1],
      [2004, 3],
      [2003, 2],
      [2002, 2],
      [2001, 2],
      [1899, 1],
      [null, 1],
    ]);
  });
  test("the four timeframes", async () => {
    expect(
      await ask("movies.released_date movies.released_month movies.released_quarter movies.released_year", {
        "movies.title": "Hotel",
      }),
    ).toEqual([["2004-08-08", "2004-08", "2004-07", 2004]]);
  });
  test("a span of time leaves its end out", async () => {
    expect(
      await ask(
        "movies.title",
        { "movies.released_date": "2002 to 2004-08-08" },
        { sorts: ["movies.title"] },
      ),
    ).toEqual([["Charlie"], ["Delta"], ["Echo"], ["Golf"]]);
  });
  test("a filter on a number reads 0 as not known", async () => {
    expect(await ask("movies.title", { "movies.budget": "NULL" }, { sorts: ["movies.title"] })).toEqual([
      ["Bravo"],
      ["Echo"],
      ["Kilo"],
    ]);
    expect(await ask("movies.count", { "movies.budget": "[50, 300)" })).toEqual([[4]]);
  });
  test("a filter on a measure holds after grouping", async () => {
    expect(await ask("genres.name movies.count", { "movies.count": ">=4" })).toEqual([
      ["Comedy", 5],
      ["Action", 4],
      ["Drama", 4],
    ]);
  });
  test("the limit cuts, and equal rows stand in a settled order", async () => {
    expect(await ask("genres.name movies.count", {}, { limit: 2 })).toEqual([
      ["Comedy", 5],
      ["Action", 4],
    ]);
    expect(await ask("genres.name", {}, { limit: "0" })).toEqual([]);
  });
});

describe("the question form", () => {
  const form = (): Model["questions"][number] => {
    const [first] = model.questions;
    if (first === undefined) throw new Error("looker.yml has no question form");
    return first;
  };
  test("asks for the measure and its coverage", async () => {
    const question = askForm(model, form(), {
      metric: "budget",
      aggregation: "average",
      by: undefined,
      selected: { genre: ["Action", "Comedy"] },
      excluded: {},
    });
    const { rows } = await answer(pool, writeSql(plan(model, question), DIALECTS.postgres));
    expect(rows).toEqual([{ "movies.average_budget": 182, "movies.count_budget": 5, "movies.count": 7 }]);
  });
  test("grouped by what is selected, shows only what is selected", async () => {
    const question = askForm(model, form(), {
      metric: "revenue",
      aggregation: "total",
      by: "genre",
      selected: { genre: ["Action"] },
      excluded: {},
    });
    const { rows } = await answer(pool, writeSql(plan(model, question), DIALECTS.postgres));
    expect(rows.map((row) => row["genres.name"])).toEqual(["Action"]);
  });
  test("all of the selected values, and the groups are those", async () => {
    const question = askForm(model, form(), {
      metric: "budget",
      aggregation: "average",
      by: "genre",
      selected: {},
      allOf: { genre: ["Action", "Comedy"] },
      excluded: { production_company: ["Comet"] },
    });
    expect(question.filters).toEqual({
      "movies.genre_all_of": "Action,Comedy",
      "movies.production_company_excluded": "Comet",
      "genres.name": "Action,Comedy",
    });
    const { rows } = await answer(pool, writeSql(plan(model, question), DIALECTS.postgres));
    expect(rows.map((row) => [row["genres.name"], row["movies.average_budget"]])).toEqual([
      ["Action", 100],
      ["Comedy", 100],
    ]);
  });
  test("Looker's parameters choose the same measure", async () => {
    expect(await ask("movies.answer", { "movies.metric": "budget", "movies.aggregation": "median" })).toEqual(
      [[100]],
    );
    expect(await ask("movies.answer")).toEqual([[1735 / 9]]);
  });
  test("refuses a pair that makes no sense, with the reason", () => {
    const filled = { metric: "rating", aggregation: "total", by: undefined, selected: {}, excluded: {} };
    expect(() => askForm(model, form(), filled)).toThrow("ratings of different films do not add up");
  });
});

describe("what cannot be answered is refused in words", () => {
  test.each([
    ["movies.buget", {}, {}, "did you mean `movies.budget`?"],
    ["movies.genre", {}, {}, "can only be filtered on"],
    ["movies.count movies.count", {}, {}, "asked for twice"],
    ["movies.count", { "movies.genre_all_of": "Act%" }, {}, "takes values in full"],
    ["movies.count", { "movies.genre_all_of": "-Action" }, {}, "takes values in full"],
    ["movies.count", { "movies.genre_all_of": "Action,Comedy,Action" }, {}, 'names "Action" twice'],
    ["movies.count", { "movies.budget": "cheap" }, {}, "is not a number filter"],
    ["movies.count", { "movies.released_date": "last 3 months" }, {}, "relative to today"],
    ["movies.count", {}, { sorts: ["movies.title"] }, "cannot be sorted by movies.title"],
    ["movies.count", {}, { pivots: ["genres.name"] }, "which is not one of its fields"],
    ["movies.count", {}, { limit: "ten" }, "is not a number of rows"],
    ["movies.answer", { "movies.metric": "Budget" }, {}, "takes the value budget"],
  ])("%s %j %j", async (fields, filters, more, message) => {
    await expect(ask(fields, filters as unknown as Record<string, string>, more)).rejects.toThrow(message);
  });
});
