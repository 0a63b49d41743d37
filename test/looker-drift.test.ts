// `viewfinder drift` against a Looker of our own: what agrees, what does not, and what could not be looked at.
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { aliasesOf, expectedExplores } from "../cli/looker.ts";
import {
  byHandNames,
  compareExplore,
  type ExploreShape,
  printDifference,
} from "../generator/looker/index.ts";
import { emitProject } from "../generator/index.ts";
import { fillTables } from "./database.ts";
import { openRedshiftDouble } from "./doubles/redshift/double.ts";
import { dropTables, library, LIBRARY_ROWS, LIBRARY_YML, modelOf } from "./library.ts";
import { type LookerRoom, openLookerRoom } from "./looker-room.ts";

let room: LookerRoom;
beforeAll(async () => {
  room = await openLookerRoom();
});
afterAll(() => room.close());

/** How many fields the library's explore has, as Looker counts them. */
const FIELDS = expectedExplores(library).flatMap((one) => Object.values(one.fields ?? {}).flat()).length;

describe("drift", () => {
  for (const git of ["remote", "bare"] as const)
    test(`finds none where everything is as the model says (${git})`, async () => {
      await room.withTeam({ git }, async (team) => {
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
      });
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
    await room.withTeam({ yml }, async (team) => {
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
    });
  });

  test("lets stand what people keep in refinements/", async () => {
    const byHand =
      "view: +books {\n  dimension: title {\n    label: \"Name\"\n  }\n  dimension: shelf {\n    sql: 'A' ;;\n  }\n}\n";
    const files = [
      ...emitProject(library, ["refinements/books.lkml"]),
      { path: "refinements/books.lkml", text: byHand },
    ];
    await room.withTeam({ files }, async (team) => {
      await team.write("lookml/refinements/books.lkml", byHand);
      const { out, code } = await team.drift({ only: ["looker", "files"] });
      expect(out).toMatch(/^looker {5}agrees: 1 explore with \d+ fields\nfiles {6}agrees: \d+ files\n$/);
      expect(code).toBe(0);
    });
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
    await room.withTeam({}, async (team) => {
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
    await room.withTeam({}, async (team) => {
      await team.looker.repository?.elsewhere("main", "mine.view.lkml", "view: mine {}\n");
      const { out, code } = await team.drift({ only: ["files"] });
      expect(out).toContain("production holds another commit than the project's production branch");
      expect(code).toBe(1);
    });
  });

  test("counts what the warehouse lacks: tables, columns, types, keys", async () => {
    const yml = LIBRARY_YML.replace(/^schema: .*$/m, `schema: drifted_${process.pid}`);
    const drifted = modelOf(yml);
    await fillTables(room.stack.url, drifted, LIBRARY_ROWS);
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
      await room.withTeam({ yml }, async (team) => {
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
      });
    } finally {
      await client.end();
      await dropTables(room.stack.url, drifted);
    }
  });

  test("looks at a Redshift cluster as at a Postgres, and leaves tables that are queries to the data tests", async () => {
    const yml = LIBRARY_YML.replace(
      "views:\n",
      "  loans: {sql: 'SELECT id, title FROM ${books.SQL_TABLE_NAME}', key: id, columns: {id: integer, title: text}}\nviews:\n",
    ).replace("explores:\n", "  loans: {dimensions: {title: }}\nexplores:\n");
    const cluster = await openRedshiftDouble({
      postgresUrl: room.stack.url,
      s3: { endpoint: "http://127.0.0.1:9", region: "eu-west-1", accessKeyId: "a", secretAccessKey: "b" },
    });
    vi.stubEnv("DATABASE_URL", cluster.url);
    try {
      await room.withTeam({ yml }, async (team) => {
        const { out, code } = await team.drift({ only: ["warehouse"] });
        expect(out).toBe(
          `warehouse  agrees: 3 tables of schema ${library.schema}; 1 that is a query is left to the data tests\n`,
        );
        expect(code).toBe(0);
      });
    } finally {
      vi.stubEnv("DATABASE_URL", room.stack.url);
      await cluster.close();
    }
  });

  test("that could not be looked for is no drift: exit code 2", async () => {
    await room.withTeam({}, async (team) => {
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

async function stackClient(): Promise<Client> {
  const client = new Client({ connectionString: room.stack.url });
  await client.connect();
  return client;
}
