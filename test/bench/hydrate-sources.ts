// A drop of many small sources beside the same rows in one source: what a source costs by itself.
//
// node --import tsx test/bench/hydrate-sources.ts [sources, 1000 when not said] [rows of each, 200 when not said]
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { compile, createTable, DIALECTS, type Model } from "../../generator/index.ts";
import { hydrate, type HydrateStep } from "../../hydrate/index.ts";
import { openStack } from "../../local/stack.ts";
import { openLooker } from "../hydrated.ts";

const [sources = 1000, rows = 200] = process.argv.slice(2).map(Number);

function modelOf(names: readonly string[], schema: string): Model {
  const written = [
    "model: many",
    "connection: warehouse",
    "unsigned: folders",
    "sources:",
    ...names.map(
      (name) =>
        `  ${name}: {files: ${name}.csv, key: id, columns: {id: integer, name: text, amount: "decimal(12, 2)", day: date}}`,
    ),
    "tables:",
    ...names.map((name) => `  ${name}: {from: ${name}, key: id, columns: [id, name, amount, day]}`),
    "views:",
    `  ${names[0]}: {measures: {count: {type: count}}}`,
    "explores:",
    `  ${names[0]}:`,
    "",
  ].join("\n");
  const { model, problems } = compile(written, "looker.yml");
  if (model === undefined) throw new Error(problems.map((problem) => problem.printed).join("\n"));
  return { ...model, schema };
}

function fileOf(first: number, count: number, month: number): string {
  let text = "id,name,amount,day\n";
  for (let id = first; id < first + count; id += 1)
    text += `${id},"Name of ${id}, as it is",${(id % 997) + (id % 10 === 0 ? month : 1)}.25,2026-0${month}-01\n`;
  return text;
}

/** What the database itself needs to make these tables with their keys and nothing more, in seconds. */
async function bareTables(url: string, { tables }: Model, schema: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema}`);
    const started = performance.now();
    await client.query("BEGIN");
    for (const table of tables)
      await client.query(createTable(table, schema, table.name, DIALECTS.postgres)[0] ?? "");
    await client.query("COMMIT");
    return (performance.now() - started) / 1000;
  } finally {
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await client.end();
  }
}

const folder = await mkdtemp(join(tmpdir(), "viewfinder-sources-"));
// A database of its own, since nobody else's work should be measured along.
const stack = await openStack({
  url: process.env["DATABASE_URL"],
  folder: join(tmpdir(), "viewfinder-bench-sources"),
});
const looker = await openLooker(stack.url);
try {
  const many = Array.from({ length: sources }, (_, at) => `source_${String(at).padStart(4, "0")}`);
  const took = new Map<string, number>();
  for (const [name, names, each] of [
    ["one source", ["source_0000"], sources * rows],
    [`${sources} sources`, many, rows],
  ] as const) {
    const model = modelOf(names, `bench_sources_${names.length}`);
    await looker.drop(model);
    for (const month of [1, 2, 3]) {
      const path = join(folder, String(names.length), `2026-0${month}`);
      await mkdir(path, { recursive: true });
      for (const [at, source] of names.entries())
        await writeFile(join(path, `${source}.csv`), fileOf(at * rows + 1, each, month));
      const steps = new Map<HydrateStep, number>();
      let last: { readonly step: HydrateStep; readonly at: number } | undefined;
      const started = performance.now();
      await hydrate({
        model,
        url: stack.url,
        path,
        now: () => new Date(),
        progress: ({ step }) => {
          const at = performance.now();
          if (last !== undefined) steps.set(last.step, (steps.get(last.step) ?? 0) + at - last.at);
          last = { step, at };
        },
      });
      const seconds = (performance.now() - started) / 1000;
      took.set(`${name} ${month}`, seconds);
      const shares = [...steps].map(([step, ms]) => `${step} ${(ms / 1000).toFixed(1)}`).join(", ");
      console.log(`${name}, month ${month}: ${seconds.toFixed(1)} s (${shares})`);
    }
    await looker.drop(model);
  }
  const bare = await bareTables(stack.url, modelOf(many, "bench_sources_bare"), "bench_sources_bare");
  const floor = bare / (took.get("one source 1") ?? 1);
  console.log(
    `the tables alone, ${sources} times CREATE TABLE with its key in one transaction: ${bare.toFixed(1)} s, ${floor.toFixed(2)} times the first month of one source`,
  );
  for (const month of [1, 2, 3]) {
    const ratio = (took.get(`${sources} sources ${month}`) ?? 0) / (took.get(`one source ${month}`) ?? 1);
    console.log(`month ${month}: ${ratio.toFixed(2)} times as long`);
  }
} finally {
  await looker.close();
  await stack.release();
  await rm(folder, { recursive: true });
}
