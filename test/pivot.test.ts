// Pivoted questions over twelve movies: limits cut rows and columns, never cells, and totals count each movie once.
import sqlParser from "node-sql-parser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS } from "../generator/index.ts";
import { partsOf } from "../local/whole-answer/parts.ts";
import { readQuestion } from "../local/read-question.ts";
import { type OpenServer, openServer } from "../local/server/server.ts";
import type { WholeAnswer } from "../local/whole-answer.ts";
import { openTwelve, type TwelveAnswers } from "./twelve-answers.ts";

let twelve: TwelveAnswers;
let server: OpenServer;

beforeAll(async () => {
  twelve = await openTwelve("test_pivot");
  server = await openServer({
    model: twelve.model,
    pool: twelve.pool,
    host: "127.0.0.1",
    port: 0,
    freshness: async () => undefined,
    log: () => {},
  });
});

afterAll(async () => {
  await server.close();
  await twelve.close();
});

const byLanguage = {
  fields: ["genres.name", "movies.original_language", "movies.count"],
  pivots: ["movies.original_language"],
};

const keys = (answer: WholeAnswer): readonly string[] => (answer.pivots ?? []).map((pivot) => pivot.key);

/** Rows as lists: the first field, then the measure's values in the order of the columns. */
function grid(answer: WholeAnswer, first = "genres.name", measure = "movies.count"): readonly unknown[] {
  return answer.rows.map((row) => {
    const values = row[measure];
    if (typeof values !== "object" || values === null) throw new Error(`${measure} is not pivoted`);
    return [row[first], ...keys(answer).map((key) => values[key])];
  });
}

describe("pivots", () => {
  test("rows stand by the first column, largest first, then by their best value elsewhere", async () => {
    const answer = await twelve.ask(byLanguage);
    expect(keys(answer)).toEqual(["de", "en", "fr"]);
    expect(grid(answer)).toEqual([
      ["Drama", 2, 1, 1],
      ["Action", 1, 3, null],
      ["Comedy", 1, 3, 1],
      ["Horror", null, 1, 1],
      [null, null, 1, 1],
    ]);
  });
  test("sorted by another column, and by the pivoted values from the end", async () => {
    const sorts = ["movies.original_language desc", "movies.count desc 1", "genres.name desc"];
    const answer = await twelve.ask({ ...byLanguage, sorts });
    expect(keys(answer)).toEqual(["fr", "en", "de"]);
    expect(grid(answer)).toEqual([
      ["Comedy", 1, 3, 1],
      ["Action", null, 3, 1],
      ["Horror", 1, 1, null],
      ["Drama", 1, 1, 2],
      [null, 1, 1, null],
    ]);
  });
  test("a row limit counts rows, and keeps columns that only cut rows have values in", async () => {
    const answer = await twelve.ask({ ...byLanguage, sorts: ["genres.name"], limit: 1 });
    expect(keys(answer)).toEqual(["de", "en", "fr"]);
    expect(grid(answer)).toEqual([["Action", 1, 3, null]]);
  });
  test("a column limit keeps rows that only cut columns have values in, and says so", async () => {
    const answer = await twelve.ask({ ...byLanguage, sorts: ["genres.name"], column_limit: 1 });
    expect(answer.columnsTruncated).toBe(true);
    expect(grid(answer)).toEqual([
      ["Action", 1],
      ["Comedy", 1],
      ["Drama", 2],
      ["Horror", null],
      [null, null],
    ]);
    expect((await twelve.ask({ ...byLanguage, column_limit: 3 })).columnsTruncated).toBe(false);
  });
  test("totals of columns, rows and everything come from questions of their own", async () => {
    const answer = await twelve.ask({ ...byLanguage, total: true, row_total: "right", limit: 2 });
    expect(keys(answer)).toEqual(["de", "en", "fr", "$$$_row_total_$$$"]);
    expect(grid(answer)).toEqual([
      ["Drama", 2, 1, 1, 4],
      ["Action", 1, 3, null, 4],
    ]);
    expect(answer.total).toEqual({ "movies.count": { de: 2, en: 7, fr: 3, $$$_row_total_$$$: 12 } });
  });
  test("a row total of overlapping columns counts each movie once", async () => {
    // Comedies: 1, 2, 6, 7, 10; Golf (7) is in all three columns, Alpha (1) in two.
    const answer = await twelve.ask({
      fields: ["movies.original_language", "genres.name", "movies.count"],
      pivots: ["genres.name"],
      sorts: ["movies.original_language", "genres.name"],
      row_total: "left",
      total: true,
    });
    expect(keys(answer)).toEqual(["$$$_row_total_$$$", "Action", "Comedy", "Drama", "Horror", "null"]);
    expect(grid(answer, "movies.original_language")).toEqual([
      ["de", 2, 1, 1, 2, null, null],
      ["en", 7, 3, 3, 1, 1, 1],
      ["fr", 3, null, 1, 1, 1, 1],
    ]);
    expect(answer.total).toEqual({
      "movies.count": { Action: 4, Comedy: 5, Drama: 4, Horror: 2, null: 2, $$$_row_total_$$$: 12 },
    });
  });
  test("no dimension beside the pivot makes one row", async () => {
    const answer = await twelve.ask({
      fields: ["movies.original_language", "movies.count"],
      pivots: ["movies.original_language"],
    });
    expect(answer.rows).toEqual([{ "movies.count": { de: 2, en: 7, fr: 3 } }]);
  });
  test("two pivots, and a filter on a measure", async () => {
    const answer = await twelve.ask({
      fields: ["genres.name", "movies.original_language", "movies.released_year", "movies.count"],
      pivots: ["movies.original_language", "movies.released_year"],
      filters: { "movies.count": ">1" },
    });
    // Only the two comedies of 2001, both English.
    expect(keys(answer)).toEqual(["en|FIELD|2001"]);
    expect(answer.pivots?.[0]?.values).toEqual({
      "movies.original_language": "en",
      "movies.released_year": 2001,
    });
    expect(grid(answer)).toEqual([["Comedy", 2]]);
  });
  test("of nothing are no columns and no rows", async () => {
    const answer = await twelve.ask({ ...byLanguage, filters: { "movies.title": "Nobody" } });
    expect([answer.pivots, answer.rows]).toEqual([[], []]);
  });
  test.each([
    [{ ...byLanguage, pivots: ["movies.title"] }, "pivots of movies.title, which is not one of its fields"],
    [
      { ...byLanguage, pivots: ["movies.count"] },
      "it is a measure. Pivot by genres.name or movies.original_language",
    ],
    [{ fields: ["genres.name"], pivots: ["genres.name"] }, "has no measure to show"],
    [{ ...byLanguage, pivots: ["genres.name", "genres.name"] }, "pivots by genres.name twice"],
    [{ ...byLanguage, column_limit: "few" }, 'column limit "few" is not a number of columns'],
    [{ ...byLanguage, sorts: ["movies.title"] }, "cannot be sorted by movies.title"],
  ])("%j is refused", async (body, message) => {
    await expect((async () => twelve.ask(body))()).rejects.toThrow(message);
  });
});

test("every cell is the group that the same question without pivots gives, and every total its own question", async () => {
  const [dimensions, measures] = [
    ["genres.name", "production_companies.name", "movies.original_language", "movies.released_year"],
    ["movies.count", "movies.average_budget", "movies.total_revenue", "movies.median_budget"],
  ];
  const value = async (filters: object, measure: string): Promise<unknown> =>
    (await twelve.ask({ fields: [measure], filters })).rows[0]?.[measure];
  for (const row of dimensions) {
    for (const pivot of dimensions) {
      if (row === pivot) continue;
      const fields = [row, pivot, ...measures];
      const pivoted = await twelve.ask({
        fields,
        pivots: [pivot],
        total: true,
        row_total: "right",
        limit: -1,
      });
      const flat = await twelve.ask({ fields, limit: -1 });
      const byGroup = new Map(flat.rows.map((one) => [JSON.stringify([one[row], one[pivot]]), one]));
      let cells = 0;
      for (const one of pivoted.rows) {
        for (const column of pivoted.pivots ?? []) {
          const group = byGroup.get(JSON.stringify([one[row], column.values[pivot]]));
          if (column.isTotal) continue;
          if (group !== undefined) cells += 1;
          for (const measure of measures)
            expect(Reflect.get(Object(one[measure]), column.key)).toEqual(group?.[measure] ?? null);
        }
      }
      expect(cells).toBe(flat.rows.length);
      for (const measure of measures)
        expect(Reflect.get(Object(pivoted.total?.[measure]), "$$$_row_total_$$$")).toEqual(
          await value({}, measure),
        );
    }
  }
});

test("an independent grammar reads all of it as Redshift's SQL", () => {
  const grammar = new sqlParser.Parser();
  for (const measures of [["movies.count"], ["movies.median_budget", "genres.count"]]) {
    const question = readQuestion(
      {
        model: "movies",
        view: "movies",
        fields: ["production_companies.name", "movies.original_language", ...measures],
        pivots: ["movies.original_language"],
        filter_expression: "${genres.name} = 'Drama' OR NOT ${movies.budget} > 100",
        total: true,
        row_total: "right",
      },
      twelve.model,
    );
    const parts = partsOf(twelve.model, question, DIALECTS.redshift, {});
    expect(parts).toHaveLength(4);
    for (const { query } of parts)
      expect(() => grammar.astify(query.text, { database: "Redshift" })).not.toThrow();
    expect(() => grammar.astify("SELECT DENSE_RANK( FROM a", { database: "Redshift" })).toThrow(/found/);
  }
});

describe("Looker's shapes", () => {
  const post = async (format: string, body: object): Promise<Response> => {
    const response = await fetch(`${server.url}/api/4.0/queries/run/${format}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "movies", view: "movies", ...body }),
    });
    expect(response.status).toBe(200);
    return response;
  };
  const asked = { ...byLanguage, limit: 1, total: true, row_total: "right" };
  test("json nests values by the columns' keys", async () => {
    expect(await (await post("json", asked)).json()).toEqual([
      { "genres.name": "Drama", "movies.count": { de: 2, en: 1, fr: 1, $$$_row_total_$$$: 4 } },
    ]);
  });
  test("csv has a line for the pivoted values above the labels", async () => {
    expect(await (await post("csv", asked)).text()).toBe(
      "Movies Original Language,de,en,fr,Row Total\nGenres Genre,Movies Movies,Movies Movies,Movies Movies,Movies Movies\nDrama,2,1,1,4\n",
    );
  });
  test("sql shows every query, the totals' under their names", async () => {
    const text = await (await post("sql", asked)).text();
    expect(text.match(/^-- (?!\$).*$/gm)).toEqual([
      "-- total",
      "-- column totals by movies.original_language",
      "-- row totals by genres.name",
    ]);
  });
  test("json_detail has cells, columns, totals and coverage", async () => {
    expect(await (await post("json_detail", asked)).json()).toMatchObject({
      has_totals: true,
      has_row_totals: true,
      has_subtotals: false,
      fields: {
        dimensions: [{ name: "genres.name" }],
        measures: [{ name: "movies.count" }],
        pivots: [{ name: "movies.original_language" }],
        table_calculations: [],
      },
      pivots: [
        { key: "de", data: { "movies.original_language": "de" }, is_total: false },
        { key: "en" },
        { key: "fr" },
        { key: "$$$_row_total_$$$", is_total: true },
      ],
      data: [
        {
          "genres.name": { value: "Drama" },
          "movies.count": {
            de: { value: 2 },
            en: { value: 1 },
            fr: { value: 1 },
            $$$_row_total_$$$: { value: 4 },
          },
        },
      ],
      totals_data: {
        "movies.count": {
          de: { value: 2 },
          en: { value: 7 },
          fr: { value: 3 },
          $$$_row_total_$$$: { value: 12 },
        },
      },
      coverage: {
        measures: [{ measure: "movies.count", view: "movies", matching: 12, known: 12 }],
        overlapping: ["movies"],
        tables: ["test_pivot.genres", "test_pivot.movie_genres", "test_pivot.movies"],
      },
    });
  });
  test("json_detail has subtotals by level", async () => {
    const detail: unknown = await (
      await post("json_detail", {
        fields: ["genres.name", "movies.original_language", "movies.count"],
        filters: { "genres.name": "Horror" },
        subtotals: ["genres.name"],
      })
    ).json();
    expect(detail).toMatchObject({
      has_subtotals: true,
      subtotals_data: {
        "1": [
          {
            "genres.name": { value: "Horror" },
            "movies.count": { value: 2 },
            $$$__grouping__$$$: ["genres.name"],
          },
        ],
      },
    });
  });
});
