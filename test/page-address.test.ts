// The page's questions and Looker's addresses: each question has one address, and the address means it everywhere.
import { readFile } from "node:fs/promises";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findQuestion, type Model } from "../generator/index.ts";
import { askForm } from "../local/form.ts";
import { splitList } from "../local/page/ask/list.ts";
import { readAddress, writeAddress } from "../local/page/question/address.ts";
import { readFilter, writeFilter } from "../local/page/question/filter.ts";
import { addressOf, openPlace } from "../local/page/question/open.ts";
import { readPeriod, writePeriod } from "../local/page/question/period.ts";
import { grainOf, grainsOf } from "../local/page/question/blanks.ts";
import { examplesOf, startOf } from "../local/page/question/start.ts";
import { writeQuery } from "../local/page/question/write.ts";
import { sayQuestion } from "../local/page/words/sentence.ts";
import type { Question, Sheet } from "../local/page/props.ts";
import { readQuestion, writeQuery as looker } from "../local/read-question.ts";
import { exploreAddress } from "../local/server/api/query-address.ts";
import { fillSheet } from "../local/server/fill-sheet.ts";
import { library, modelOf } from "./library.ts";
import { answered, arrived, follow } from "./page-acts.ts";
import { hasChromium, openWatched } from "./page-browser.ts";
import { HOSTILE, HOSTILE_ROWS, type LibraryInBrowser, openLibrary } from "./page-library.ts";
import { PERIOD, questions } from "./page-questions.ts";

const movies = modelOf(await readFile(new URL("../looker.yml", import.meta.url), "utf8"));

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

if (!hasChromium)
  process.stderr.write("Links are not tested in a browser: there is no Chromium (CHROMIUM_PATH).\n");

describe.skipIf(!hasChromium)("the page", () => {
  const sheet = fillSheet(library, { kind: "none" });
  const [form] = sheet.forms;
  if (form === undefined) throw new Error("the library has no form");
  const byTopic = { ...startOf(form), metric: "price", aggregation: "total", by: "topic" };
  let shelf: LibraryInBrowser;
  beforeAll(async () => {
    shelf = await openLibrary(HOSTILE_ROWS);
  });
  afterAll(() => shelf.close());

  test("opens any question from its address: all of the form stands as asked, and the address stays", async () => {
    const watched = await openWatched(shelf.browser, shelf.url);
    const { page } = watched;
    const goto = async (address: string): Promise<void> => {
      await page.goto(shelf.url + address);
      await answered(page);
    };
    for (const question of fc.sample(questions(form), 6)) {
      const address = addressOf(question, sheet);
      await goto(address);
      // Values that are not there are kept too; only then nothing is asked.
      expect(page.url().slice(shelf.url.length)).toBe(
        new URL(address, shelf.url).href.slice(shelf.url.length),
      );
      expect(await page.evaluate(readForm)).toEqual(formOf(question));
    }
    await goto(addressOf(byTopic, sheet));
    const known = fc.oneof(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE, "Acton", "-5", " Élan"));
    const before: Question[] = [byTopic];
    await fc.assert(
      fc.asyncProperty(questions(form, known), async (question) => {
        const address = addressOf(question, sheet);
        await follow(page, address, titleOf(question));
        const stands = `${address}\n${JSON.stringify(formOf(question))}`;
        expect(await page.evaluate(`${here} + "\\n" + JSON.stringify(${readForm})`)).toBe(stands);
        // What cannot be asked is told in words, everything else has an answer.
        const troubles = await page.locator("#answer [role=alert]").count();
        expect([address, troubles]).toEqual([address, isKnown(question) ? 0 : 1]);
        const [last] = before.splice(0, 1, question);
        if (address.length % 4 !== 0) return;
        // Run asks the same: what the form says has this address and no other.
        const asked = await page.evaluate(
          `(() => { const length = history.length; document.getElementById("question").requestSubmit(); return [${here}, history.length - length]; })()`,
        );
        expect(asked).toEqual([address, 0]);
        if (last === undefined || address.length % 20 !== 0) return;
        for (const [step, there] of [
          [-1, last],
          [1, question],
        ] as const) {
          await page.evaluate(`history.go(${step})`);
          await arrived(page, titleOf(there));
          await expect
            .poll(() => page.evaluate(`${here} + "\\n" + JSON.stringify(${readForm})`))
            .toBe(`${addressOf(there, sheet)}\n${JSON.stringify(formOf(there))}`);
        }
      }),
      { numRuns: 200, endOnFailure: true },
    );
    await watched.close();
    expect(watched.complaints).toEqual([]);
  }, 600_000);
});

const isKnown = ({ chosen }: Question): boolean =>
  Object.values(chosen).every(({ included, excluded }) =>
    [...included, ...excluded].every((value) => (HOSTILE as readonly string[]).includes(value)),
  );
const titleOf = (question: Question): string =>
  isKnown(question) ? sayQuestion(question) : "This link asks for something that is not here";

/** The address bar below the server, as the page writes it. */
const here = "(location.pathname + location.search)";

/** All that stands in the form. */
const readForm = `(() => {
  const texts = (all) => [...all].map((one) => one.textContent);
  const control = (label) => [...document.querySelectorAll("#question label")].find((one) => one.textContent === label)?.control;
  return {
    selects: ["Metric", "Aggregation", "Group by", "Grain", "Side by side"].map((label) => control(label)?.value ?? ""),
    days: [...document.querySelectorAll("#question input[type=date]")].map((one) => one.value),
    onlyChosen: document.querySelector(".tickbox input")?.checked ?? true,
    chosen: [...document.querySelectorAll("#question .chosen")].map((one) => ({
      name: one.getAttribute("aria-label"),
      all: texts(one.querySelectorAll(".segment:has(:checked)")),
      chips: texts(one.querySelectorAll(".chip > span:first-child")),
    })),
  };
})()`;

/** The same, of a question. */
function formOf(question: Question): object {
  const { form: asked, chosen, periods } = question;
  const grains = grainsOf(question).length < 2 ? "" : (grainOf(question) ?? "");
  return {
    selects: [question.metric, question.aggregation, question.by ?? "", grains, question.split ?? ""],
    days: asked.times.flatMap(({ name }) => [periods[name]?.from ?? "", periods[name]?.to ?? ""]),
    onlyChosen: question.onlyChosen,
    chosen: asked.selectors.flatMap(({ name, label, allOfFilter }) => {
      const { included, excluded, match } = chosen[name] ?? { included: [], excluded: [], match: "any" };
      if (included.length + excluded.length === 0) return [];
      const chip = (not: string) => (value: string) =>
        `${(HOSTILE as readonly string[]).includes(value) ? "" : "Unknown: "}${not}${value}`;
      return [
        {
          name: `Chosen: ${label}`,
          all: allOfFilter === undefined || included.length < 2 ? [] : [`${match} of`],
          chips: [...included.map(chip("")), ...excluded.map(chip("not "))],
        },
      ];
    }),
  };
}
