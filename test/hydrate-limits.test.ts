// What a warehouse or a clock cannot take: tables too wide, names it would cut, a clock that goes backwards, more generations than are kept.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, type Model } from "../generator/index.ts";
import { generations, hydrate, rollback } from "../hydrate/index.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { hydrateAsText, inOwnSchema, openLooker, testDay, type Looker } from "./hydrated.ts";

let stack: Stack;
let looker: Looker;
let folder: string;
beforeAll(async () => {
  stack = await openTestStack();
  looker = await openLooker(stack.url);
  folder = await mkdtemp(join(tmpdir(), "viewfinder-limits-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await looker.close();
  await stack.release();
});

/** @param columns those of the one source and its one table, all texts beside the key `id` */
function modelOf(table: string, columns: readonly string[], more: readonly string[] = []): Model {
  const { model, problems } = compile(
    [
      "model: limits",
      "connection: warehouse",
      "unsigned: folders",
      ...more,
      "sources:",
      `  things: {files: things.csv, key: id, columns: {id: integer${columns.map((name) => `, ${name}: text`).join("")}}}`,
      "tables:",
      `  ${table}: {from: things, key: id, columns: [id${columns.map((name) => `, ${name}`).join("")}]}`,
      "views:",
      `  things: {table: ${table}, measures: {count: {type: count}}}`,
      "explores:",
      "  things:",
      "",
    ].join("\n"),
    "looker.yml",
  );
  if (model === undefined) throw new Error(problems.map((problem) => problem.printed).join("\n"));
  return model;
}

async function write(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "things.csv"), `${lines.join("\n")}\n`);
  return path;
}

test("as many columns as a table can have are loaded, corrected and taken back; one more is refused", async () => {
  const columns = Array.from({ length: 1_597 }, (_, at) => `c${at}`);
  const model = inOwnSchema(modelOf("things", columns), "limits_wide");
  const row = (id: number, value: string): string => `${id},${columns.map(() => value).join(",")}`;
  const first = await write("wide-1", [`id,${columns.join(",")}`, row(1, "a"), row(2, "b")]);
  const second = await write("wide-2", [`id,${columns.join(",")}`, row(2, "c"), row(3, "d")]);
  const values = (): Promise<readonly (readonly string[])[]> =>
    looker.rows(`SELECT id, c0, c1596 FROM "${model.schema}".things ORDER BY id`);
  try {
    expect(await hydrateAsText(stack.url, model, first)).toContain("2 read = 2 loaded");
    expect(await hydrateAsText(stack.url, model, second)).toContain("2 read = 2 loaded");
    expect(await values()).toEqual([
      ["1", "a", "a"],
      ["2", "c", "c"],
      ["3", "d", "d"],
    ]);
    await rollback({ model, url: stack.url, to: 1, now: () => testDay() });
    expect(await values()).toEqual([
      ["1", "a", "a"],
      ["2", "b", "b"],
    ]);
    const wider = { ...modelOf("things", [...columns, "more"]), schema: model.schema };
    expect(await hydrateAsText(stack.url, wider, first)).toBe(
      "Mistake: Table `things` has 1,599 columns; 1,598 is the most this warehouse holds beside hydrate's own. Leave some out of `tables.things.columns`, or make two tables of it.\nNothing of this drop was loaded.",
    );
  } finally {
    await looker.drop(model);
  }
});

test("names of 63 bytes are whole, in every table of hydrate's own, too; longer ones are refused", async () => {
  const [table, left, right] = ["t", "l", "r"].map((letter) => letter.repeat(63)) as [string, string, string];
  const model = inOwnSchema(modelOf(table, [left, right]), "limits_long");
  const path = await write("long", [`id,${left},${right}`, "1,a,b"]);
  try {
    expect(await hydrateAsText(stack.url, model, path)).toContain("1 read = 1 loaded");
    await hydrate({ model, url: stack.url, path, again: true, now: () => testDay(1) });
    expect(await looker.rows(`SELECT "${left}", "${right}" FROM "${model.schema}"."${table}"`)).toEqual([
      ["a", "b"],
    ]);
    const longer = { ...modelOf(`${table}t`, [left]), schema: model.schema };
    expect(await hydrateAsText(stack.url, longer, path)).toBe(
      `Mistake: 1 name is longer than the 63 bytes that this warehouse takes: \`${table}t\`. Shorten them in the model.\nNothing of this drop was loaded.`,
    );
  } finally {
    await looker.drop(model);
  }
});

test("two indexes that would be cut to one name are refused, since the second would not be made", async () => {
  const plain = modelOf("things", ["a"]);
  const long = "k".repeat(57);
  const [table] = plain.tables;
  if (table === undefined) throw new Error("the model has a table");
  const column = table.columns[1];
  if (column === undefined) throw new Error("the table has two columns");
  const ends = ["one", "two"].map((end) => `${long}${end}`);
  const model: Model = {
    ...inOwnSchema(plain, "limits_index"),
    tables: [
      {
        ...table,
        columns: [...table.columns, ...ends.map((name) => ({ ...column, name }))],
        references: ends.map((name) => ({ column: name, table: "things", at: table.at })),
      },
    ],
  };
  const path = await write("index", ["id,a", "1,b"]);
  const said = await hydrateAsText(stack.url, model, path);
  expect(said).toContain(`both would be \`things_by_${"k".repeat(53)}\``);
  expect(said).toContain("Shorten the name of table `things` or of its columns in the model.");
});

describe("a clock that goes backwards", () => {
  test("between runs leaves the order of months, runs and rows as it is", async () => {
    const model = inOwnSchema(modelOf("things", ["a"]), "limits_clock");
    const paths = [
      await write("clock/2026-01", ["id,a", "1,one"]),
      await write("clock/2026-02", ["id,a", "1,two"]),
      await write("clock/2026-03", ["id,a", "1,three"]),
    ];
    const value = async (): Promise<string> =>
      (await looker.rows(`SELECT a FROM "${model.schema}".things`)).flat().join();
    try {
      for (const [at, path] of paths.entries())
        expect(await hydrateAsText(stack.url, model, path, { now: testDay(-30 * at) })).toContain("1 loaded");
      expect(await value()).toBe("three");
      expect(await hydrateAsText(stack.url, model, paths[0] ?? "", { now: testDay(-100) })).toContain(
        "nothing to do",
      );
      const known = await generations(stack.url, model);
      expect(known.map(({ run, head }) => [run, head])).toEqual([
        [3, true],
        [2, false],
        [1, false],
      ]);
      await rollback({ model, url: stack.url, to: 2, now: () => testDay(-200) });
      expect(await value()).toBe("two");
    } finally {
      await looker.drop(model);
    }
  });

  test("in the middle of a run changes nothing but the time it seems to take", async () => {
    const model = inOwnSchema(modelOf("things", ["a"]), "limits_clock_within");
    const path = await write("clock-within/2026-01", ["id,a", "1,one"]);
    let hour = 100;
    const now = (): Date => new Date(testDay().getTime() + (hour -= 1) * 3_600_000);
    try {
      const { drops } = await hydrate({ model, url: stack.url, path, now });
      expect(drops).toMatchObject([{ outcome: "published", records: { loaded: 1 }, unusual: [] }]);
      expect(await looker.rows(`SELECT a FROM "${model.schema}".things`)).toEqual([["one"]]);
    } finally {
      await looker.drop(model);
    }
  });
});

test("as many generations are kept as the model says", async () => {
  const model = inOwnSchema(modelOf("things", ["a"], ["generations: 2"]), "limits_generations");
  const reachable = async (): Promise<readonly number[]> =>
    (await generations(stack.url, model)).flatMap((one) => (one.reachable ? [one.run] : []));
  try {
    for (const month of [1, 2, 3, 4]) {
      const path = await write(`generations/2026-0${month}`, ["id,a", `1,${month}`]);
      expect(await hydrateAsText(stack.url, model, path)).toContain("1 loaded");
    }
    expect(await reachable()).toEqual([4, 3, 2]);
    await expect(rollback({ model, url: stack.url, to: 1, now: () => testDay() })).rejects.toThrow(
      "The earliest that can be reached is run 2.",
    );
    await rollback({ model, url: stack.url, to: 2, now: () => testDay() });
    expect(await looker.rows(`SELECT a FROM "${model.schema}".things`)).toEqual([["2"]]);
  } finally {
    await looker.drop(model);
  }
});
