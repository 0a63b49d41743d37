// Tables that are questions to explores: answers worked out by hand, by the planner and by the printed LookML alike.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile, DIALECTS, Mistake } from "../generator/index.ts";
import { planCoverage } from "../local/coverage.ts";
import { tablesBehind } from "../local/plan/row-source.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { everyQuestion } from "./looker/every-question.ts";
import { askBoth, type Hosts, hostsOf, plannedQuery, plannerQuestion } from "./looker/hosts.ts";
import type { LookerQuestion } from "./looker/interpreter/scope.ts";
import { rowsOf, spelledRows } from "./looker/rows.ts";
import { openSession, type Session } from "./oracle/session.ts";

let stack: Stack;
let session: Session;
let hosts: Hosts;

const ROWS = spelledRows({
  readers: rowsOf("id name city", [1, "Ada", "Rome"], [2, "Bo", "Oslo"], [3, "Cy", "Rome"], [4, "Di", null]),
  books: rowsOf(
    "id title language",
    [1, "Waves", "en"],
    [2, "Vagues", "fr"],
    [3, "Tides", "en"],
    [4, "Wellen", "de"],
  ),
  tags: rowsOf("id name", [1, "sea"], [2, "old"]),
  // The first book has both tags, so its loans are in two groups.
  book_tags: rowsOf("book_id tag_id", [1, 1], [1, 2], [2, 1], [3, 2]),
  loans: rowsOf(
    "id reader book lent fee",
    [1, 1, 1, "2024-01-05 10:00:00", 1],
    [2, 1, 2, "2024-02-10 11:00:00", 2],
    [3, 2, 1, "2023-12-01 12:00:00", 3],
    [4, 3, 3, "2024-01-07 13:00:00", 0.5],
    [5, 3, 1, "2024-01-05 10:00:00", 4],
    [6, 2, 4, "2024-03-01 09:00:00", null],
    [7, 1, 3, "2024-03-02 09:00:00", -1],
  ),
  reader_facts: [],
  tag_months: [],
  best_readers: [],
  loan_days: [],
  language_shares: [],
});

beforeAll(async () => {
  const text = readFileSync(new URL("cases/explore-sources/looker.yml", import.meta.url), "utf8");
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
  [
    // Fees of 0 and above: Ada 3 for two, Bo 3 for one, Cy 4.5 for two; the loan without a fee is no such loan.
    "measures of a question are dimensions of the view over it, its derived columns too",
    asks(
      "loans",
      "reader_facts.reader reader_facts.loans reader_facts.fees reader_facts.place reader_facts.fee_each",
      { "reader_facts.reader": "NOT NULL" },
      ["reader_facts.reader"],
    ),
    [
      ["1", "2", "3", "2", "1.5"],
      ["2", "1", "3", "2", "3"],
      ["3", "2", "4.5", "1", "2.25"],
    ],
  ],
  [
    "measures over its rows, each once, however many loans it is joined to",
    asks("loans", "loans.count reader_facts.count reader_facts.average_loans"),
    [["7", "3", 5 / 3]],
  ],
  [
    "rows that a join repeats are counted once in each of its groups",
    asks("tag_months", "tag_months.tag tag_months.all_loans tag_months.all_fees", {}, ["tag_months.tag"]),
    // Old: loans 1, 3, 4, 5 and 7; sea: 1, 2, 3 and 5; without a tag: 6.
    [
      ["old", "5", "7.5"],
      ["sea", "4", "10"],
      [null, "1", "0"],
    ],
  ],
  [
    "a median in groups that a join repeats",
    asks(
      "tag_months",
      "tag_months.tag tag_months.month tag_months.median_fee tag_months.loans",
      { "tag_months.tag": "sea" },
      ["tag_months.month"],
    ),
    [
      ["sea", "2023-12", "3", "1"],
      ["sea", "2024-01", "2.5", "2"],
      ["sea", "2024-02", "2", "1"],
    ],
  ],
  [
    "filters that the question brings along, on a field that only filters and on one of the view's own",
    asks(
      "tag_months",
      "tag_months.tag tag_months.all_loans tag_months.all_fees",
      { "tag_months.wanted_city": "Rome", "tag_months.day_date": "2024-01-06 to 2024-03-03" },
      ["tag_months.tag"],
    ),
    [
      ["old", "2", "-0.5"],
      ["sea", "1", "2"],
    ],
  ],
  [
    "a filter that says nothing brings nothing along",
    asks("tag_months", "tag_months.all_loans", { "tag_months.wanted_city": "" }),
    [["10"]],
  ],
  [
    "a time of the question, cut again",
    asks("loan_days", "loan_days.day_month loan_days.count loan_days.most_loans", {}, [
      "loan_days.day_month",
    ]),
    [
      ["2023-12", "1", "1"],
      ["2024-01", "2", "2"],
      ["2024-02", "1", "1"],
      ["2024-03", "2", "1"],
    ],
  ],
  [
    "the first three of a question over a question",
    asks("loans", "best_readers.fees readers.name", { "best_readers.fees": "NOT NULL" }, ["readers.name"]),
    [
      ["3", "Ada"],
      ["3", "Bo"],
      ["4.5", "Cy"],
    ],
  ],
  [
    "all filters brought along, and those on the view itself kept out",
    asks(
      "loans",
      "books.language language_shares.highest_share",
      { "readers.city": "Rome", "language_shares.loans": ">1" },
      ["books.language"],
    ),
    // In Rome: loans 1, 4, 5 and 7 in English, 2 in French.
    [["en", "0.8"]],
  ],
] as const)("%s", async (_, question, rows) => {
  const verdict = await askBoth(hosts, question, session);
  if (verdict.kind === "different") throw new Error(`${verdict.how}\n${verdict.sql}`);
  expect(verdict.kind).toBe("same");
  const seen = verdict.kind === "same" ? verdict.rows : [];
  const near = (cell: unknown): unknown =>
    typeof cell === "number" || /^-?\d+(\.\d+)?$/.test(String(cell)) ? Number(cell).toFixed(9) : cell;
  expect(seen.map((row) => row.map(near))).toEqual(rows.map((row) => row.map(near)));
});

test("every field of every explore, with all measures beside it, is the same on both hosts", async () => {
  const questions = everyQuestion(hosts.project, /^$/);
  expect(questions.length).toBeGreaterThan(100);
  let rows = 0;
  for (const question of questions) {
    const verdict = await askBoth(hosts, question, session);
    if (verdict.kind !== "same")
      throw new Error(`${JSON.stringify(question)}\n${JSON.stringify(verdict, undefined, 2)}`);
    rows += verdict.rows.length;
  }
  expect(rows).toBeGreaterThan(questions.length);
});

test("what an answer reads are the tables behind the question that a table is", () => {
  const { tables } = planCoverage(
    hosts.model,
    plannerQuestion(hosts.model, asks("loans", "best_readers.count")),
    DIALECTS.postgres,
    {},
  );
  expect(tables.flatMap(tablesBehind).toSorted()).toEqual(["loans", "loans", "readers", "readers"]);
});

test("one question under one name, its values bound, before those that the plan needs", () => {
  const query = plannedQuery(hosts.model, asks("loans", "best_readers.count reader_facts.count"));
  if (query instanceof Mistake) throw query;
  expect(query.text.match(/^(?:WITH )?\w+ AS \($/gm)).toEqual([
    "WITH reader_facts AS (",
    "best_readers AS (",
  ]);
  expect(query.values).toEqual(["10", "0"]);
});

test.each([
  [
    "a filter on a measure",
    asks("loans", "language_shares.highest_share", { "loans.count": ">1" }),
    /loans\.count/,
  ],
] as const)("%s, which nobody knows how to bring along, is refused in words", (_, question, words) => {
  const refused = plannedQuery(hosts.model, question);
  expect(refused).toBeInstanceOf(Mistake);
  expect((refused as Mistake).message).toMatch(words);
});

test("times that would have to be cut in another zone are refused in words, and nothing else is", () => {
  const text = readFileSync(new URL("cases/explore-sources/looker.yml", import.meta.url), "utf8").replace(
    "columns: {day: lent_date, loans: count, fees: total_fee}",
    "$&\n      timezone: Asia/Tokyo",
  );
  const days = (model: string): string => {
    const { model: compiled } = compile(model, "looker.yml");
    if (compiled === undefined) throw new Error("the case has problems");
    const query = plannedQuery(compiled, asks("loan_days", "loan_days.count"));
    return query instanceof Mistake ? query.message : "answered";
  };
  // Stored in UTC, and shown as they are.
  expect(days(text)).toBe("answered");
  const moved = text.replace("lent: {timeframes: [", "lent: {convert_tz: true, timeframes: [");
  expect(days(moved)).toMatch(/Loan Days is counted in the time zone Asia\/Tokyo, and loans\.lent_date/);
});
