// A question's filters, and those of its measures, are told the time, the zone and the user attributes of whoever asks.
import { expect, test } from "vitest";
import { compile, DIALECTS, type Model } from "../generator/index.ts";
import type { FilterContext } from "../local/filter/context.ts";
import { plan } from "../local/plan.ts";
import { writeSql } from "../local/sql.ts";

const { model, problems } = compile(
  `
model: visits
label: Visits
connection: warehouse
sources:
  log: {files: log*.csv, key: id, columns: {id: integer, city: text, day: date, at: timestamp}}
tables:
  visits: {from: log, key: id, columns: [id, city, day, at]}
views:
  visits:
    dimensions:
      id:
      city:
      day: {type: time, timeframes: [date, month]}
      at: {type: time, timeframes: [date, month]}
    measures:
      count: {type: count}
      own: {type: count, filters: {city: "{{ _user_attributes['cities'] }}"}}
explores:
  visits:
`,
  "looker.yml",
);

function bound(
  filters: Readonly<Record<string, string>>,
  asking: Partial<FilterContext>,
  fields: readonly string[] = ["visits.count"],
): readonly unknown[] {
  const question = { model: "visits", view: "visits", fields, filters, sorts: [], limit: 10 };
  return writeSql(plan(model as Model, question, asking), DIALECTS.postgres).values;
}

const now = new Date("2018-05-18T02:00:00Z");

test("the model is understood", () => {
  expect(problems).toEqual([]);
});

test("points in time are told apart from days", () => {
  const berlin = { now, timeZone: "Europe/Berlin" };
  expect(bound({ "visits.at_month": "today" }, berlin)).toEqual([
    "2018-05-17 22:00:00",
    "2018-05-18 22:00:00",
  ]);
  expect(bound({ "visits.day_month": "today" }, berlin)).toEqual(["2018-05-18", "2018-05-19"]);
  const denver = { now, timeZone: "America/Denver" };
  expect(bound({ "visits.day_date": "today" }, denver)).toEqual(["2018-05-17", "2018-05-18"]);
});

test("user attributes are filled in, and missed in words", () => {
  const filters = { "visits.city": "{{ _user_attributes['cities'] }}" };
  const mine = { userAttributes: { cities: "Oslo,Rome" } };
  expect(bound(filters, mine)).toEqual(["Oslo", "Rome"]);
  expect(bound({}, mine, ["visits.own"])).toEqual(["Oslo", "Rome"]);
  const missed = "asks for the user attribute cities, and whoever asks has none of that name";
  expect(() => bound(filters, {})).toThrow(missed);
  expect(() => bound({}, {}, ["visits.own"])).toThrow(missed);
});

test("without the time, what is relative to it is refused", () => {
  expect(() => bound({ "visits.at_month": "today" }, {})).toThrow(
    'The filter "today" on visits.at_month is relative to today, and what the time is was not said with the question.',
  );
});
