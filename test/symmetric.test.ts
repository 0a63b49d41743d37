// Totals, averages and counts beside Looker's own symmetric aggregates, on the same Postgres, within Looker's rounding.
import { assert, asyncProperty } from "fast-check";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DIALECTS } from "../generator/index.ts";
import { plan } from "../local/plan.ts";
import { writeSql } from "../local/sql.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { modelOf } from "./library.ts";
import { type Hosts, hostsOf, plannerQuestion } from "./looker/hosts.ts";
import type { LookerQuestion } from "./looker/interpreter/scope.ts";
import { lookerQuestionOf, randomHosts } from "./looker/random-question.ts";
import { type Compared, compareRounded, NOTHING } from "./looker/rounding.ts";
import { symmetricSql } from "./looker/symmetric.ts";
import { alwaysFields } from "./oracle/always.ts";
import { cases } from "./oracle/arbitrary.ts";
import { openSession, type Session } from "./oracle/session.ts";
import { writeModel } from "./oracle/write.ts";
import { spelledRows } from "./looker/rows.ts";
import { TWELVE_MOVIES } from "./twelve-movies.ts";

let stack: Stack;
let session: Session;

beforeAll(async () => {
  stack = await openTestStack();
  session = await openSession(stack.url);
});

afterAll(async () => {
  await session.close();
  await stack.release();
});

const asks = (
  view: string,
  fields: readonly string[],
  filters: LookerQuestion["filters"] = {},
): LookerQuestion => ({ view, fields, filters, sorts: [], limit: undefined });

/** The same comparison over several questions, counted together. */
async function compareAll(hosts: Hosts, questions: readonly LookerQuestion[]): Promise<Compared> {
  let all: Compared = NOTHING;
  for (const question of questions) {
    const one = await compareRounded(hosts, question, session);
    if (one.refused || one.difference !== undefined)
      return { ...one, difference: `${JSON.stringify(question)}\n${one.difference}` };
    all = {
      ...NOTHING,
      symmetric: all.symmetric + one.symmetric,
      plain: all.plain + one.plain,
      madeUp: all.madeUp + one.madeUp,
    };
  }
  return all;
}

const GROUPS = [
  [],
  ["genres.name"],
  ["production_companies.name"],
  ["genres.name", "production_companies.name"],
  ["movies.released_year"],
  ["movies.original_language", "genres.name"],
] as const;

const FILTERS: readonly LookerQuestion["filters"][] = [
  {},
  { "movies.genre": "Action,Comedy" },
  { "movies.genre_excluded": "Drama", "movies.production_company": "Echo Films,Aurora" },
  { "genres.name": "Action,Comedy" },
  { "genres.name": "-Drama", "production_companies.name": "%o%" },
  { "production_companies.name": "NULL" },
  { "movies.budget": "NOT NULL", "genres.name": "-NULL" },
  { "movies.released_date": "2001 to 2004", "production_companies.name": "Aurora" },
  { "movies.title": "Nobody" },
  { "movies.budget": "NULL", "movies.revenue": "NULL" },
];

test("every total, average and count of twelve movies, grouped and filtered over both many-to-many joins", async () => {
  const text = readFileSync(new URL("../looker.yml", import.meta.url), "utf8");
  const hosts = hostsOf(modelOf(text.replace(/^schema: .*$/m, "schema: pg_temp")));
  await session.fill(hosts.model, spelledRows(TWELVE_MOVIES));
  const measures = ["movies", "genres", "production_companies"].flatMap((alias) =>
    hosts.model.views
      .filter((view) => view.name === alias)
      .flatMap((view) => view.fields)
      .flatMap((field) =>
        field.kind === "measure" && /^(sum|average|count)$/.test(field.type)
          ? [`${alias}.${field.name}`]
          : [],
      ),
  );
  expect(measures.length).toBeGreaterThan(15);
  const questions = GROUPS.flatMap((group) =>
    FILTERS.flatMap((filters) => [
      asks("movies", [...group, ...measures], filters),
      // The movies' own measures alone: where no genre or company is asked for either, nothing repeats.
      asks("movies", [...group, ...measures.filter((name) => name.startsWith("movies."))], filters),
    ]),
  );
  const { difference, symmetric, plain, madeUp } = await compareAll(hosts, questions);
  expect(difference).toBeUndefined();
  expect(symmetric).toBeGreaterThan(2000);
  expect(plain).toBeGreaterThan(200);
  expect(madeUp).toBe(0);
});

test("totals, averages and counts of two hundred random questions", async () => {
  const seen = { questions: 0, symmetric: 0, plain: 0, madeUp: 0, refused: 0, noModel: 0 };
  const property = asyncProperty(cases, async (one) => {
    const hosts = randomHosts(one.world);
    if (hosts === undefined) {
      seen.noModel += 1;
      return;
    }
    await session.fill(hosts.model, one.rows);
    for (const asked of one.questions) {
      const question = summable(lookerQuestionOf(asked));
      // Groups that the explore itself keeps back by a measure are not this test's either.
      if (question === undefined || alwaysFields(one.world).some(isMeasure)) continue;
      const { difference, refused, ...counts } = await compareRounded(hosts, question, session);
      seen.refused += refused ? 1 : 0;
      if (difference !== undefined)
        throw new Error(
          [difference, JSON.stringify(question), JSON.stringify(one.rows), writeModel(one.world)].join("\n"),
        );
      seen.questions += 1;
      seen.symmetric += counts.symmetric;
      seen.plain += counts.plain;
      seen.madeUp += counts.madeUp;
    }
  });
  await assert(property, { seed: 1, numRuns: 100 });
  // Only while it looks for a smaller example may a model or a question fall apart.
  expect({ refused: seen.refused, noModel: seen.noModel }).toEqual({ refused: 0, noModel: 0 });
  expect(seen.questions).toBeGreaterThan(200);
  expect(seen.symmetric).toBeGreaterThan(200);
  expect(seen.plain).toBeGreaterThan(50);
});

const isMeasure = (name: string): boolean => /^m(?:\d|p)_|^answer$/.test(name.split(".")[1] ?? "");

/** The question with only its dimensions, and the measures that Looker has a symmetric form for; undefined without any. */
function summable(question: LookerQuestion): LookerQuestion | undefined {
  const isSummable = (name: string): boolean => /^m\d_(sum|average|count)$/.test(name.split(".")[1] ?? "");
  const fields = question.fields.filter((name) => !isMeasure(name) || isSummable(name));
  if (!fields.some(isSummable)) return undefined;
  const filters = Object.entries(question.filters).filter(([name]) => !isMeasure(name));
  return { ...question, fields, filters: Object.fromEntries(filters) };
}

const ROUNDING = `
model: rounding
connection: warehouse
schema: pg_temp
sources:
  notes: {files: notes.csv, key: id, columns: {id: integer, worth: 'decimal(20, 7)'}}
  marks: {files: marks.csv, key: id, columns: {id: integer, note: integer}}
tables:
  notes: {from: notes, key: id, columns: [id, worth]}
  marks: {from: marks, key: id, columns: [id, note], references: {note: notes}}
views:
  notes: {dimensions: {worth: }, measures: {total: {type: sum, of: worth}, mean: {type: average, of: worth}}}
  marks: {measures: {count: {type: count}}}
explores:
  notes: {joins: {marks: }}
`;

test("where Looker loses less than a millionth of each row, we lose nothing, and the comparison sees which", async () => {
  const hosts = hostsOf(modelOf(ROUNDING));
  const worth = ["0.2900000", "-0.0000005", "0.1000000", null];
  await session.fill(hosts.model, {
    notes: worth.map((one, index) => ({ id: String(index + 1), worth: one })),
    marks: ["1", "1", "2", "2", "3"].map((note, index) => ({ id: String(index + 1), note })),
  });
  const question = asks("notes", ["notes.total", "notes.mean", "marks.count"]);
  const ours = writeSql(plan(hosts.model, plannerQuestion(hosts.model, question)), DIALECTS.postgres);
  const looker = symmetricSql(hosts.project, question);
  const [[total, , marks] = []] = await session.ask(ours.text, ours.values);
  const [[floored, , same] = []] = await session.ask(looker.text, looker.values);
  expect({ total, marks }).toEqual({ total: "0.3899995", marks: "5" });
  expect({ total: Number(floored), marks: same }).toEqual({ total: 0.389999, marks: "5" });
  expect(looker.columns.map((column) => column.symmetric)).toEqual([true, true, false]);
  const { difference } = await compareRounded(hosts, question, session);
  expect(difference).toBeUndefined();

  // A model that reads 0.1 as not known has another total, and that is no rounding.
  const other = hostsOf(modelOf(ROUNDING.replace("{worth: }", "{worth: {unknown: 0.1}}")));
  const mixed = await compareRounded({ model: hosts.model, project: other.project }, question, session);
  expect(mixed.difference).toMatch(/^notes\.total of .* is 0\.3899995, and Looker's is 0\.28999/);
});
