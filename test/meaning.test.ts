// What an explore asks of every question, over the twelve movies, each answer worked out by hand.
import { readFile } from "node:fs/promises";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, DIALECTS, Mistake, type Model } from "../generator/index.ts";
import { planCoarser } from "../local/plan/coarser.ts";
import { answer, type Cell } from "../local/answer.ts";
import { plan } from "../local/plan.ts";
import { openReader } from "../local/pool.ts";
import { readQuestion } from "../local/read-question.ts";
import { openValues } from "../local/server/suggest.ts";
import { writeSql } from "../local/sql.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { TWELVE_MOVIES } from "./twelve-movies.ts";

const JOINS = `
    joins:
      genres: {through: movie_genres}
      production_companies: {through: movie_production_companies}`;

/** Explores over the movies, by name, each with one thing that it asks of every question. */
const EXPLORES: Readonly<Record<string, string>> = {
  english: "always_filter: {original_language: en}",
  recent: "conditionally_filter: {filters: {released_year: '2004'}, unless: [title, genres.name]}",
  known: "sql_always_where: ${budget} IS NOT NULL",
  of_2004: "sql_always_where: ${movies.released_year} = 2004",
  action: "sql_always_where: ${genres.name} = 'Action'",
  either: "sql_always_where: ${genres.name} = 'Horror' OR ${movies.budget} >= 600",
  no_genre: "sql_always_where: ${genres.name} IS NULL",
  busy: "sql_always_having: ${movies.count} > 2",
  busier: `sql_always_having: |
      {% if movies.strict._parameter_value == 'true' %} \${movies.count} > {% parameter movies.least %}
      {% elsif movies.tongue._is_filtered %} {% condition movies.cost_is %} \${movies.total_budget} {% endcondition %} {% endif %}`,
  picky: `sql_always_where: |
      {% if movies.tongue._is_filtered %} {% condition movies.tongue %} \${original_language} {% endcondition %}
      {% else %} \${genres.name} = 'Horror' {% endif %}`,
  mine: "access_filters: [{field: genres.name, user_attribute: genre}]",
};

/** What the view of movies gets besides: parameters, filter-only fields, and the SQL that asks for them. */
const FIELDS = `
    parameters:
      unit: {type: unquoted, allowed_values: {plain: Dollars, in_cents: Cents}, default_value: plain}
      bonus: {type: number, default_value: 10}
      mark: {type: string, default_value: none}
      since: {type: date, default_value: '2004-01-01'}
      strict: {type: yesno, default_value: 'No'}
      least: {type: number, allowed_values: [2, 4], default_value: 2}
    filters:
      tongue: {}
      cost_is: {type: number}
    dimensions:
      year_after: {type: number, sql: '\${released_year} + 1'}
      cost: {type: number, sql: "{% if unit._parameter_value == 'in_cents' %} \${budget} * 100 {% else %} \${budget} + {% parameter bonus %} {% endif %}"}
      spoken: {type: yesno, sql: "{% condition tongue %} \${original_language} {% endcondition %} AND {% condition movies.cost_is %} \${budget} {% endcondition %}"}
      marked: {type: string, sql: "CONCAT({% parameter mark %}, \${title})"}
      spread: {type: number, sql: "\${budget} {% if movies.rating._in_query %} * 2 {% endif %}"}
      is_new: {type: yesno, sql: "\${TABLE}.release_date >= {% parameter since %}"}
      is_mine: {type: yesno, sql: "\${original_language} = '{{ _user_attributes['tongue'] }}' AND \${votes} > {{ _user_attributes['votes'] }}"}
      dear: {type: yesno, sql: "({% parameter strict %} OR \${budget} > 10) AND {% if least._parameter_value == '4' %} \${budget} > 300 {% else %} \${budget} > 0 {% endif %}"}
      width: {type: string, sql: "{% unless movies.title._is_filtered or movies.rating._in_query %} 'wide' {% else %} 'narrow' {% endunless %}"}
`;

let stack: Stack;
let pool: pg.Pool;
let model: Model;
let folded: Model;

function compiled(text: string): Model {
  const result = compile(text, "looker.yml");
  if (result.model === undefined)
    throw new Error(result.problems.map((problem) => problem.printed).join("\n"));
  return result.model;
}

beforeAll(async () => {
  const text = await readFile(new URL("../looker.yml", import.meta.url), "utf8");
  const explores = Object.entries(EXPLORES).map(
    ([name, asks]) => `  ${name}:\n    view: movies\n    ${asks}${JOINS}\n`,
  );
  const more = text
    .replace(/^schema: .*$/m, "schema: test_meaning")
    .replace(/^explores:\n/m, () => `explores:\n${explores.join("")}`)
    .replace(/^    one: movie\n    dimensions:\n/m, (line) =>
      line.replace(/ +dimensions:\n/, FIELDS.slice(1)),
    )
    .replace(
      /^    measures:\n/m,
      (line) =>
        `${line}      total_cost: {type: sum, of: cost}\n      total_spread: {type: sum, of: spread}\n`,
    );
  model = compiled(more);
  folded = compiled(`${more}\ncase_sensitive: no\n`);
  stack = await openTestStack();
  await fillTables(stack.url, model, TWELVE_MOVIES);
  pool = openReader(stack.url);
});

afterAll(async () => {
  await pool.end();
  await stack.release();
});

type Filters = Readonly<Record<string, string>>;

/** The answer's rows as lists; Postgres runs the SQL written for Redshift too, and must say the same. */
async function ask(
  explore: string,
  fields: string,
  filters: Filters = {},
  userAttributes: Filters = {},
  of: Model = model,
): Promise<readonly (readonly Cell[])[]> {
  const question = readQuestion({ model: "movies", view: explore, fields: fields.split(" "), filters }, of);
  const planned = plan(of, question, { userAttributes });
  const [rows, ...others] = await Promise.all(
    Object.values(DIALECTS).map(async (dialect) => {
      const found = await answer(pool, writeSql(planned, dialect));
      return found.rows.map((row) => question.fields.map((field) => row[field] ?? null));
    }),
  );
  for (const other of others) expect(other).toEqual(rows);
  return rows ?? [];
}

describe("always_filter stands in for a filter that the question does not have", () => {
  test("as the model says it", async () => {
    expect(await ask("english", "movies.count")).toEqual([[7]]);
  });
  test("beside a filter on another field", async () => {
    expect(await ask("english", "movies.count", { "movies.votes": ">10" })).toEqual([[4]]);
  });
  test("the question's own takes its place, and may let anything through", async () => {
    expect(await ask("english", "movies.count", { "movies.original_language": "fr" })).toEqual([[3]]);
    expect(await ask("english", "movies.count", { "movies.original_language": "" })).toEqual([[12]]);
  });
});

describe("conditionally_filter holds unless the question is narrowed otherwise", () => {
  test("as the model says it, and beside a filter that does not count", async () => {
    expect(await ask("recent", "movies.count")).toEqual([[3]]);
    expect(await ask("recent", "movies.count", { "movies.votes": ">50" })).toEqual([[2]]);
  });
  test("a filter on one of `unless` lifts it, an empty one does not", async () => {
    expect(await ask("recent", "movies.count", { "movies.title": "Alpha" })).toEqual([[1]]);
    expect(await ask("recent", "movies.count", { "genres.name": "Comedy" })).toEqual([[5]]);
    expect(await ask("recent", "movies.count", { "movies.title": "" })).toEqual([[3]]);
  });
  test("a filter on its own field takes its place", async () => {
    expect(await ask("recent", "movies.count", { "movies.released_year": "2001" })).toEqual([[2]]);
  });
});

describe("sql_always_where is tested on rows", () => {
  test("of the base view", async () => {
    expect(await ask("known", "movies.count movies.total_budget")).toEqual([[9, 1735]]);
  });
  test("on a timeframe", async () => {
    expect(await ask("of_2004", "movies.count")).toEqual([[3]]);
  });
  test("of a view behind a many-to-many join, repeating nothing", async () => {
    expect(await ask("action", "movies.count movies.total_budget")).toEqual([[4, 800]]);
    expect(await ask("action", "production_companies.name movies.total_budget movies.count")).toEqual([
      ["Comet", 700, 2],
      ["Aurora", 500, 2],
      ["Borealis", 0, 1],
    ]);
  });
  test("of that view when it is shown: on the row itself", async () => {
    expect(await ask("action", "genres.name movies.count genres.count")).toEqual([["Action", 4, 1]]);
  });
  test("together with a filter on the same view: one related row must pass both", async () => {
    expect(await ask("action", "movies.count", { "genres.name": "Comedy" })).toEqual([[0]]);
  });
  test("of two views at once", async () => {
    expect(await ask("either", "movies.count movies.total_budget")).toEqual([[3, 680]]);
    expect(await ask("either", "genres.name movies.total_budget")).toEqual([
      ["Drama", 600],
      ["Horror", 80],
    ]);
  });
  test("of a row that is not there", async () => {
    expect(await ask("no_genre", "movies.title")).toEqual([["Echo"], ["Lima"]]);
    expect(await ask("no_genre", "genres.name movies.count")).toEqual([[null, 2]]);
  });
});

describe("a selector set to any value", () => {
  test.each(["movies.genre", "movies.genre_excluded", "movies.production_company"])(
    "%s keeps films that have no such row too",
    async (selector) => {
      const all = await ask("movies", "movies.title movies.count");
      for (const any of ["", "%", "%,Drama", "Drama,%"])
        expect(await ask("movies", "movies.title movies.count", { [selector]: any })).toEqual(all);
    },
  );
});

describe("sql_always_having is tested on groups", () => {
  test("of measures that are shown, and of measures that are not", async () => {
    expect(await ask("busy", "genres.name movies.count")).toEqual([
      ["Comedy", 5],
      ["Action", 4],
      ["Drama", 4],
    ]);
    expect(await ask("busy", "movies.original_language")).toEqual([["en"], ["fr"]]);
  });
  test("beside measures of another view", async () => {
    expect(await ask("busy", "movies.original_language genres.count")).toEqual([
      ["en", 4],
      ["fr", 3],
    ]);
  });
  test("with Liquid, whose values are bound, and which may leave nothing to ask", async () => {
    const strict = { "movies.strict": "yes" };
    expect(await ask("busier", "movies.original_language", strict)).toEqual([["en"], ["fr"]]);
    expect(await ask("busier", "movies.original_language", { ...strict, "movies.least": "4" })).toEqual([
      ["en"],
    ]);
    expect(
      await ask("busier", "movies.original_language genres.count", { ...strict, "movies.least": "4" }),
    ).toEqual([["en", 4]]);
    const all = await ask("busier", "movies.original_language movies.count");
    expect(all.length).toBeGreaterThan(2);
    expect(await ask("busier", "movies.original_language movies.count", { "movies.strict": "No" })).toEqual(
      all,
    );
    const filtered = { "movies.tongue": "en", "movies.cost_is": ">500" };
    const totals = await ask("movies", "movies.original_language movies.total_budget");
    const large = totals.filter(([, total]) => Number(total) > 500).map(([language]) => [language]);
    expect(large).toHaveLength(1);
    expect(await ask("busier", "movies.original_language", filtered)).toEqual(large);
    await expect(ask("busier", "movies.count", { "movies.strict": "perhaps" })).rejects.toThrow(
      'movies.strict cannot be "perhaps": it takes Yes or No.',
    );
  });
  test("a yes or no goes into SQL as one, and a number is compared as its text", async () => {
    const dear = async (parameters: Filters): Promise<unknown> =>
      ask("movies", "movies.count movies.total_budget", { "movies.dear": "Yes", ...parameters });
    const above = async (budget: string): Promise<unknown> =>
      ask("movies", "movies.count movies.total_budget", { "movies.budget": budget });
    expect(await dear({})).toEqual(await above(">10"));
    expect(await dear({ "movies.strict": "TRUE" })).toEqual(await above(">0"));
    expect(await dear({ "movies.least": "4" })).toEqual(await above(">300"));
    expect(new Set([await above(">0"), await above(">10"), await above(">300")].map(String)).size).toBe(3);
  });
  test("of everything as one group", async () => {
    expect(await ask("busy", "movies.total_budget")).toEqual([[1735]]);
    expect(await ask("busy", "movies.total_budget", { "genres.name": "Horror" })).toEqual([]);
  });
});

describe("access_filters", () => {
  test("show each person the rows that the attribute allows", async () => {
    expect(await ask("mine", "movies.count", {}, { genre: "Horror" })).toEqual([[2]]);
    expect(await ask("mine", "movies.count", {}, { genre: "Horror,Drama" })).toEqual([[6]]);
    expect(await ask("mine", "genres.name movies.count", {}, { genre: "Horror" })).toEqual([["Horror", 2]]);
  });
  test("are not taken off by a filter on their field", async () => {
    const horror = { genre: "Horror" };
    for (const anything of ["", "%", "Comedy,%"])
      expect(await ask("mine", "movies.count", { "genres.name": anything }, horror)).toEqual([[2]]);
    expect(await ask("mine", "movies.count", { "genres.name": "Comedy" }, horror)).toEqual([[0]]);
  });
  test("refuse whoever has no such attribute, or an empty one", async () => {
    const lacking: readonly Filters[] = [{}, { genre: " " }, { other: "Horror" }];
    for (const attributes of lacking) {
      const refused = ask("mine", "movies.count", {}, attributes);
      await expect(refused).rejects.toThrow(Mistake);
      await expect(refused).rejects.toThrow(/user attribute genre/);
    }
  });
  test("an attribute's value never becomes SQL", () => {
    const question = readQuestion({ model: "movies", view: "mine", fields: ["movies.count"] }, model);
    const evil = "x'; DROP TABLE movies --";
    const query = writeSql(plan(model, question, { userAttributes: { genre: evil } }), DIALECTS.postgres);
    expect(query.text).not.toMatch(/DROP|--|;/);
    expect(query.values).toContain(evil);
  });
  test("values to choose from are not told to somebody without the attribute", async () => {
    const { suggest } = openValues(model, pool, async () => undefined);
    await expect(suggest({ explore: "mine", field: "genres.name", term: "" })).rejects.toThrow(
      /user attribute genre/,
    );
    const told = await suggest({ explore: "action", field: "genres.name", term: "A" });
    expect(told.suggestions).toEqual(["Action"]);
    expect((await suggest({ explore: "english", field: "movies.title", term: "jul" })).suggestions).toEqual([
      "Juliet",
    ]);
  });
});

describe("case_sensitive", () => {
  const of = (filters: Filters, which: Model) => ask("movies", "movies.count", filters, {}, which);
  test("tells capital letters apart unless the model says no", async () => {
    expect(await of({ "movies.title": "alpha" }, model)).toEqual([[0]]);
    expect(await of({ "movies.title": "alpha" }, folded)).toEqual([[1]]);
    expect(await of({ "movies.title": "AL%,%PHA" }, folded)).toEqual([[1]]);
    expect(await of({ "movies.title": "-ALPHA" }, folded)).toEqual([[11]]);
  });
  test("in selectors and in filters on related rows too", async () => {
    expect(await of({ "movies.genre": "comedy" }, folded)).toEqual([[5]]);
    expect(await of({ "movies.genre_excluded": "drama" }, folded)).toEqual([[8]]);
    expect(await of({ "genres.name": "action,COMEDY" }, folded)).toEqual([[7]]);
  });
});

test("SQL that refers to a timeframe means the timeframe", async () => {
  expect(await ask("movies", "movies.year_after", { "movies.title": "Alpha" })).toEqual([[2002]]);
});

describe("parameters", () => {
  const alpha = { "movies.title": "Alpha" };
  test("their default stands in, and a value of the question takes its place", async () => {
    expect(await ask("movies", "movies.cost", alpha)).toEqual([[110]]);
    expect(await ask("movies", "movies.cost", { ...alpha, "movies.bonus": "2.5" })).toEqual([[102.5]]);
    expect(await ask("movies", "movies.total_cost movies.count_budget")).toEqual([[1825, 9]]);
    expect(await ask("movies", "genres.name movies.total_cost", { "movies.bonus": "1" })).toEqual([
      ["Drama", 1254],
      ["Action", 803],
      ["Comedy", 614],
      ["Horror", 82],
      [null, 6],
    ]);
  });
  test("a value comes with carets or without", async () => {
    for (const unit of ["in_cents", "in^_cents"])
      expect(await ask("movies", "movies.cost", { ...alpha, "movies.unit": unit })).toEqual([[10000]]);
  });
  test("a day and a text", async () => {
    expect(await ask("movies", "movies.count", { "movies.is_new": "Yes" })).toEqual([[4]]);
    const since = { "movies.is_new": "Yes", "movies.since": "2005-01-01" };
    expect(await ask("movies", "movies.count", since)).toEqual([[1]]);
    expect(await ask("movies", "movies.marked", { ...alpha, "movies.mark": "it's ^_ " })).toEqual([
      ["it's _Alpha"],
    ]);
  });
  test.each([
    ["movies.unit", "Cents", "takes the value in_cents"],
    ["movies.unit", "plain; DROP TABLE movies", "It can be: plain, in_cents."],
    ["movies.bonus", "1 OR 1=1", "it takes a number"],
    ["movies.since", "2024-02-31", "it takes a day"],
  ])("%s cannot be %j", async (name, value, message) => {
    await expect(ask("movies", "movies.count", { [name]: value })).rejects.toThrow(message);
  });
  test("and filter-only fields cannot be shown", async () => {
    await expect(ask("movies", "movies.tongue")).rejects.toThrow("movies.tongue can only be filtered on");
    await expect(ask("movies", "movies.bonus")).rejects.toThrow("movies.bonus is a parameter");
  });
});

describe("templated filters and branches", () => {
  const spoken = (filters: Filters) => ask("movies", "movies.count", { "movies.spoken": "Yes", ...filters });
  test("without a filter all rows pass; with one, those that it keeps", async () => {
    expect(await spoken({})).toEqual([[12]]);
    expect(await spoken({ "movies.tongue": "fr,de" })).toEqual([[5]]);
    expect(await spoken({ "movies.tongue": "-en" })).toEqual([[5]]);
    expect(await spoken({ "movies.cost_is": ">=200" })).toEqual([[4]]);
    expect(await spoken({ "movies.tongue": "-en", "movies.cost_is": ">=200" })).toEqual([[3]]);
  });
  test("letters count as the model says", async () => {
    const filters = { "movies.spoken": "Yes", "movies.tongue": "FR" };
    expect(await ask("movies", "movies.count", filters)).toEqual([[0]]);
    expect(await ask("movies", "movies.count", filters, {}, folded)).toEqual([[3]]);
  });
  test("a branch by what is filtered and by what is asked for", async () => {
    expect(await ask("movies", "movies.width")).toEqual([["wide"]]);
    expect(await ask("movies", "movies.width", { "movies.title": "" })).toEqual([["wide"]]);
    expect(await ask("movies", "movies.width", { "movies.title": "Alpha" })).toEqual([["narrow"]]);
    expect(await ask("movies", "movies.width movies.rating", { "movies.votes": "10" })).toEqual([
      ["narrow", 7],
    ]);
  });
  test("a total asks what the whole question asks", () => {
    const question = readQuestion(
      { model: "movies", view: "movies", fields: ["movies.rating", "movies.total_spread"] },
      model,
    );
    const total = planCoarser(model, question, [], {});
    expect(writeSql(total, DIALECTS.postgres).text).toContain("* 2");
  });
  test("in sql_always_where, joining only what the branch in force names", async () => {
    expect(await ask("picky", "movies.count")).toEqual([[2]]);
    expect(await ask("picky", "movies.count", { "movies.tongue": "en" })).toEqual([[7]]);
    const question = readQuestion(
      { model: "movies", view: "picky", fields: ["movies.count"], filters: { "movies.tongue": "en" } },
      model,
    );
    expect(writeSql(plan(model, question), DIALECTS.postgres).text).not.toContain("genres");
  });
  test("user attributes: a text in quotes, a number without", async () => {
    const mine = (attributes: Filters) =>
      ask("movies", "movies.count", { "movies.is_mine": "Yes" }, attributes);
    expect(await mine({ tongue: "fr", votes: "20" })).toEqual([[2]]);
    expect(await mine({ tongue: "' OR 1=1 --", votes: "20" })).toEqual([[0]]);
    await expect(mine({ tongue: "fr" })).rejects.toThrow("needs the user attribute votes");
    await expect(mine({ tongue: "fr", votes: "1 OR 1=1" })).rejects.toThrow("needs a number there");
  });
});

test.each([
  "x' OR 1=1 --",
  'x" OR 1=1',
  "x; DROP TABLE movies",
  "/* x */ ${movies.title}",
  "{{ 7 | times: 7 }}",
  "{% if 1 %} x {% endif %}",
  "$1 $2 \\",
])("what a question says never becomes SQL: %s", async (evil) => {
  const textOf = (mark: string, tongue: string): string => {
    const filters = { "movies.mark": mark, "movies.tongue": tongue, "movies.spoken": "Yes" };
    const question = readQuestion(
      { model: "movies", view: "movies", fields: ["movies.marked"], filters },
      model,
    );
    return writeSql(plan(model, question), DIALECTS.redshift).text;
  };
  expect(textOf(evil, "fr")).toBe(textOf("fine", "fr"));
  expect(textOf("fine", evil)).not.toMatch(/--|;|\/\*|\{|DROP|OR 1=1|times/);
  const filters = { "movies.title": "Alpha", "movies.mark": evil };
  expect(await ask("movies", "movies.marked", filters)).toEqual([[`${evil}Alpha`]]);
});
