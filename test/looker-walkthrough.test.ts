// What a team sees that has Looker: a first deploy, one that fails, and what drift and parity say; kept as text to be read as prose.
//
// test/walkthroughs/into-looker.txt holds it; `UPDATE=1` writes it anew. Commits and this machine's names are made
// plain, everything else is as printed.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { exitCodeOf } from "../cli/exit.ts";
import { emitProject } from "../generator/index.ts";
import { openReader } from "../local/pool.ts";
import type { Stack } from "../local/stack.ts";
import { fillTables, openTestStack } from "./database.ts";
import { openTeam, type Ran, type Team } from "./looker-team.ts";
import { dropTables, library, LIBRARY_ROWS, LIBRARY_YML, modelOf } from "./library.ts";

const KEPT = fileURLToPath(new URL("walkthroughs/into-looker.txt", import.meta.url));

let stack: Stack;
let pool: pg.Pool;
let team: Team;
beforeAll(async () => {
  stack = await openTestStack();
  await fillTables(stack.url, library, LIBRARY_ROWS);
  pool = openReader(stack.url);
  vi.stubEnv("DATABASE_URL", stack.url);
  team = await openTeam(LIBRARY_YML, {
    pool,
    git: "remote",
    files: [{ path: "views/shelf.view.lkml", text: "view: shelf {}\n" }],
  });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await team.close();
  await pool.end();
  await dropTables(stack.url, library);
  await stack.release();
});

test("a team brings its model into Looker", async () => {
  const said: string[] = [];
  const tell = (text: string): void => void said.push("", ...text.split("\n").map((line) => `# ${line}`));
  const deployed = (typed: string, { out, error }: Ran): void => {
    said.push("", `$ viewfinder deploy${typed}`, out.trimEnd());
    if (error !== undefined) said.push(error.message, `[exit ${exitCodeOf(error)}]`);
  };
  const looked = (typed: string, { out, code }: { readonly out: string; readonly code: number }): void =>
    void said.push("", `$ viewfinder ${typed}`, out.trimEnd(), ...(code === 0 ? [] : [`[exit ${code}]`]));
  const { looker } = team;

  tell(
    "A library's model, and a project in Looker that holds a view somebody began by hand.\nFirst, what would happen.",
  );
  deployed(" --dry-run", await team.deploy({ dryRun: true }));
  tell("Then it happens.");
  deployed("", await team.deploy());
  tell("Again, there is nothing to do.");
  deployed("", await team.deploy());

  tell(
    "The price gets another label, and Looker does not like it. It stands in looker.yml, so that is what is shown.",
  );
  const changed = LIBRARY_YML.replace("label: Price (EUR)", 'label: "Price [EUR]"');
  await team.write("looker.yml", changed);
  looker.planted.push({
    code: "invalid_label",
    severity: "error",
    kind: "model_configuration",
    message: 'Brackets are not allowed in "label".',
    file_path: "library/views/books.view.lkml",
    line_number: lineOf(changed),
  });
  deployed("", await team.deploy());
  looker.planted.length = 0;

  tell("Another label, a field less. But somebody's dashboard shows that field.");
  looker.content.push(
    { id: "12", title: "Lending desk", model: "library", explore: "books", fields: ["books.code"] },
    { id: "7", title: "Old", model: "library", explore: "books", fields: ["books.isbn"] },
  );
  await team.write(
    "looker.yml",
    LIBRARY_YML.replace("label: Price (EUR)", "label: Price").replace("      code:\n", ""),
  );
  deployed("", await team.deploy());

  tell(
    "While that is talked about, the network fails in the middle of a step. The step looks what is done, and goes on.",
  );
  await team.write("looker.yml", LIBRARY_YML.replace("label: Price (EUR)", "label: Price"));
  looker.faults.add({ on: "deploy_ref_to_production", when: "after", kind: "cut" });
  deployed("", await team.deploy());

  tell(
    "A month later. Somebody edited a generated file in Looker and deployed it; in the warehouse a column is text.",
  );
  const view = (await looker.repository?.files("production"))?.find(
    ({ path }) => path === "views/topics.view.lkml",
  );
  await looker.repository?.elsewhere(
    "main",
    "views/topics.view.lkml",
    (view?.text ?? "")
      .replace('label: "Topic"', 'label: "Subject"')
      .replace('pk1_id: "NOT NULL"', 'name: "-EMPTY"'),
  );
  await looker.repository?.deployRef("main");
  const { Client } = await import("pg");
  const client = new Client({ connectionString: stack.url });
  await client.connect();
  await client.query(`ALTER TABLE "${library.schema}".books ALTER COLUMN code TYPE text`);
  looked("drift", await team.drift());
  await client.query(
    `ALTER TABLE "${library.schema}".books ALTER COLUMN code TYPE bigint USING code::bigint`,
  );
  await client.end();
  tell("The next deploy writes over what was edited: what is generated is changed in looker.yml.");
  deployed("", await team.deploy());
  looked("drift", await team.drift());

  tell("And the answers: the same questions to both.");
  looked("parity", await team.parity());

  const printed = `${plain(said.join("\n")).trim()}\n`;
  if (process.env["UPDATE"] === "1" || !existsSync(KEPT)) writeFileSync(KEPT, printed);
  expect(printed).toBe(readFileSync(KEPT, "utf8"));
});

/** Where the generated LookML says the label of the dimension. */
function lineOf(yml: string): number {
  const view = emitProject(modelOf(yml)).find(({ path }) => path === "views/books.view.lkml");
  const lines = (view?.text ?? "").split("\n");
  return lines.indexOf('    label: "Price [EUR]"', lines.indexOf("  dimension: price {")) + 1;
}

/** What is another on each machine and each time. */
function plain(text: string): string {
  return text
    .replaceAll(team.looker.repository?.remote ?? "-", "git@git.example.com:town/library.git")
    .replaceAll(`${team.folder}/`, "")
    .replaceAll(/127\.0\.0\.1:\d+/g, "looker.example.com")
    .replaceAll(library.schema, "library")
    .replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{9}\b/g, "<commit>");
}
