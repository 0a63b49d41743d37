// Custom filter expressions over twelve movies: what they let through, counted by hand, and what they are refused for.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS } from "../generator/index.ts";
import { partsOf } from "../local/whole-answer/parts.ts";
import { readQuestion } from "../local/read-question.ts";
import { openTwelve, type TwelveAnswers } from "./twelve-answers.ts";

const SCHEMA = "test_filter_expression";

let twelve: TwelveAnswers;

beforeAll(async () => {
  twelve = await openTwelve(SCHEMA);
});

afterAll(async () => twelve.close());

const count = async (filter_expression: string, more: object = {}): Promise<unknown> =>
  (await twelve.ask({ fields: ["movies.count"], filter_expression, ...more })).rows[0]?.["movies.count"];

describe("a filter expression", () => {
  test.each([
    ["", 12],
    ["1=2", 0],
    ["1 = 1", 12],
    ["yes", 12],
    ["${movies.budget} > 100", 4],
    ["${movies.budget} > -1.5", 9],
    // Not known is neither more nor not more.
    ["NOT (${movies.budget} > 100)", 5],
    ["not ${movies.budget} > 100", 5],
    ["${movies.revenue} > ${movies.budget}", 5],
    ["is_null(${movies.budget})", 3],
    ["NOT is_null(${movies.budget}) AND NOT (${movies.budget} >= 50)", 2],
    ['"en" = ${movies.original_language}', 7],
    ["${movies.original_language} != 'en'", 5],
    ['${movies.title} = "Alpha" OR ${movies.title} = "Bravo" AND 1 = 2', 1],
    ['(${movies.title} = "Alpha" OR ${movies.title} = "Bravo") AND 1 = 2', 0],
    ["${movies.released_date} >= date(2004, 1, 1)", 4],
    ["${movies.released_year} = 2004", 3],
    ["${movies.released_month} = '2004-08'", 1],
    ["matches_filter(${movies.released_date}, `2004`)", 3],
    ["matches_filter(${movies.budget}, `[50, 300), NULL`)", 7],
    [String.raw`${"${movies.title}"} = "x\"'); DROP TABLE movies; --"`, 0],
  ])("%s lets %d through", async (expression, expected) => {
    expect(await count(expression)).toBe(expected);
  });
});

describe("on a many-to-many join that is not shown, it repeats nothing", () => {
  const asked = async (filter_expression: string, filters = {}): Promise<unknown> =>
    (await twelve.ask({ fields: ["movies.count", "movies.total_budget"], filter_expression, filters })).rows;
  test.each([
    ['${genres.name} = "Drama"', 4, 1250],
    // A movie that has any other genre; one without a genre has no genre to be another.
    ['${genres.name} != "Drama"', 8, 930],
    ["is_null(${genres.name})", 2, 5],
    // One and the same genre cannot be both.
    ['${genres.name} = "Drama" AND ${genres.name} = "Comedy"', 0, 0],
    ['${genres.name} = "Drama" OR ${movies.budget} > 250', 5, 1550],
    ['${genres.name} = "Comedy" AND ${production_companies.name} = "Aurora"', 3, 500],
    ['${genres.name} = "Horror" OR ${production_companies.name} = "Comet"', 5, 780],
    ["${genres.name} < ${production_companies.name} AND ${movies.budget} > 300", 2, 1000],
    ["matches_filter(${genres.name}, `Drama,Horror`)", 6, 1330],
  ])("%s", async (expression, movies, budget) => {
    expect(await asked(expression)).toEqual([{ "movies.count": movies, "movies.total_budget": budget }]);
  });
  test("a filter on the same join holds for the same row", async () => {
    expect(await asked('${genres.name} != "Drama"', { "genres.name": "Drama" })).toEqual([
      { "movies.count": 0, "movies.total_budget": 0 },
    ]);
    expect(await asked('${genres.name} != "Drama"', { "genres.name": "Comedy" })).toEqual([
      { "movies.count": 5, "movies.total_budget": 610 },
    ]);
  });
});

describe("any two terms mean what SQL makes of them over everything joined", () => {
  /** A term, and the same as SQL over the tables. */
  const terms: readonly (readonly [term: string, sql: string])[] = [
    ["${genres.name} = 'Drama'", "genres.name = 'Drama'"],
    ["${genres.name} != 'Comedy'", "genres.name <> 'Comedy'"],
    ["is_null(${genres.name})", "genres.name IS NULL"],
    ["${production_companies.name} >= 'Comet'", "companies.name >= 'Comet'"],
    ["is_null(${production_companies.name})", "companies.name IS NULL"],
    ["${movies.budget} < ${movies.revenue}", "NULLIF(movies.budget, 0) < NULLIF(movies.revenue, 0)"],
    ["${movies.original_language} = 'fr'", "movies.original_language = 'fr'"],
    ["matches_filter(${genres.name}, `-Drama`)", "(genres.name <> 'Drama' OR genres.name IS NULL)"],
  ];
  const pairs = terms.flatMap(([one, oneSql]) =>
    terms.flatMap(([other, otherSql]): readonly (readonly [string, string])[] => [
      [`${one} AND ${other}`, `${oneSql} AND ${otherSql}`],
      [`${one} OR NOT ${other}`, `${oneSql} OR NOT ${otherSql}`],
    ]),
  );
  const naive = async (fields: string, where: string, group: string): Promise<readonly unknown[][]> => {
    const { rows } = await twelve.pool.query<unknown[]>({
      rowMode: "array",
      text: `SELECT ${fields} FROM ${SCHEMA}.movies
        LEFT JOIN ${SCHEMA}.movie_genres ON movie_genres.movie_id = movies.id
        LEFT JOIN ${SCHEMA}.genres ON genres.id = movie_genres.genre_id
        LEFT JOIN ${SCHEMA}.movie_production_companies AS made ON made.movie_id = movies.id
        LEFT JOIN ${SCHEMA}.production_companies AS companies ON companies.id = made.production_company_id
        WHERE ${where} ${group}`,
    });
    return rows;
  };
  test("in one number, and by genre", async () => {
    expect(pairs).toHaveLength(128);
    for (const [expression, where] of pairs) {
      const fields = ["genres.name", "movies.count"];
      expect([expression, Number(await count(expression))]).toEqual([
        expression,
        Number((await naive("COUNT(DISTINCT movies.id)", where, ""))[0]?.[0]),
      ]);
      const { rows } = await twelve.ask({ fields, filter_expression: expression, sorts: ["genres.name"] });
      expect([
        expression,
        rows.map((row) => [row["genres.name"] ?? "null", JSON.stringify(row["movies.count"])]),
      ]).toEqual([
        expression,
        await naive(
          "COALESCE(genres.name, 'null'), CAST(COUNT(DISTINCT movies.id) AS TEXT)",
          where,
          "GROUP BY genres.name ORDER BY genres.name NULLS LAST",
        ),
      ]);
    }
  });
});

test("groups, totals and coverage follow it", async () => {
  const body = { fields: ["genres.name", "movies.count"], filter_expression: '${genres.name} < "Drama"' };
  const { rows, total } = await twelve.ask({ ...body, total: true });
  expect(rows).toEqual([
    { "genres.name": "Comedy", "movies.count": 5 },
    { "genres.name": "Action", "movies.count": 4 },
  ]);
  // Alpha and Golf are both.
  expect(total).toEqual({ "movies.count": 7 });
  expect(await twelve.cover(body)).toMatchObject({ measures: [{ matching: 7 }], overlapping: ["movies"] });
});

test("its values are bound, never written into the SQL", () => {
  const question = readQuestion(
    {
      model: "movies",
      view: "movies",
      fields: ["movies.count"],
      filter_expression: "${movies.title} = 'evil' AND ${movies.budget} > 12345",
    },
    twelve.model,
  );
  for (const dialect of Object.values(DIALECTS)) {
    const query = partsOf(twelve.model, question, dialect, {})[0]?.query;
    expect(query?.text).not.toMatch(/evil|12345/);
    expect(query?.values).toEqual(["evil", "12345"]);
  }
});

describe("what it cannot say is refused in words", () => {
  test.each([
    ["${movies.buget} > 1", "did you mean `movies.budget`?"],
    ["${movies.count} > 1", "names the measure movies.count; only conditions on rows"],
    ["${movies.genre} = 'Drama'", "which only filters can use. Write ${genres.name}"],
    ["${movies.title} = 1", "compares a text with a number at character 1"],
    ["${movies.title}", "has a text at character 1 where a condition must stand"],
    ["${movies.budget} + 1 > 2", 'calculates with "+" at character 18'],
    ["${movies.title} = null", "Write is_null(${movies.title})"],
    ["contains(${movies.title}, 'a')", "uses contains(…) at character 1, which cannot be answered yet"],
    ["is_null()", "with other things in its brackets than it takes"],
    ["date(2004, 2, 30) = date(2004, 1, 1)", "a day that is none at character 1: 2004-02-30"],
    ["matches_filter(${movies.budget}, `cheap`)", "is not a number filter"],
    ["1 = ", "needs a field or a value at character 5, but it ends there"],
    ["1 = 2 3", 'needs AND, OR or the end at character 7, but there is "3"'],
    ["(1 = 2", 'needs ")" at character 7'],
    ["movies.title = 1", "cannot be read from character 7"],
    ["yes > no", "which of yes and no is larger"],
    ["(".repeat(200), "brackets more than 100 deep"],
  ])("%s", async (expression, message) => {
    await expect(count(expression)).rejects.toThrow(message);
  });
});
