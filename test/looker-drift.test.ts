// `viewfinder drift` and `viewfinder parity` against a Looker of our own: what agrees, what does not, and what could not be looked at.
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { aliasesOf, expectedExplores } from "../cli/looker.ts";
import {
  byHandNames,
  compareExplore,
  type ExploreShape,
  printDifference,
} from "../generator/looker/index.ts";
import { compareAnswers, type ComparedColumn } from "../generator/looker/compare-answers.ts";
import { emitProject, type File } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { openTeam, type Team } from "./deployed.ts";
import type { Lied } from "./doubles/looker/double.ts";
import { Hosts } from "./doubles/looker/lookml.ts";
import { openRedshiftDouble } from "./doubles/redshift/double.ts";
import { dropTables, library, LIBRARY_ROWS, LIBRARY_YML, modelOf } from "./library.ts";

// Each starts dozens of git processes, which take their time on a machine that has much else to do.
vi.setConfig({ testTimeout: 240_000 });

let stack: Stack;
let pool: pg.Pool;
let hosts: Hosts;
beforeAll(async () => {
  stack = await openTestStack();
  await fillTables(stack.url, library, LIBRARY_ROWS);
  pool = openReader(stack.url);
  hosts = new Hosts(pool, "library");
  vi.stubEnv("DATABASE_URL", stack.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await hosts.close();
  await pool.end();
  await dropTables(stack.url, library);
  await stack.release();
});

/** How many fields the library's explore has, as Looker counts them. */
const FIELDS = expectedExplores(library).flatMap((one) => Object.values(one.fields ?? {}).flat()).length;

/** @param files what production holds; what the model gives when not said */
async function withTeam(
  work: (team: Team) => Promise<void>,
  {
    yml = LIBRARY_YML,
    files = emitProject(library),
    git = "remote",
  }: { readonly yml?: string; readonly files?: readonly File[]; readonly git?: "remote" | "bare" } = {},
): Promise<void> {
  const team = await openTeam(yml, { pool, hosts, git, files });
  try {
    await team.looker.inProduction("library", "warehouse");
    await work(team);
  } finally {
    await team.close();
  }
}

describe("drift", () => {
  for (const git of ["remote", "bare"] as const)
    test(`finds none where everything is as the model says (${git})`, async () => {
      await withTeam(
        async (team) => {
          const { out, code } = await team.drift();
          expect(out).toBe(
            [
              `looker     agrees: 1 explore with ${FIELDS} fields`,
              `files      agrees: ${emitProject(library).length} files`,
              `warehouse  agrees: 3 tables of schema ${library.schema}`,
              "",
            ].join("\n"),
          );
          expect(code).toBe(0);
          expect(
            team.looker.calls.some((call) => /deploy|create_|update_git|update_file|commit/.test(call)),
          ).toBe(false);
        },
        { git },
      );
    });

  test("names what differs in Looker, with the line of looker.yml", async () => {
    const yml = LIBRARY_YML.replace(
      "label: Price (EUR), format: eur",
      "label: Price, format: eur_0, description: What it cost",
    )
      .replace("      code:\n", "")
      .replace(
        "{joins: {topics: {through: book_topics}}}\n",
        "{joins: {topics: {through: book_topics}}}\n  shelves: {view: books}\n",
      );
    await withTeam(
      async (team) => {
        const { out, code } = await team.drift({ only: ["looker"] });
        expect(code).toBe(1);
        expect(out).toContain(
          '  dimension books.price of explore books: label is "Books Price (EUR)" in Looker, "Books Price" in the model (',
        );
        expect(out).toContain('description is not set in Looker, "What it cost" in the model');
        expect(out).toContain('value_format_name is "eur" in Looker, "eur_0" in the model');
        expect(out).toContain("  dimension books.code of explore books: only in Looker\n");
        expect(out).toContain("  explore shelves: missing in Looker (");
        expect(out).toMatch(/looker\.yml:33\)\n/);
        const json = JSON.parse((await team.drift({ only: ["looker"], format: "json" })).out) as {
          looks: { state: string; differences: { said: string; place: string | null }[] }[];
        };
        expect(json.looks[0]?.state).toBe("drift");
        expect(json.looks[0]?.differences.find(({ said }) => said.includes("books.price"))?.place).toMatch(
          /looker\.yml:33$/,
        );
      },
      { yml },
    );
  });

  test("lets stand what people keep in refinements/", async () => {
    const byHand =
      "view: +books {\n  dimension: title {\n    label: \"Name\"\n  }\n  dimension: shelf {\n    sql: 'A' ;;\n  }\n}\n";
    const files = [
      ...emitProject(library, ["refinements/books.lkml"]),
      { path: "refinements/books.lkml", text: byHand },
    ];
    await withTeam(
      async (team) => {
        await team.write("lookml/refinements/books.lkml", byHand);
        const { out, code } = await team.drift({ only: ["looker", "files"] });
        expect(out).toMatch(/^looker {5}agrees: 1 explore with \d+ fields\nfiles {6}agrees: \d+ files\n$/);
        expect(code).toBe(0);
      },
      { files },
    );
  });

  test("lets stand what people say of a field, an explore, a join or a group, and nothing else of it", async () => {
    const byHand = [
      'explore: +books {\n  description: "By hand"\n  join: shelves {\n    from: books\n    relationship: one_to_one\n    sql_on: ${books.id} = ${shelves.id} ;;\n  }\n}',
      'view: +books {\n  dimension: price {\n    description: "By hand"\n  }\n  dimension_group: bought {\n    label: "Got"\n  }\n}\n',
    ].join("\n");
    const told = byHandNames([{ path: "refinements/a.lkml", text: byHand }], aliasesOf(library));
    const [said] = expectedExplores(library);
    const changed = (name: string, change: object): ExploreShape => ({
      ...said,
      description: "By hand",
      fields: {
        ...said?.fields,
        dimensions: (said?.fields?.dimensions ?? []).map((one) =>
          one.name === name ? { ...one, ...change } : one,
        ),
      },
    });
    const differs = (found: ExploreShape): readonly string[] =>
      compareExplore(library, said ?? {}, found, told).map(printDifference);
    expect(differs(changed("books.price", { description: "By hand" }))).toEqual([]);
    expect(differs(changed("books.bought_year", { label: "Books Got Year" }))).toEqual([]);
    expect(differs(changed("books.price", { label: "Books Cost" }))).toEqual([
      'dimension books.price of explore books: label is "Books Cost" in Looker, "Books Price (EUR)" in the model',
    ]);
    const shelves = { name: "shelves.title", type: "string" };
    const joined = changed("books.price", {});
    expect(
      differs({
        ...joined,
        label: "Else",
        joins: [...(joined.joins ?? []), { name: "shelves" }],
        fields: { ...joined.fields, dimensions: [...(joined.fields?.dimensions ?? []), shelves] },
      }),
    ).toEqual(['explore books: label is "Else" in Looker, "Books" in the model']);
  });

  test("names files that are others, and a production that is behind its branch", async () => {
    await withTeam(async (team) => {
      const { repository } = team.looker;
      await repository?.elsewhere(
        "main",
        "views/topics.view.lkml",
        "# Made by Viewfinder from looker.yml, and then edited.\n",
      );
      const edited = await team.drift({ only: ["files"] });
      expect(edited.out).toContain("  views/topics.view.lkml is another in the project\n");
      expect(edited.code).toBe(1);
    });
    await withTeam(async (team) => {
      await team.looker.repository?.elsewhere("main", "mine.view.lkml", "view: mine {}\n");
      const { out, code } = await team.drift({ only: ["files"] });
      expect(out).toContain("production holds another commit than the project's production branch");
      expect(code).toBe(1);
    });
  });

  test("counts what the warehouse lacks: tables, columns, types, keys", async () => {
    const yml = LIBRARY_YML.replace(/^schema: .*$/m, `schema: drifted_${process.pid}`);
    const drifted = modelOf(yml);
    await fillTables(stack.url, drifted, LIBRARY_ROWS);
    const client = await stackClient();
    try {
      const schema = `"${drifted.schema}"`;
      await client.query(`CREATE TABLE ${schema}.loans (id bigint)`);
      await client.query(`DROP TABLE ${schema}.book_topics`);
      await client.query(
        `ALTER TABLE ${schema}.books DROP COLUMN pages, ALTER COLUMN code TYPE text, ALTER COLUMN price TYPE numeric(6, 2)`,
      );
      await client.query(
        `ALTER TABLE ${schema}.topics DROP CONSTRAINT topics_pkey, ALTER COLUMN id DROP NOT NULL`,
      );
      await client.query(`INSERT INTO ${schema}.topics (id, name) VALUES (1, 'Again'), (NULL, 'Nothing')`);
      await withTeam(
        async (team) => {
          const { out, code } = await team.drift({ only: ["warehouse"] });
          expect(code).toBe(1);
          for (const line of [
            "table book_topics is missing in schema",
            "column books.pages is missing",
            "column books.code is text, and the model says integer",
            "column books.price is numeric(6,2), and the model says decimal(8, 2)",
            "key id of table topics stands for several rows 1 time",
            "key id of table topics is not known in 1 row",
            "beside it, and no drift: table loans",
          ])
            expect(out).toContain(`  ${line}`);
        },
        { yml },
      );
    } finally {
      await client.end();
      await dropTables(stack.url, drifted);
    }
  });

  test("looks at a Redshift cluster as at a Postgres, and leaves tables that are queries to the data tests", async () => {
    const yml = LIBRARY_YML.replace(
      "views:\n",
      "  loans: {sql: 'SELECT id, title FROM ${books.SQL_TABLE_NAME}', key: id, columns: {id: integer, title: text}}\nviews:\n",
    ).replace("explores:\n", "  loans: {dimensions: {title: }}\nexplores:\n");
    const cluster = await openRedshiftDouble({
      postgresUrl: stack.url,
      s3: { endpoint: "http://127.0.0.1:9", region: "eu-west-1", accessKeyId: "a", secretAccessKey: "b" },
    });
    vi.stubEnv("DATABASE_URL", cluster.url);
    try {
      await withTeam(
        async (team) => {
          const { out, code } = await team.drift({ only: ["warehouse"] });
          expect(out).toBe(
            `warehouse  agrees: 3 tables of schema ${library.schema}; 1 that is a query is left to the data tests\n`,
          );
          expect(code).toBe(0);
        },
        { yml },
      );
    } finally {
      vi.stubEnv("DATABASE_URL", stack.url);
      await cluster.close();
    }
  });

  test("that could not be looked for is no drift: exit code 2", async () => {
    await withTeam(async (team) => {
      team.looker.faults.add({ on: "login", kind: "status", status: 500, message: "Down", times: 9 });
      const { out, code } = await team.drift({ only: ["looker", "warehouse"] });
      expect(code).toBe(2);
      expect(out).toMatch(
        /^looker {5}could not be looked at: Looker cannot be reached: .* failed with 500\. Down\.\nwarehouse {2}agrees/,
      );
      await team.write("looker.yml", "model: [");
      const broken = await team.drift({ format: "json" });
      expect(broken.code).toBe(2);
      expect(JSON.parse(broken.out)).toMatchObject({ looks: [] });
    });
  });
});

async function stackClient(): Promise<pg.Client> {
  const { Client } = await import("pg");
  const client = new Client({ connectionString: stack.url });
  await client.connect();
  return client;
}

describe("parity", () => {
  test("holds where Looker has the model's own LookML and reads the same rows", async () => {
    await withTeam(async (team) => {
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
    await withTeam(
      async (team) => {
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
      },
      { files: emitProject(modelOf(yml)) },
    );
  });

  test("finds every lie: a number, a row, a null, a limit, a time zone, a column", async () => {
    await withTeam(async (team) => {
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
    await withTeam(
      async (team) => {
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
      },
      { yml, files: emitProject(modelOf(yml)) },
    );
  });

  test("takes a file of questions apart, and says what is wrong with it", async () => {
    await withTeam(async (team) => {
      await team.write("none.yml", "questions: 3\n");
      await expect(team.parity(`${team.folder}/none.yml`)).rejects.toThrow(
        /takes a list of questions, such as/,
      );
      await expect(team.parity(`${team.folder}/gone.yml`)).rejects.toThrow(/There is no .*gone\.yml here/);
    });
  });
});

describe("two answers", () => {
  const group = (name: string, type: ComparedColumn["type"] = "string"): ComparedColumn => ({
    name,
    category: "dimension",
    type,
    isTime: type === "date",
    near: "same",
  });
  const measure = (name: string, near: ComparedColumn["near"]): ComparedColumn => ({
    name,
    category: "measure",
    type: "number",
    isTime: false,
    near,
  });
  const question = {
    columns: [group("g"), measure("total", "sum"), measure("mean", "average"), measure("n", "same")],
    counts: "n",
    limit: undefined,
    sortedBy: undefined,
    isFiltered: false,
    caseSensitive: true,
  };
  const row = (g: string | null, total: number | string | null, mean: number | null, n: number) => ({
    g,
    total,
    mean,
    n,
  });

  test("are the same within what Looker rounds, and not beyond", () => {
    const ours = [row("a", "100.000003", 2.000_000_5, 3), row("b", 1, 1, 1)];
    expect(compareAnswers(question, ours, [row("b", "1.0", 1, 1), row("a", 100, 2, 3)])).toMatchObject({
      count: 0,
      rounded: 2,
      rows: 2,
    });
    const apart = compareAnswers(question, ours, [row("a", 99.999_999, 2, 3), row("b", 1, 1.000_002, 1)]);
    expect(apart.differences).toEqual([
      "a: total is 100.000003 here and 99.999999 in Looker",
      "b: mean is 1 here and 1.000002 in Looker",
    ]);
    expect(compareAnswers(question, [row("a", 1, 1, 1)], [row("a", 1, 1, 2)]).count).toBe(1);
  });

  test("are matched by what they are about, yes and no and days in any spelling", () => {
    const columns = [group("day", "date"), group("yes", "yesno"), measure("n", "same")];
    const same = compareAnswers(
      { ...question, columns },
      [{ day: "2024-02-29", yes: true, n: "9007199254740993" }],
      [{ day: "2024-02-29 00:00:00", yes: "Yes", n: "9007199254740993" }],
    );
    expect(same).toMatchObject({ count: 0, rows: 1 });
  });

  test("are the same at a limit only where rows of equal rank can stand for each other", () => {
    const cut = { ...question, limit: 2, sortedBy: "n" };
    const tied = compareAnswers(
      cut,
      [row("a", 1, 1, 9), row("b", 1, 1, 1)],
      [row("a", 1, 1, 9), row("c", 1, 1, 1)],
    );
    expect(tied).toMatchObject({ count: 0, tied: 2, rows: 1 });
    const other = compareAnswers(
      cut,
      [row("a", 1, 1, 9), row("b", 1, 1, 2)],
      [row("a", 1, 1, 9), row("c", 1, 1, 1)],
    );
    expect(other.differences).toEqual(["only here: b", "only in Looker: c"]);
    expect(compareAnswers(cut, [row("a", 1, 1, 1), row("b", 1, 1, 1)], []).count).toBe(2);
  });

  test("differ where a row stands twice, a column is left out, or a text is spelled otherwise", () => {
    const twice = compareAnswers(question, [row("a", 1, 1, 1)], [row("a", 1, 1, 1), row("a", 1, 1, 1)]);
    expect(twice.differences).toEqual(["more often in Looker than here: a"]);
    const short = compareAnswers(question, [row("a", null, 1, 1)], [{ g: "a", mean: 1, n: 1 }]);
    expect(short.differences).toEqual(["total is not in Looker's answer"]);
    const versions = compareAnswers(question, [row("1.10", 1, 1, 1)], [row("1.1", 1, 1, 1)]);
    expect(versions.count).toBe(2);
    const numbers = { ...question, columns: [group("g", "number"), measure("n", "same")] };
    expect(compareAnswers(numbers, [row("1.10", 1, 1, 1)], [row("1.1", 1, 1, 1)]).count).toBe(0);
  });

  test("are rounded only where Looker rounds", () => {
    const of = (near: ComparedColumn["near"], ours: number | string, theirs: number): number =>
      compareAnswers(
        { ...question, columns: [measure("v", near), measure("n", "same")] },
        [{ v: ours, n: 10 }],
        [{ v: theirs, n: 10 }],
      ).count;
    expect(of("same", "0.1000000000000000055", 0.1)).toBe(0);
    expect(of("same", 1, 1.000_000_1)).toBe(1);
    expect(of("same", "1000000000000000", 1_000_000_000_000_001)).toBe(1);
    expect(of("double", 1, 1 + 1e-13)).toBe(0);
    expect(of("double", 1e9, 1e9 + 1)).toBe(1);
    expect(of("sum", 1e9, 1e9 + 0.000_009)).toBe(0);
    expect(of("sum", 1e9, 1e9 + 0.000_02)).toBe(1);
    expect(of("reckoned", 1e9, 1e9 + 0.01)).toBe(1);
  });

  test("differ for reasons that show", () => {
    const reasons = (
      ours: Parameters<typeof compareAnswers>[1],
      theirs: typeof ours,
      more: object = {},
    ): string => compareAnswers({ ...question, ...more }, ours, theirs).reasons.join("\n");
    expect(reasons([row("A", 1, 1, 1)], [row("a", 1, 1, 1)])).toMatch(/^capital letters: /);
    expect(reasons([row("a", null, 1, 1)], [row("a", 0, 1, 1)])).toMatch(/^nulls: /);
    expect(reasons([row(null, 1, 1, 1)], [])).toMatch(/^nulls: /);
    expect(reasons([row("a", 2, 1, 2)], [row("a", 1, 1, 1)], { isFiltered: true })).toMatch(
      /^filters: .*\nrows: /,
    );
    expect(reasons([row("a", 9, 1, 1)], [row("a", 1, 1, 1)])).toMatch(/^definition: /);
    expect(reasons([row("a", 9, 1, 1)], [row("b", 1, 1, 1)], { limit: 1 })).toMatch(/^limit: both/);
    expect(
      reasons([row("a", 9, 1, 1), row("b", 9, 1, 1)], [row("a", 9, 1, 1)], { limit: 2, sortedBy: "n" }),
    ).toMatch(/^limit: one of the two/);
    const days = { columns: [group("g", "date"), measure("n", "same")] };
    expect(reasons([row("2024-01-01", 1, 1, 1)], [row("2023-12-31", 1, 1, 1)], days)).toMatch(/^time zone: /);
  });
});
