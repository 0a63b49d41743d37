// `viewfinder drift` and `viewfinder parity` against a Looker of our own: what agrees, what does not, and what could not be looked at.
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { expectedExplores } from "../cli/looker.ts";
import { compareAnswers, type ComparedColumn } from "../generator/looker/compare-answers.ts";
import { emitProject, type File } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { openTeam, type Team } from "./deployed.ts";
import { Hosts } from "./doubles/looker/lookml.ts";
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
  const column = (name: string, kind: ComparedColumn["kind"], isTime = false): ComparedColumn => ({
    name,
    kind,
    isTime,
  });
  const question = {
    columns: [
      column("g", "dimension"),
      column("total", "sum"),
      column("mean", "average"),
      column("n", "exact"),
    ],
    counts: "n",
    limit: undefined,
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
    const columns = [column("day", "dimension", true), column("yes", "dimension"), column("n", "exact")];
    const same = compareAnswers(
      { ...question, columns },
      [{ day: "2024-02-29", yes: true, n: "9007199254740993" }],
      [{ day: "2024-02-29 00:00:00", yes: "Yes", n: "9007199254740993" }],
    );
    expect(same).toMatchObject({ count: 0, rows: 1 });
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
    expect(reasons([row("a", 9, 1, 1)], [row("a", 1, 1, 1)], { limit: 1 })).toMatch(/^limit: /);
    const days = { columns: [column("g", "dimension", true), column("n", "exact")] };
    expect(reasons([row("2024-01-01", 1, 1, 1)], [row("2023-12-31", 1, 1, 1)], days)).toMatch(/^time zone: /);
  });
});
