// Tables that are queries: answers worked out by hand, by the planner and by the printed LookML alike.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile, Mistake } from "../generator/index.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { askBoth, type Hosts, hostsOf, plannedQuery } from "./looker/hosts.ts";
import type { LookerQuestion } from "./looker/interpreter/scope.ts";
import { spelledRows } from "./looker/rows.ts";
import { openSession, type Session } from "./oracle/session.ts";

let stack: Stack;
let session: Session;
let hosts: Hosts;

const loan = (id: number, reader: number, book: number, lent: string, fee: number) => ({
  id,
  reader,
  book,
  lent,
  fee,
});
const book = (id: number, title: string, language: string) => ({ id, title, language });

const ROWS = spelledRows({
  loans: [
    loan(1, 1, 1, "2024-01-05", 1),
    loan(2, 1, 2, "2024-02-10", 2),
    loan(3, 2, 1, "2023-12-01", 3),
    loan(4, 3, 3, "2024-03-01", 0.5),
  ],
  // Nobody has lent the fourth.
  books: [book(1, "Waves", "en"), book(2, "Vagues", "fr"), book(3, "Tides", "en"), book(4, "Wellen", "de")],
  reader_facts: [],
  language_facts: [],
});

beforeAll(async () => {
  const text = readFileSync(new URL("cases/derived/looker.yml", import.meta.url), "utf8");
  const { model } = compile(text.replace(/^schema: .*$/m, "schema: pg_temp"), "looker.yml");
  if (model === undefined) throw new Error("the case has problems");
  hosts = hostsOf(model);
  stack = await openTestStack();
  session = await openSession(stack.url);
  await session.fill(model, ROWS);
});

afterAll(async () => {
  await session.close();
  await stack.release();
});

const asks = (
  view: string,
  fields: string,
  filters: LookerQuestion["filters"] = {},
  sorts: readonly string[] = [],
): LookerQuestion => ({ view, fields: fields.split(" "), filters, sorts, limit: 500 });

test.each([
  // Reader 1 has two loans, 2 and 3 have one each.
  ["a query joined", asks("loans", "loans.count reader_facts.average_loans"), [["4", 4 / 3]]],
  [
    "a filter on what a query computes",
    asks("loans", "loans.count", { "reader_facts.first_lent_date": "before 2024-01-01" }),
    [["1"]],
  ],
  [
    "a query over queries",
    asks("language_facts", "language_facts.language language_facts.loans language_facts.readers", {}, [
      "language_facts.language",
    ]),
    [
      ["en", "3", "3"],
      ["fr", "1", "1"],
    ],
  ],
  [
    "a condition and a parameter inside a query",
    asks(
      "language_facts",
      "language_facts.language language_facts.loans",
      { "language_facts.lent": "2024", "language_facts.least_fee": "1" },
      ["language_facts.language"],
    ),
    [
      ["en", "1"],
      ["fr", "1"],
    ],
  ],
  [
    "the same where it is joined, two joins away",
    asks(
      "loans",
      "language_facts.language loans.count language_facts.most_loans",
      { "language_facts.lent": "2024", "language_facts.least_fee": "2" },
      ["language_facts.language"],
    ),
    [
      ["fr", "1", "1"],
      [null, "3", null],
    ],
  ],
] as const)("%s", async (_, question, rows) => {
  const verdict = await askBoth(hosts, question, session);
  if (verdict.kind === "different") throw new Error(`${verdict.how}\n${verdict.sql}`);
  expect(verdict.kind).toBe("same");
  const seen = verdict.kind === "same" ? verdict.rows : [];
  const near = (cell: unknown): unknown => (typeof cell === "number" ? cell.toFixed(9) : cell);
  expect(
    seen.map((row) => row.map((cell) => (/\.\d{9}/.test(String(cell)) ? Number(cell).toFixed(9) : cell))),
  ).toEqual(rows.map((row) => row.map(near)));
});

test("one query under one name, its values bound, before those that the plan needs", () => {
  const query = plannedQuery(
    hosts.model,
    asks("loans", "language_facts.language loans.count reader_facts.average_loans", {
      "language_facts.least_fee": "2",
    }),
  );
  if (query instanceof Mistake) throw query;
  expect(query.text.match(/^WITH reader_facts AS \(|^language_facts AS \(/gm)).toHaveLength(2);
  expect(query.text.match(/AS fees/g)).toHaveLength(1);
  expect(query.values).toEqual(["2"]);
  // What Looker adds to is asked whole here.
  expect(query.text).toContain("WHERE 1=1\n  GROUP BY reader");
  expect(query.text).not.toContain("{%");
});
