// test/drops/<model>/<case>/: drops beside expected.txt, which holds what the admin reads, the tables, the quarantine and the ledger.
//
// A case is hydrated step by step: each line of its `steps` names a path in it, and what is said after `as`
// is the source, `again` loads once more, and `accept` takes what overruns its budget; without `steps`, each of its folders in order. `UPDATE=1` rewrites what is expected.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadModel, type Model } from "../generator/index.ts";
import { hydrateAsText, inOwnSchema, openLooker, testDay, type Looker } from "./hydrated.ts";
import { openTestTargets, TARGET_NAMES, type TestTarget, type TestTargets } from "./targets.ts";

const DROPS = fileURLToPath(new URL("drops", import.meta.url));

let targets: TestTargets;
let looker: Looker;
beforeAll(async () => {
  targets = await openTestTargets();
});
afterAll(async () => {
  await targets.close();
});

const CASES = foldersIn(DROPS).flatMap((group) =>
  foldersIn(join(DROPS, group)).map((name) => ({ group, name })),
);

// What is expected is the same for both: the same drop, the same bytes.
describe.each(TARGET_NAMES)("on %s", (name) => {
  let target: TestTarget;
  beforeAll(async () => {
    target = targets[name];
    looker = await openLooker(target.url);
  });
  afterAll(() => looker.close());

  for (const { group, name } of CASES) {
    test(`${group}: ${name.replaceAll("-", " ")}`, async () => {
      const folder = join(DROPS, group, name);
      const model = inOwnSchema(await loadModel(join(DROPS, group, "looker.yml")), `${group}_${name}`);
      try {
        const said: string[] = [];
        for (const [index, step] of stepsOf(folder).entries()) {
          const text = await hydrateAsText(
            target,
            model,
            step.path.includes("://") ? step.path : join(folder, step.path),
            {
              now: testDay(index),
              again: step.again,
              acceptQuarantine: step.accept,
              ...(step.source === undefined ? {} : { source: step.source }),
            },
          );
          said.push(
            `$ hydrate ${step.path}${step.source === undefined ? "" : ` --source ${step.source}`}${step.again ? " --again" : ""}${step.accept ? " --accept-quarantine" : ""}\n${text}\n`,
          );
        }
        const found = [...said, await tablesAsText(model), await ledgerAsText(model)].join("\n");
        // Neither this machine's paths nor the schema's own name belong into an expectation.
        const file = join(folder, "expected.txt");
        const shown = found.replaceAll(`${folder}/`, "").replaceAll(model.schema, model.name);
        if (process.env["UPDATE"] === "1") writeFileSync(file, shown);
        expect(shown).toBe(
          existsSync(file) ? readFileSync(file, "utf8") : "no expectation; UPDATE=1 writes it",
        );
      } finally {
        await looker.drop(model);
      }
    });
  }
});

interface Step {
  readonly path: string;
  readonly source: string | undefined;
  readonly again: boolean;
  readonly accept: boolean;
}

function stepsOf(folder: string): readonly Step[] {
  const file = join(folder, "steps");
  if (!existsSync(file))
    return foldersIn(folder).map((path) => ({
      path,
      source: undefined,
      again: false,
      accept: false,
    }));
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const [, told = "", again, accept] = /^(.*?)( again)?( accept)?$/.exec(line) ?? [];
      const [path = "", source] = told.split(" as ");
      return { path, source, again: again !== undefined, accept: accept !== undefined };
    });
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .sort();
}

async function tablesAsText(model: Model): Promise<string> {
  const there = await looker.rows("SELECT 1 FROM pg_namespace WHERE nspname = $1", [model.schema]);
  return there.length === 0 ? "no tables" : await looker.tables(model);
}

async function ledgerAsText(model: Model): Promise<string> {
  const own = (table: string): string => `"${model.schema}_hydrate".${table}`;
  const there = await looker.rows("SELECT 1 FROM pg_namespace WHERE nspname = $1", [
    `${model.schema}_hydrate`,
  ]);
  if (there.length === 0) return "\nno ledger\n";
  const part = async (title: string, sql: string): Promise<string> => {
    const rows = await looker.rows(sql);
    return [`${title}:`, ...rows.map((row) => `  ${row.join(" | ")}`)].join("\n");
  };
  const scratch = await looker.rows(
    "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND relname LIKE 'run\\_%'",
    [`${model.schema}_hydrate`],
  );
  expect(scratch).toEqual([]);
  return [
    "",
    await part(
      "quarantine: run | file:line | record | bytes | code | column | reason | raw",
      `SELECT run, file || ':' || line, record, start_byte || '-' || end_byte, code, column_name, reason, raw FROM ${own("quarantine")} ORDER BY run, ordinal`,
    ),
    await part(
      "runs: id | drop | period | state | read | loaded | collapsed | quarantined",
      `SELECT id, drop_name, period, state, records_read, loaded, collapsed, quarantined FROM ${own("runs")} ORDER BY id`,
    ),
    await part(
      "files: run | name | source | size | read | loaded | collapsed | quarantined",
      `SELECT run, name, source, size, records_read, loaded, collapsed, quarantined FROM ${own("files")} ORDER BY run, number`,
    ),
    [
      "raw records: run | records | bytes | all hashes right:",
      ...(await looker.rawRecords(model)).map((line) => `  ${line}`),
    ].join("\n"),
    "",
  ].join("\n");
}
