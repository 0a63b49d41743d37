// What `viewfinder generate` prints: LookML that parses, says what the model says, and lands on disk beside the user's own.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  compareFiles,
  compile,
  diffFiles,
  emitLookml,
  type File,
  listRefinements,
  Mistake,
  type Model,
  Outage,
  writeFiles,
} from "../generator/index.ts";
import { HEADER } from "../generator/emit/file.ts";
import { printBlock, printComment, printParameter } from "../generator/emit/lookml/print-parameter.ts";
import { CASES, expectedOf, filesBelow, inOrder, outcomeOf } from "./cases/harness.ts";
import { type Block, blocks, inside, parseFile } from "./cases/parse.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const right = CASES.filter((one) => one.compiled.model !== undefined);

function movies(): Model {
  const { model } = compile(readFileSync(join(ROOT, "looker.yml"), "utf8"), "looker.yml");
  if (model === undefined) throw new Error("looker.yml has problems");
  return model;
}

function shop(): Model {
  const model = CASES.find((one) => one.name === "shop")?.compiled.model;
  if (model === undefined) throw new Error("the shop has problems");
  return model;
}

const models = [movies(), shop()].map((model) => ({ name: model.name, model, files: emitLookml(model) }));

test.each(right)("case $name prints its LookML", (one) => {
  expect(outcomeOf(one).files).toEqual(expectedOf(one).files);
  expect(expectedOf(one).problems).toBe("");
});

test("lookml/ is what looker.yml says", async () => {
  const folder = join(ROOT, "lookml");
  const files = emitLookml(movies(), await listRefinements(folder));
  if (process.env["UPDATE"] === "1") await writeFiles(folder, files);
  expect(await diffFiles(folder, files)).toBe("");
});

test.each(models)("$name: every file parses, opens with our header and is clean", ({ files }) => {
  for (const file of files) {
    expect(() => parseFile(file)).not.toThrow();
    expect(file.text.split("\n")[0]).toBe(HEADER);
    expect(file.text).not.toMatch(/[ \t]$|\r|\n\n\n|\n\n$|\{\n\n|\{\n *\}/m);
    expect(file.text.endsWith("\n")).toBe(true);
    expect(file.text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  }
});

test.each(models)("$name: two runs give the same bytes", ({ model, files }) => {
  expect(emitLookml(model)).toEqual(files);
});

test.each(models)("$name: each view has one key, first and hidden", ({ model, files }) => {
  for (const view of model.views) {
    const block = inside(read(files, `views/${view.name}.view.lkml`), "view", view.name);
    const dimensions = blocks(block, "dimension");
    const keys = dimensions.filter(([, field]) => field["primary_key"] === true);
    expect(keys.map(([name]) => name)).toEqual([dimensions[0]?.[0]]);
    expect(keys[0]?.[0]).toMatch(/^pk1_/);
    expect(keys[0]?.[1]["hidden"]).toBe(true);
    const counts = blocks(block, "measure").filter(([, field]) => field["type"] === "count");
    expect(counts.length).toBeGreaterThan(0);
    for (const [, field] of counts) expect(inside(field, "filters")).toHaveProperty(keys[0]?.[0] ?? "");
  }
});

test.each(models)("$name: every join says its type, relationship and fields", ({ model, files }) => {
  for (const explore of model.explores) {
    const block = inside(read(files, `explores/${explore.name}.explore.lkml`), "explore", explore.name);
    const joins = new Map(blocks(block, "join"));
    expect([...joins.keys()]).toEqual(explore.joins.map((join) => join.name));
    for (const join of explore.joins) {
      const printed = joins.get(join.name) ?? {};
      expect(printed["type"]).toBe("left_outer");
      expect(printed["relationship"]).toBe(join.relationship);
      expect(printed["sql_on"]).toMatch(/^ *(\s*(AND )?\$\{\w+\.\w+\} = \$\{\w+\.\w+\})+ *$/);
      expect(Object.hasOwn(printed, "fields")).toBe(join.bridge);
    }
  }
});

test.each(models)("$name: every `${field}` is a field of its view, and every include a file", ({ files }) => {
  const paths = new Set(files.map((file) => `/${file.path}`));
  for (const file of files.filter((one) => one.path.endsWith(".lkml"))) {
    const block = parseFile(file);
    const includes = [(block["include"] ?? []) as string | readonly string[]].flat();
    expect(includes.filter((path) => !paths.has(path))).toEqual([]);
    if (!file.path.startsWith("views/")) continue;
    for (const [, view] of blocks(block, "view")) {
      const kinds = ["dimension", "measure", "filter", "parameter"];
      const names = new Set(kinds.flatMap((kind) => blocks(view, kind).map(([name]) => name)));
      for (const [name, group] of blocks(view, "dimension_group"))
        for (const timeframe of group["timeframes"] as readonly string[]) names.add(`${name}_${timeframe}`);
      const used = [...file.text.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? "");
      expect(used.filter((name) => name !== "TABLE" && !names.has(name))).toEqual([]);
    }
  }
});

test.each(models)(
  "$name: parameters offer what they default to, and nothing a wildcard could match",
  ({ files }) => {
    const parameters = files
      .filter((file) => file.path.startsWith("views/"))
      .flatMap((file) => blocks(parseFile(file), "view"))
      .flatMap(([, view]) => blocks(view, "parameter"));
    expect(parameters.length).toBeGreaterThan(0);
    for (const [, parameter] of parameters) {
      const allowed = [parameter["allowed_value"]].flat() as readonly Block[];
      const values = allowed.map((one) => String(one["value"]));
      expect(parameter["type"]).toBe("unquoted");
      expect(values).toContain(parameter["default_value"]);
      expect(values.filter((value) => !/^[a-z0-9]+$/.test(value))).toEqual([]);
    }
  },
);

test.each(models)(
  "$name: dashboards listen with every filter, inside 24 columns, without overlap",
  ({ files }) => {
    for (const file of files.filter((one) => one.path.startsWith("dashboards/"))) {
      const [dashboard] = parseFile(file) as unknown as readonly Block[];
      const elements = (dashboard?.["elements"] ?? []) as readonly Block[];
      const names = ((dashboard?.["filters"] ?? []) as readonly Block[]).map((filter) => filter["name"]);
      const taken = new Set<string>();
      for (const element of elements) {
        expect(Object.keys(element["listen"] as Block)).toEqual(names);
        const [row, col, width, height] = ["row", "col", "width", "height"].map((key) =>
          Number(element[key]),
        );
        if (row === undefined || col === undefined || width === undefined || height === undefined) continue;
        expect(col + width).toBeLessThanOrEqual(24);
        for (let y = row; y < row + height; y += 1)
          for (let x = col; x < col + width; x += 1) {
            expect(taken.has(`${x},${y}`)).toBe(false);
            taken.add(`${x},${y}`);
          }
      }
    }
  },
);

test("a uniqueness test asks for fields of one view only, or it could not fail", () => {
  for (const { files } of models) {
    const tests = files
      .filter((file) => file.path.startsWith("tests/"))
      .flatMap((file) => blocks(parseFile(file), "test"))
      .filter(([name]) => name.includes("_key_"));
    expect(tests.length).toBeGreaterThan(0);
    for (const [, one] of tests) {
      const [source] = blocks(one, "explore_source");
      const asked = blocks(source?.[1] ?? {}, "column").map(([, column]) => String(column["field"]));
      expect(new Set(asked.map((field) => field.split(".")[0])).size).toBe(1);
    }
  }
});

test("any text survives its quotes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const printed = `${printParameter("default_value", text)}\n${printComment(text)}\nlabel: "after"\n`;
      const block = parseFile({ path: "any.lkml", text: printed });
      expect(block["default_value"]).toBe(
        text
          .replace(/\s+/g, " ")
          .replace(/\p{Cc}/gu, "")
          .trim(),
      );
      expect(block["label"]).toBe("after");
    }),
    { numRuns: 300 },
  );
});

test("words people read never run as Liquid or as constants", () => {
  for (const text of ["{{ x }}", "{% if %}", "@{SCHEMA}", "{{{", "a{{b{%c@{d"]) {
    const printed = printParameter("label", text) ?? "";
    const literal = printed.replaceAll("{{ '{' }}", "");
    expect(literal).not.toMatch(/\{[{%]|@\{/);
    expect(printed.replaceAll("{{ '{' }}", "{")).toBe(`label: "${text}"`);
  }
});

test("a value of the wrong kind cannot be printed", () => {
  expect(() => printParameter("lable", "x")).toThrow("in the table");
  expect(() => printParameter("type", "a b")).toThrow("no value");
  expect(() => printParameter("hidden", "yes")).toThrow("no value");
  expect(() => printParameter("sql", "SELECT 1;; DROP")).toThrow("no value");
  expect(() => printParameter("limit", 1.5)).toThrow("no value");
  expect(() => printParameter("timeframes", "date")).toThrow("no value");
  expect(() => printParameter("filters", [{ field: "x" }])).toThrow("no value");
  expect(() => printBlock("view", "a b")).toThrow("cannot name");
  expect(() => printBlock("view", undefined)).toThrow("cannot name");
  expect(() => printBlock("veiw", "a")).toThrow("in the table");
  expect(printParameter("label", undefined)).toBeUndefined();
});

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "viewfinder-generate-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("written twice, the second time writes nothing", async () => {
  const files = emitLookml(movies());
  expect((await compareFiles(folder, files)).written).toHaveLength(files.length);
  expect((await writeFiles(folder, files)).written).toHaveLength(files.length);
  expect(inOrder(filesBelow(folder, ""))).toEqual(inOrder(files));

  const before = statSync(join(folder, "manifest.lkml"));
  expect(await writeFiles(folder, files)).toEqual({ written: [], removed: [], inTheWay: [] });
  expect(statSync(join(folder, "manifest.lkml")).ino).toBe(before.ino);
  expect(await diffFiles(folder, files)).toBe("");
});

test("only what differs is written, and the diff says what", async () => {
  const files = emitLookml(movies());
  await writeFiles(folder, files);
  const path = join(folder, "manifest.lkml");
  writeFileSync(path, readFileSync(path, "utf8").replace('value: "movies"', 'value: "films"'));
  const diff = await diffFiles(folder, files);
  expect(diff).toContain(`--- ${path}\n+++ ${path}\n`);
  expect(diff).toContain('-  value: "films"\n+  value: "movies"\n');
  expect(await writeFiles(folder, files)).toEqual({ written: ["manifest.lkml"], removed: [], inTheWay: [] });
});

test("what is no longer printed goes, with the folder it leaves empty; the user's files stay", async () => {
  const files = emitLookml(movies());
  await writeFiles(folder, files);
  const mine: readonly File[] = [
    { path: "refinements/movies_rfn.view.lkml", text: "view: +movies {}\n" },
    { path: "refinements/copied.view.lkml", text: `${HEADER}\nview: +genres {}\n` },
    { path: "views/own.view.lkml", text: "view: own {}\n" },
    { path: "README.md", text: `${HEADER}\nNotes\n` },
  ];
  for (const file of mine) {
    mkdirSync(join(folder, file.path, ".."), { recursive: true });
    writeFileSync(join(folder, file.path), file.text);
  }
  const left = files.filter((file) => !/^(dashboards|views\/genres)/.test(file.path));
  const removed = ["dashboards/movies.dashboard.lookml", "views/genres.view.lkml"];
  expect(await diffFiles(folder, left)).toMatch(/\+\+\+ \/dev\/null/);
  expect((await compareFiles(folder, left)).removed).toEqual(removed);
  expect((await writeFiles(folder, left)).removed).toEqual(removed);
  expect(existsSync(join(folder, "dashboards"))).toBe(false);
  expect(inOrder(filesBelow(folder, ""))).toEqual(inOrder([...left, ...mine]));
});

test("hand-written LookML is included last", async () => {
  mkdirSync(join(folder, "refinements"));
  for (const name of ["b.view.lkml", "a.explore.lkml", "notes.txt"])
    writeFileSync(join(folder, "refinements", name), "# mine\n");
  const refinements = await listRefinements(folder);
  expect(refinements).toEqual(["refinements/a.explore.lkml", "refinements/b.view.lkml"]);
  const model = parseFile(
    emitLookml(movies(), refinements).find((file) => file.path === "movies.model.lkml")!,
  );
  expect((model["include"] as readonly string[]).slice(-2)).toEqual(refinements.map((path) => `/${path}`));
});

test("a file of the user's in the way is named, and nothing is written", async () => {
  const files = emitLookml(movies());
  mkdirSync(join(folder, "views", "genres.view.lkml"), { recursive: true });
  writeFileSync(join(folder, "manifest.lkml"), 'project_name: "mine"\n');
  writeFileSync(join(folder, "explores"), "a file where a folder must go\n");
  symlinkSync("/nowhere", join(folder, "views", "movies.view.lkml"));
  const before = readdirSync(folder, { recursive: true }).length;
  const failure = await writeFiles(folder, files).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Mistake);
  const { message } = failure as Mistake;
  for (const name of ["manifest.lkml", "explores", "views/genres.view.lkml", "views/movies.view.lkml"])
    expect(message).toContain(join(folder, name));
  expect(message).toContain("Nothing was written");
  expect(readdirSync(folder, { recursive: true })).toHaveLength(before);
  await expect(diffFiles(folder, files)).rejects.toThrow(Mistake);
});

test("a folder that is a file, and a disk that refuses, are told in words", async () => {
  const files = emitLookml(movies());
  const path = join(folder, "file");
  writeFileSync(path, "");
  await expect(writeFiles(path, files)).rejects.toThrow(Mistake);
  // A name longer than any file system takes stands in for a disk that refuses, also when the test runs as root.
  const long: File = { path: `views/${"x".repeat(300)}.view.lkml`, text: HEADER };
  await expect(writeFiles(folder, [long])).rejects.toThrow(Outage);
  if (process.getuid?.() === 0) return;
  chmodSync(folder, 0o500);
  await expect(writeFiles(folder, files)).rejects.toThrow(/permission/);
  chmodSync(folder, 0o700);
});

function read(files: readonly File[], path: string): Block {
  const file = files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`${path} was not printed`);
  return parseFile(file);
}
