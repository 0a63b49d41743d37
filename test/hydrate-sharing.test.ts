// Many small sources that share scratch tables in one run, beside the same sources loaded one by one: the tables, the quarantine and the counts are the same.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, type Model } from "../generator/index.ts";
import { hydrateAsText, inOwnSchema, openLooker, type Looker } from "./hydrated.ts";
import { openTestTargets, TARGET_NAMES, type TestTargets } from "./targets.ts";

const SOURCES = ["apples", "berries", "cherries", "dates"] as const;

/** Alike in their columns, and different in their rules: `dates` is a snapshot, `cherries` keeps the highest count. */
const WRITTEN = [
  "model: fruit",
  "connection: warehouse",
  "unsigned: folders",
  "sources:",
  ...SOURCES.map((name) =>
    [
      `  ${name}:`,
      `    files: ${name}.csv`,
      "    key: id",
      ...(name === "dates" ? ["    load: snapshot"] : []),
      ...(name === "cherries" ? ["    duplicates: highest amount"] : []),
      "    budget: 100",
      "    columns: {id: integer, name: text, amount: integer, tags: {list: {id: integer, name: text}}}",
    ].join("\n"),
  ),
  "tables:",
  ...SOURCES.flatMap((name) => [
    `  ${name}: {from: ${name}, key: id, columns: [id, name, amount]}`,
    `  ${name}_tags: {from: ${name}.tags, key: id, columns: [id, name]}`,
    `  ${name}_links: {from: ${name}.tags, key: [fruit, tag], columns: {fruit: parent.id, tag: id}}`,
  ]),
  `  all_tags: {from: [${SOURCES.map((name) => `${name}.tags`).join(", ")}], key: id, columns: [id, name]}`,
  "views:",
  "  apples: {measures: {count: {type: count}}}",
  "explores:",
  "  apples:",
  "",
].join("\n");

/** Rows of one source in one month: corrected, repeated, contradicted, broken and withdrawn ones. */
function rowsOf(source: number, month: number): readonly string[] {
  const row = (id: number, name: string, amount: string, tags: readonly number[]): string =>
    `${id},${name},${amount},"[${tags.map((tag) => `{'id': ${tag}, 'name': 'tag ${tag} of ${month % 2}'}`).join(", ")}]"`;
  const plain = Array.from({ length: 12 }, (_, at) => {
    const id = source * 100 + at + (at > 8 ? month : 0);
    return row(id, `name ${id} ${at % 4 === 0 ? month : ""}`, String(at * month), [
      at % 3,
      (source + month) % 5,
    ]);
  });
  return [
    ...plain,
    // The first once more as it is, and once otherwise.
    plain[0] ?? "",
    row(source * 100, "another name", "7", [9]),
    row(source * 100 + 50, "no number", "many", [1]),
    `${source * 100 + 51},too few`,
  ];
}

let targets: TestTargets;
let folder: string;
let plain: Model;
beforeAll(async () => {
  const { model, problems } = compile(WRITTEN, "looker.yml");
  if (model === undefined) throw new Error(problems.map((problem) => problem.printed).join("\n"));
  plain = model;
  targets = await openTestTargets();
  folder = await mkdtemp(join(tmpdir(), "viewfinder-sharing-"));
  for (const month of [1, 2]) {
    for (const [at, source] of SOURCES.entries()) {
      const text = ["id,name,amount,tags", ...rowsOf(at, month), ""].join("\n");
      for (const path of [join(folder, "together"), join(folder, source)]) {
        const drop = join(path, `2026-0${month}`);
        await mkdir(drop, { recursive: true });
        await writeFile(join(drop, `${source}.csv`), text);
      }
    }
  }
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await targets.close();
});

describe.each(TARGET_NAMES)("into %s", (name) => {
  test("what small sources bring is the same, shared or alone", async () => {
    const target = targets[name];
    const looker = await openLooker(target.url);
    const together = inOwnSchema(plain, `sharing_${name}_together`);
    const alone = inOwnSchema(plain, `sharing_${name}_alone`);
    try {
      for (const month of [1, 2]) {
        await loaded(join(folder, "together", `2026-0${month}`), together);
        for (const source of SOURCES) await loaded(join(folder, source, `2026-0${month}`), alone);
        expect(await looker.tables(together)).toBe(await looker.tables(alone));
        expect(await known(looker, together)).toEqual(await known(looker, alone));
      }
      // Something happened at all: corrections, rivals, and rows that a snapshot withdrew.
      const seen = (await known(looker, together)).flat().join("\n");
      expect(seen).toContain("duplicate");
      expect(seen).toContain("too_few_cells");
      expect(seen).toMatch(/dates \| \d+ \| \d+ \| [1-9]/);
    } finally {
      await looker.drop(together);
      await looker.drop(alone);
      await looker.close();
    }
    async function loaded(path: string, model: Model): Promise<void> {
      expect(await hydrateAsText(target, model, path)).toContain(
        "16 read = ".replace("16", model === together ? "64" : "16"),
      );
    }
  });
});

/** What the ledger knows, without the numbers of runs. */
async function known(looker: Looker, model: Model): Promise<readonly (readonly string[])[]> {
  const own = `"${model.schema}_hydrate"`;
  const lines = async (sql: string): Promise<readonly string[]> =>
    (await looker.rows(sql)).map((row) => row.join(" | ")).toSorted();
  return [
    await lines(
      `SELECT r.period, q.source, q.file, q.record, q.line, q.code, q.column_name, q.reason FROM ${own}.quarantine q JOIN ${own}.runs r ON r.id = q.run`,
    ),
    await lines(
      `SELECT r.period, f.source, f.records_read, f.loaded, f.collapsed, f.quarantined FROM ${own}.files f JOIN ${own}.runs r ON r.id = f.run`,
    ),
    await lines(
      `SELECT t.table_name, sum(t.added), sum(t.changed), sum(t.removed) FROM ${own}.tasks t WHERE t.table_name <> 'all_tags' GROUP BY t.table_name`,
    ),
    await lines(
      `SELECT l.id, w.record, r.period FROM ${own}.lineage_apples l JOIN ${own}.runs r ON r.id = l._run JOIN ${own}.raw_records w ON w.run = l._run AND w.ordinal = l._ordinal`,
    ),
  ];
}
