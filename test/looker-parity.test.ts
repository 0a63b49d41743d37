// `viewfinder parity` against a Looker of our own, through Looker's own SDK: answers that are the same, and every way to differ.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emitProject } from "../generator/index.ts";
import type { Lied } from "./doubles/looker/double.ts";
import { LIBRARY_YML, modelOf } from "./library.ts";
import { type LookerRoom, openLookerRoom } from "./looker-room.ts";

let room: LookerRoom;
beforeAll(async () => {
  room = await openLookerRoom();
});
afterAll(() => room.close());

describe("parity", () => {
  test("holds where Looker has the model's own LookML and reads the same rows", async () => {
    await room.withTeam({}, async (team) => {
      const { out, code } = await team.parity();
      expect(out).toContain("same       Books: What a year cost: 3 rows, 9 values\n");
      expect(out).toContain("same       Books: every measure by topic: 4 rows, 48 values\n");
      expect(out).toMatch(/\n\d+ questions: Looker and the planner give the same answers\.\n$/);
      expect(code).toBe(0);
      expect(
        team.looker.calls
          .filter((call) => call.endsWith("run_inline_query"))
          .every((call) => call.startsWith("production")),
      ).toBe(true);
    });
  });

  test("says where answers differ and what may be why; what one side refuses is not asked", async () => {
    // In Looker pages that nobody counted are 0.
    const yml = LIBRARY_YML.replace("pages: {unknown: 0, format: decimal_0}", "pages: {format: decimal_0}");
    await room.withTeam({ files: emitProject(modelOf(yml)) }, async (team) => {
      await team.write(
        "questions.yml",
        [
          "- {title: Pages of a title, explore: books, fields: [books.title, books.count_pages]}",
          "- {title: Titles, explore: books, fields: [books.title, books.count], sorts: [books.title desc], filters: {books.title: '%s'}}",
          "- {title: Gone, explore: books, fields: [books.gone]}",
        ].join("\n"),
      );
      const { out, code } = await team.parity(`${team.folder}/questions.yml`);
      expect(code).toBe(1);
      expect(out).toMatch(
        /^different {2}Pages of a title: 1 difference in 5 rows\n {13}-Bees, 100%_: books\.count_pages is 0 here and 1 in Looker\n/,
      );
      expect(out).toMatch(/may be\n {13}definition: /);
      expect(out).toContain("same       Titles: 3 rows");
      expect(out).toMatch(/not asked {2}Gone: Here: .*books\.gone/);
      expect(out).toContain("3 questions: 1 the same, 1 different, 1 not asked of both.");
    });
  });

  test("finds every lie: a number, a row, a null, a limit, a time zone, a column", async () => {
    await room.withTeam({}, async (team) => {
      const file = `${team.folder}/by-topic.yml`;
      await team.write(
        "by-topic.yml",
        "- {title: T, explore: books, fields: [books.bought_month, topics.name, books.count, books.total_price, books.average_price]}",
      );
      const told = async (lie: NonNullable<typeof team.looker.lie>): Promise<string> => {
        team.looker.lie = lie;
        const { out, code } = await team.parity(file);
        expect(code).toBe(1);
        return out;
      };
      const others = (name: string, change: (value: Lied[string]) => Lied[string]) => (rows: Lied[]) =>
        rows.map((row) => ({ ...row, [name]: change(row[name] ?? null) }));
      const lies: readonly (readonly [NonNullable<typeof team.looker.lie>, RegExp])[] = [
        [
          (rows) => rows.with(0, { ...rows[0], "books.total_price": 1 }),
          /books\.total_price is .* and 1 in L/,
        ],
        [(rows) => rows.slice(1), /1 difference in \d rows\n +only here: /],
        [(rows) => [...rows, ...rows.slice(0, 1)], /more often in Looker than here: /],
        [others("books.average_price", (value) => value ?? 0), /is not known here and 0 in L[^]*nulls: /],
        [
          others("topics.name", (value) => value ?? ""),
          /only here: .*not known[^]*only in Looker: [^]*nulls: /,
        ],
        [(rows) => rows.slice(0, 2), /only here: /],
        [
          others("books.bought_month", (value) => (value === "2019-03" ? "2019-02" : value)),
          /only here: 2019-03[^]*only in Looker: 2019-02[^]*may be\n +time zone: /,
        ],
        [
          (rows) =>
            rows.map((row) =>
              Object.fromEntries(Object.entries(row).filter(([name]) => name !== "books.count")),
            ),
          /books\.count is not in Looker's answer/,
        ],
      ];
      for (const [lie, said] of lies) expect(await told(lie)).toMatch(said);
    });
  });

  test("compares what is reckoned and listed as everything else", async () => {
    const yml = LIBRARY_YML.replace(
      "      count: {type: count, label: Books}\n",
      [
        "      count: {type: count, label: Books}",
        "      titles: {type: list, of: title}",
        "      running: {type: running_total, of: count}",
        "      share: {type: percent_of_total, of: count}",
        "",
      ].join("\n"),
    );
    await room.withTeam({ yml, files: emitProject(modelOf(yml)) }, async (team) => {
      await team.write(
        "kinds.yml",
        [
          "- {title: Lists, explore: books, fields: [topics.name, books.titles]}",
          "- {title: Shares, explore: books, fields: [books.bought_year, books.count, books.running, books.share], sorts: [books.bought_year]}",
        ].join("\n"),
      );
      const { out, code } = await team.parity(`${team.folder}/kinds.yml`);
      expect(out).toContain("2 questions: Looker and the planner give the same answers.");
      expect(code).toBe(0);
      team.looker.lie = (rows) =>
        rows.map((row) => ({
          ...row,
          ...("books.share" in row ? { "books.share": 0.5 } : { "books.titles": "Stars" }),
        }));
      expect((await team.parity(`${team.folder}/kinds.yml`)).out).toContain(
        "2 questions: 0 the same, 2 different.",
      );
      const looked = await team.drift({ only: ["looker"] });
      expect(looked.out).toMatch(/^looker {5}agrees/);
    });
  });

  test("holds for steps, spans, pivots, periods, dates, zones, custom filters, and selectors that are all or none", async () => {
    const yml = LIBRARY_YML.replace(
      "      on_loan:\n",
      [
        "      on_loan:",
        "      price_step: {type: tier, sql: '${price}', tiers: [10, 20], style: integer}",
        "      pages_step: {type: bin, column: pages, unknown: 0, bins: [100.5, 300], style: interval}",
        "      age: {type: duration, sql_start: '${bought_raw}', sql_end: \"DATE '2022-01-01'\", intervals: [day, year]}",
        "      kind: {case: [{label: Long, when: '${pages} >= 200'}], else: Short}",
        "",
      ].join("\n"),
    ).replace(
      "      count: {type: count, label: Books}\n",
      [
        "      count: {type: count, label: Books}",
        "      before: {type: period_over_period, of: count, based_on_time: bought_year, period: year, kind: previous}",
        "      more: {type: period_over_period, of: count, based_on_time: bought_year, period: year, kind: difference}",
        "",
      ].join("\n"),
    );
    const ask = (title: string, fields: string, more = ""): string =>
      `- {title: ${title}, explore: books, fields: [${fields}]${more === "" ? "" : `, ${more}`}}`;
    await room.withTeam({ yml, files: emitProject(modelOf(yml)) }, async (team) => {
      await team.write(
        "questions.yml",
        [
          ask("Steps", "books.price_step, books.pages_step, books.kind, books.count, books.total_price"),
          ask("A step", "books.title", "filters: {books.price_step: '10 to 19'}"),
          ask("Spans", "books.title, books.days_age, books.years_age"),
          ask(
            "Years back",
            "books.bought_year, books.count, books.before, books.more",
            "sorts: [books.bought_year]",
          ),
          ask("All of", "books.title, books.count", "filters: {books.topic_all_of: 'Space,Maths'}"),
          ask("None of", "books.title, books.count", "filters: {books.topic_excluded: Maths}"),
          ask("Since", "books.bought_month, books.count", "filters: {books.bought_year: after 2020}"),
          ask("Elsewhere", "books.bought_month, books.count", "query_timezone: America/Los_Angeles"),
          ask(
            "Custom",
            "books.title",
            "filter_expression: '${books.price} > 15 AND NOT is_null(${books.bought_year})'",
          ),
          ask(
            "Across",
            "topics.name, books.bought_year, books.count, books.average_price",
            "pivots: [books.bought_year], sorts: [books.bought_year desc, books.count desc 1]",
          ),
        ].join("\n"),
      );
      const { out, code } = await team.parity(`${team.folder}/questions.yml`);
      expect(out.replaceAll(/^same +/gm, "")).toBe(
        [
          "Steps: 5 rows, 10 values",
          "A step: 1 row, 0 values",
          "Spans: 5 rows, 0 values",
          "Years back: 3 rows, 9 values",
          "All of: 1 row, 1 value",
          "None of: 3 rows, 3 values",
          "Since: 2 rows, 2 values",
          "Elsewhere: 5 rows, 5 values",
          "Custom: 2 rows, 0 values",
          "Across: 5 rows, 10 values",
          "10 questions: Looker and the planner give the same answers.",
          "",
        ].join("\n"),
      );
      expect(code).toBe(0);
      team.looker.lie = (rows) =>
        rows.map((row) =>
          row["topics.name"] === "Maths" ? { ...row, "books.count": { 2019: 9, 1999: 1 } } : row,
        );
      const lied = await team.parity(`${team.folder}/questions.yml`);
      expect(lied.out).toMatch(
        /^different {2}Across: 2 differences in \d rows\n +Maths, 2019: books\.count is 2 here and 9 in Looker\n +only in Looker: Maths, 1999\n/m,
      );
      expect(lied.out).toContain("10 questions: 9 the same, 1 different.");
    });
  });

  test("waits for a silent Looker as long as it is told, and asks the next question", async () => {
    await room.withTeam({}, async (team) => {
      await team.write(
        "two.yml",
        "- {title: One, explore: books, fields: [books.count]}\n- {title: Two, explore: books, fields: [books.title]}\n",
      );
      team.looker.faults.add({ on: "run_inline_query", kind: "silence" });
      const { out, code } = await team.parity(`${team.folder}/two.yml`, { timeout: 1 });
      expect(out).toMatch(
        /^not asked {2}One: Looker did not answer: no whole answer came from 127\.0\.0\.1:\d+ \(nothing within 1 s\)\. --timeout <seconds> waits longer\.\nsame {7}Two: 5 rows/,
      );
      expect(code).toBe(2);
    });
  });

  test("ends by Ctrl-C while Looker is silent", async () => {
    await room.withTeam({}, async (team) => {
      const typed = await team.start("parity");
      team.looker.faults.add({
        on: "run_inline_query",
        kind: "meanwhile",
        thenCut: true,
        happens: async () => {
          typed.interrupt();
          await typed.ended;
        },
      });
      const { code, out, err } = await typed.ended;
      expect([code, out, err]).toEqual([130, "", "Stopped. Nothing was changed anywhere.\n"]);
      expect(team.looker.sessions.count).toBe(0);
    });
  });

  test("takes a file of questions apart, and says what is wrong with it", async () => {
    await room.withTeam({}, async (team) => {
      await team.write("none.yml", "questions: 3\n");
      await expect(team.parity(`${team.folder}/none.yml`)).rejects.toThrow(
        /takes a list of questions, such as/,
      );
      await expect(team.parity(`${team.folder}/gone.yml`)).rejects.toThrow(/There is no .*gone\.yml here/);
      const wrong = async (more: string): Promise<string> => {
        await team.write("wrong.yml", `- {title: Wrong, explore: books, fields: [books.count], ${more}}\n`);
        const refused = team.parity(`${team.folder}/wrong.yml`).then(
          ({ out }) => out,
          (error: Error) => error.message,
        );
        return (await refused).replace(team.folder, "");
      };
      expect(await wrong("field: [books.title]")).toBe(
        "/wrong.yml, Wrong: `field` is no word of a question; did you mean `fields`?",
      );
      expect(await wrong("total: true")).toMatch(/Wrong: `total` asks for more than rows/);
      expect(await wrong("pivots: [books.title]")).toMatch(
        /asks for pivots of books\.title, which is not one/,
      );
      expect(await wrong("query_timezone: Mars/Base")).toMatch(/"Mars\/Base" is not a time zone/);
      expect(await wrong("limit: some")).toMatch(/The limit "some" is not a number of rows/);
      // As Looker gives a query back.
      expect(
        await wrong("id: '7', slug: abc, total: false, subtotals: null, row_total: '', can: {}"),
      ).toMatch(/1 question: Looker and the planner give the same/);
    });
  });
});
