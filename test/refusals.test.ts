// Questions that cannot be answered -> why, and the nearest one that can be asked, as a customer reads it.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compile, DIALECTS, type Model } from "../generator/index.ts";
import { plan } from "../local/plan.ts";
import { readQuestion } from "../local/read-question.ts";
import { partsOf } from "../local/whole-answer/parts.ts";

const model = read(readFileSync(new URL("../looker.yml", import.meta.url), "utf8"));

/** Two explores over one table, and fields that only filters can use. */
const visits = read(`
model: visits
label: Visits
connection: warehouse
sources:
  log: {files: log*.csv, key: id, columns: {id: integer, city: text, day: date, people: integer, tags: {list: {id: integer, name: text}}}}
tables:
  visits: {from: log, key: id, columns: [id, city, day, people]}
  tags: {from: log.tags, key: id, columns: [id, name]}
  visit_tags: {from: log.tags, key: [visit_id, tag_id], columns: {visit_id: parent.id, tag_id: id}, references: {visit_id: visits, tag_id: tags}}
views:
  visits:
    dimensions:
      city:
      people:
      day: {type: time, timeframes: [date, month, year]}
      few: {type: yesno, sql: "\${people} < {% parameter most %}"}
    measures:
      count: {type: count}
    parameters:
      most: {type: number, default_value: "3"}
    filters:
      since: {type: date}
  tags:
    dimensions:
      name:
explores:
  visits: {joins: {tags: {through: visit_tags}}, access_filters: [{field: visits.city, user_attribute: towns}]}
  plain: {view: visits}
questions:
  visits: {explore: visits, selectors: {tag: tags.name}, metrics: {people: {except: {total: visitors come again}}}, aggregations: [average, total, count], by: [tag], default: {metric: people, aggregation: average, by: tag}}
`);

function read(text: string): Model {
  const compiled = compile(text, "looker.yml");
  expect(compiled.problems).toEqual([]);
  if (compiled.model === undefined) throw new Error("no model");
  return compiled.model;
}

function ask(body: object, of: Model): void {
  const question = readQuestion({ model: of.name, view: of.name, ...body }, of);
  const asking = { now: new Date("2026-01-31T00:00:00Z") };
  plan(of, question, asking);
  partsOf(of, question, DIALECTS.postgres, asking);
}

const count = "movies.count";
const year = "movies.released_year";

describe.each<[what: string, Model, cases: readonly (readonly [body: object, message: string])[]]>([
  [
    "fields",
    model,
    [
      [{ fields: [] }, "The question asks for no field. Name at least one, such as movies.count."],
      [
        { fields: [count, count, year] },
        "The field movies.count is asked for twice. Ask for movies.count, movies.released_year.",
      ],
      [
        { fields: ["movies.budgets"] },
        "There is no field movies.budgets in explore movies; did you mean `movies.budget`?",
      ],
      [
        { fields: ["movies.genre"] },
        "movies.genre can only be filtered on; to show its values, ask for genres.name.",
      ],
      [
        { fields: ["movies.metric"] },
        "movies.metric is a parameter and has no rows of its own. Leave it out of the fields, and give it a value in filters, such as budget.",
      ],
      [
        { fields: ["movies.answer"], filters: { "movies.metric": "rating", "movies.aggregation": "total" } },
        "movies.answer cannot be the total of rating: the model rules that pair out. Set movies.aggregation to average, median, minimum, maximum or count.",
      ],
      [
        { fields: [count, year], sorts: ["movies.budget"] },
        "The answer cannot be sorted by movies.budget, because it is not one of the fields asked for. Sort by movies.count or movies.released_year, or add movies.budget to the fields.",
      ],
      [
        {
          fields: [year],
          dynamic_fields: JSON.stringify([{ measure: "avg", based_on: "movies.budget", type: "average" }]),
        },
        "The query asks for the custom measure avg in dynamic_fields: table calculations and custom fields cannot be answered yet. Ask for movies.average_budget, which the model has.",
      ],
      [
        { fields: [year], dynamic_fields: JSON.stringify([{ table_calculation: "twice" }]) },
        "The query asks for the table calculation twice in dynamic_fields: table calculations and custom fields cannot be answered yet. Leave them out, or put the field into the model.",
      ],
    ],
  ],
  [
    "filters",
    model,
    [
      [
        { fields: [count], filters: { "movies.budget": "many" } },
        'The filter "many" on movies.budget is not a number filter: at character 1, "many" is no number. Write for example `5, 7`, `[0, 100)` or `>=5 AND <10`.',
      ],
      [
        { fields: [count], filters: { "movies.title": "{{ _user_attributes['home'] }}" } },
        "The filter \"{{ _user_attributes['home'] }}\" on movies.title asks for the user attribute home, and whoever asks has none of that name. Ask as somebody who has it, or write the value itself.",
      ],
      [
        { fields: [count], filters: { "movies.metric": "Budget" } },
        'movies.metric takes the value budget, not the label "Budget".',
      ],
      [
        { fields: [count], filters: { "movies.released_date": "last 3 days" }, query_timezone: "Asia/Tokyo" },
        "The query is asked in Asia/Tokyo, and the filter on movies.released_date is relative to today: when days begin there cannot be answered yet. Leave query_timezone out for UTC, or name the days, such as 2024-01-01 to 2024-02-01.",
      ],
      [
        { fields: [count], filter_expression: "${movies.count} > 2" },
        "The filter expression names the measure movies.count; only conditions on rows can be answered yet. Filter on movies.count in filters instead.",
      ],
      [
        { fields: [count], filter_expression: "${movies.budget} != null" },
        "The filter expression compares ${movies.budget} with null at character 21, and nothing compares with it. Write NOT is_null(${movies.budget}).",
      ],
      [
        { fields: [count], filter_expression: "${movies.title} = 7" },
        'The filter expression compares a text with a number at character 1. Both sides must be of one kind: write "7".',
      ],
      [
        { fields: [count], filter_expression: '${movies.released_date} > "2020-02-01"' },
        "The filter expression compares a date with a text at character 1. Both sides must be of one kind: write date(2020, 2, 1).",
      ],
      [
        { fields: [count], filter_expression: "${movies.budget} + 1 > 5" },
        'The filter expression calculates with "+" at character 18, which cannot be answered yet. Compare fields and values only; a calculation that is asked for often can be a dimension of the model.',
      ],
    ],
  ],
  [
    "what stands around the rows",
    model,
    [
      [
        { fields: ["genres.name", year, count], fill_fields: [year] },
        "The query cannot fill in movies.released_year: missing values can be filled in only where one dimension is grouped by. Leave fill_fields out, or leave genres.name out of the fields.",
      ],
      [
        { fields: [year, count], fill_fields: [year], filters: { [count]: ">1" } },
        "The query cannot fill in movies.released_year: the filter on movies.count takes groups away, and they would look as if they were missing. Leave fill_fields or that filter out.",
      ],
      [
        { fields: [year, count], fill_fields: [count] },
        "The query cannot fill in movies.count: it is a measure. Fill in movies.released_year.",
      ],
      [
        { fields: ["genres.name", count], fill_fields: ["genres.name"] },
        "The query cannot fill in genres.name: nobody can say which of its values are missing. Leave fill_fields out; dates, yes or no, steps and cases alone can be filled in.",
      ],
      [
        { fields: ["genres.name", year, count], subtotals: [year] },
        "The query cannot have subtotals by movies.released_year: it is the last dimension, so each row is its own subtotal already. Ask for subtotals by genres.name.",
      ],
      [
        { fields: [year, count], subtotals: [year] },
        "The query cannot have subtotals by movies.released_year: it is the last dimension, so each row is its own subtotal already. Ask for total, which is over all rows.",
      ],
      [
        { fields: ["genres.name", year, count], subtotals: ["genres.name"], pivots: [year] },
        "The query asks for subtotals and pivots: subtotals of pivoted values cannot be answered yet. Leave pivots out to have the subtotals, or leave subtotals out and ask for total.",
      ],
      [
        { fields: [year, count], pivots: [count] },
        "The query cannot pivot by movies.count: it is a measure. Pivot by movies.released_year.",
      ],
      [
        { fields: [year], pivots: [year] },
        "The query pivots and has no measure to show in the columns. Add one to fields, such as movies.count.",
      ],
      [
        { fields: [year, count], row_total: "right" },
        "The query asks for row_total without pivots: a row has one value only. Ask for total.",
      ],
    ],
  ],
  [
    "explores and fields that belong to some",
    visits,
    [
      [{ view: "visit", fields: [] }, "There is no explore visit in model visits; did you mean `visits`?"],
      [
        { fields: ["visits.count"] },
        "Explore visits shows each person the rows that the user attribute towns allows, and whoever asks has no such attribute. Ask as somebody who has it.",
      ],
      [
        { view: "plain", fields: ["visits.count"], filters: { "visits.tag": "red" } },
        "visits.tag can be filtered on in explore visits only. Ask that explore.",
      ],
      [
        { view: "plain", fields: ["visits.since"] },
        "visits.since can only be filtered on: the SQL of other fields asks for its values. Leave it out of the fields, and give it a value in filters.",
      ],
      [
        { view: "plain", fields: ["visits.few"], filters: { "visits.most": "some" } },
        'visits.most cannot be "some": it takes a number, such as 12 or -0.5.',
      ],
    ],
  ],
])("%s", (_what, of, cases) => {
  test.each(cases)("%j", (body, message) => {
    expect(() => ask(body, of)).toThrow(message);
  });
});
