// The page's questions and Looker's addresses: each question has one address, and the address means it everywhere.
import { readFile } from "node:fs/promises";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findQuestion, type Model } from "../generator/index.ts";
import { askForm } from "../local/form.ts";
import { splitList } from "../local/page/ask/list.ts";
import { readAddress, writeAddress } from "../local/page/question/address.ts";
import { readFilter, writeFilter } from "../local/page/question/filter.ts";
import { measureOf, whyNot } from "../local/page/question/named.ts";
import { addressOf, openPlace } from "../local/page/question/open.ts";
import { readPeriod, writePeriod } from "../local/page/question/period.ts";
import { examplesOf } from "../local/page/question/start.ts";
import { writeQuery } from "../local/page/question/write.ts";
import type { Question, Sheet, SheetForm } from "../local/page/props.ts";
import { readQuestion, writeQuery as looker } from "../local/read-question.ts";
import { exploreAddress } from "../local/server/api/query-address.ts";
import { fillSheet } from "../local/server/fill-sheet.ts";
import { AWKWARD, library, modelOf } from "./library.ts";

const movies = modelOf(await readFile(new URL("../looker.yml", import.meta.url), "utf8"));

const VALUES = fc.oneof(
  fc.constantFrom(
    "Action",
    "null",
    "EMPTY",
    "-5",
    " Élan",
    "a_%^b",
    AWKWARD.title,
    AWKWARD.topic,
    "x ",
    '"',
    "\\",
  ),
  fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== ""),
);

/** Any day people ask about. */
const DAY = fc
  .integer({ min: Date.UTC(1874, 0, 1), max: Date.UTC(2030, 0, 1) })
  .map((ms) => new Date(ms).toISOString().slice(0, 10));

const PERIOD = fc
  .tuple(fc.option(DAY, { nil: undefined }), fc.option(DAY, { nil: undefined }))
  .filter(([from, to]) => (from ?? to) !== undefined)
  .map(([from, to]) =>
    from !== undefined && to !== undefined && to < from ? { from: to, to: from } : { from, to },
  );

/** Any question that a form can ask. */
function questions(form: SheetForm): fc.Arbitrary<Question> {
  const names = fc.uniqueArray(VALUES, { maxLength: 4 });
  const pairs = form.metrics.flatMap((metric) =>
    form.aggregations.flatMap(({ name }) =>
      whyNot(metric, name) === undefined ? [{ metric: metric.name, aggregation: name }] : [],
    ),
  );
  const chosen = form.selectors.map((selector) =>
    fc.record({ values: names, unwanted: names, all: fc.boolean() }).map(({ values, unwanted, all }) => ({
      name: selector.name,
      included: values,
      excluded: unwanted.filter((value) => !values.includes(value)),
      match:
        all && selector.allOfFilter !== undefined && values.length > 0 ? ("all" as const) : ("any" as const),
    })),
  );
  return fc
    .record({
      pair: fc.constantFrom(...pairs),
      by: fc.option(fc.constantFrom(...form.groups), { nil: undefined }),
      split: fc.option(fc.constantFrom(...form.groups), { nil: undefined }),
      grain: fc.nat(),
      chosen: fc.tuple(...chosen),
      periods: fc.tuple(
        ...form.times.map((time) => fc.option(PERIOD.map((period) => [time.name, period] as const))),
      ),
      onlyChosen: fc.boolean(),
      sorted: fc.option(fc.boolean(), { nil: undefined }),
      limit: fc.constantFrom(1, 25, 500, 5000),
    })
    .map(({ pair, by, split, grain, chosen: values, periods, onlyChosen, sorted, limit }) => {
      const grains = form.times.find((time) => time.name === by?.time)?.grains ?? [];
      const finer = grains[grain % Math.max(1, grains.length)]?.timeframe;
      const other =
        by === undefined || split?.field === by.field || split?.time === (by.time ?? "") ? undefined : split;
      const kept = values.filter(({ included, excluded }) => included.length + excluded.length > 0);
      const groups = [by?.field, other?.field];
      const choosesGroups = form.selectors.some(
        ({ name, field }) =>
          groups.includes(field) && kept.some((one) => one.name === name && one.included.length > 0),
      );
      const isFiner =
        finer !== by?.timeframe &&
        !form.groups.some((one) => one.field === grains.find((g) => g.timeframe === finer)?.field);
      return {
        form,
        ...pair,
        by: by?.name,
        grain: isFiner ? finer : undefined,
        split: other?.name,
        chosen: Object.fromEntries(kept.map(({ name, ...one }) => [name, one])),
        onlyChosen: choosesGroups ? onlyChosen : true,
        periods: Object.fromEntries(periods.flatMap((one) => (one === null ? [] : [one]))),
        sort:
          sorted === undefined
            ? undefined
            : { field: measureOf({ form, ...pair }).measure, descending: sorted },
        limit,
      };
    });
}

describe.each<[string, Model]>([
  ["films", movies],
  ["books", library],
])("a question about %s", (_, model) => {
  const sheet: Sheet = fillSheet(model, { kind: "none" });
  const [form] = sheet.forms;
  if (form === undefined) throw new Error("the model has no form");

  test("comes back from its address as it was, whatever it is", () => {
    fc.assert(
      fc.property(questions(form), (question) => {
        const address = addressOf(question, sheet);
        const { pathname, search } = new URL(address, "http://127.0.0.1");
        const opened = openPlace(sheet, { pathname, search });
        expect(opened).toEqual({ kind: "form", question, ask: true, troubles: [] });
        expect(opened.kind === "form" && addressOf(opened.question, sheet)).toBe(address);
      }),
      { numRuns: 300 },
    );
  });

  test("has the address that the server writes for it, and is a question to the server", () => {
    fc.assert(
      fc.property(questions(form), (question) => {
        const query = writeQuery(question, model.name);
        expect(writeAddress(query)).toBe(exploreAddress(looker.parse(query)));
        const { pathname, search } = new URL(writeAddress(query), "http://127.0.0.1");
        expect(readAddress(pathname, search)).toMatchObject({ fields: query.fields, filters: query.filters });
        expect(() => readQuestion(query, model)).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });

  test("asks what the form asks anywhere else", () => {
    const whole = findQuestion(model, form.name);
    if (whole === undefined) throw new Error(`no form ${form.name}`);
    fc.assert(
      fc.property(questions(form), (question) => {
        fc.pre(question.split === undefined && question.grain === undefined && question.onlyChosen);
        fc.pre(Object.keys(question.periods).length === 0);
        const of = (kind: "any" | "all"): Record<string, readonly string[]> =>
          Object.fromEntries(
            Object.entries(question.chosen).flatMap(([name, one]) =>
              one.match === kind ? [[name, one.included] as const] : [],
            ),
          );
        const asked = askForm(model, whole, {
          metric: question.metric,
          aggregation: question.aggregation,
          by: question.by,
          selected: of("any"),
          allOf: of("all"),
          excluded: Object.fromEntries(
            Object.entries(question.chosen).map(([name, one]) => [name, one.excluded]),
          ),
        });
        const { fields, filters } = writeQuery(question, model.name);
        expect({ fields, filters }).toEqual({ fields: asked.fields, filters: asked.filters });
      }),
      { numRuns: 100 },
    );
  });

  test("can be begun from three examples, all of which can be asked", () => {
    const examples = examplesOf({ ...form, examples: [] });
    expect(examples.length).toBeGreaterThanOrEqual(3);
    expect(new Set(examples.map(({ title }) => title)).size).toBe(examples.length);
  });
});

test("a filter is read as values only when it is nothing else", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (values) => {
      expect(readFilter(writeFilter(values, "string"))).toEqual(values);
    }),
  );
  for (const more of ["%a%", "-a", "NULL", "a,-b", "EMPTY", "a_b", 'a"b', "a,,b"])
    expect(readFilter(more)).toBeUndefined();
  expect(readFilter('a, "b,c" ,d')).toEqual(["a", "b,c", "d"]);
});

test("a period is read as days only when it is nothing else", () => {
  fc.assert(
    fc.property(PERIOD, (period) => {
      expect(readPeriod(writePeriod(period) ?? "")).toEqual(period);
    }),
  );
  expect(readPeriod("2019")).toEqual({ from: "2019-01-01", to: "2019-12-31" });
  expect(readPeriod("2019-02")).toEqual({ from: "2019-02-01", to: "2019-02-28" });
  expect(readPeriod("2018/05/10 to 2018/05/18")).toEqual({ from: "2018-05-10", to: "2018-05-17" });
  for (const more of ["last 3 months", "7 days", "2019-02-30", "2019 to 2018", "null"])
    expect(readPeriod(more)).toBeUndefined();
});

test("a link that the form cannot say is asked as it stands, and names that are gone are not dropped", () => {
  const sheet = fillSheet(movies, { kind: "none" });
  for (const search of [
    "?fields=movies.title,movies.budget",
    "?fields=genres.name,movies.average_budget&f[genres.name]=%25Act%25",
    "?fields=genres.name,movies.average_budget&f[movies.colour]=red",
    "?fields=genres.name,movies.average_budget&f[movies.released_date]=last+3+years",
    "?fields=genres.name,movies.average_budget&f[movies.genre]=Action&f[movies.genre_all_of]=Comedy",
    "?fields=genres.name,movies.average_budget&dynamic_fields=%5B%5D",
  ])
    expect(openPlace(sheet, { pathname: "/explore/movies/movies", search }).kind).toBe("plain");
});

test("a pasted list is parted at lines and tabs, and at commas only when it has neither", () => {
  expect(splitList("Pixar\r\nFoo, Inc.\n\n  A24 \nPixar")).toEqual(["Pixar", "Foo, Inc.", "A24"]);
  expect(splitList("Pixar\tFoo, Inc.")).toEqual(["Pixar", "Foo, Inc."]);
  expect(splitList('Pixar, "Foo, Inc.", A24')).toEqual(["Pixar", "Foo, Inc.", "A24"]);
  expect(splitList('"He said ""no"""\nB')).toEqual(['He said "no"', "B"]);
});
