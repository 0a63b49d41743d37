// LookML that people keep in refinements/: every name in it is one the project has, or is told with its own file and line.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  checkRefinements,
  compile,
  emitLookml,
  type File,
  type Model,
  ModelMistake,
} from "../generator/index.ts";
import { generate, problemsBeside } from "../cli/commands/generate.ts";

const FOLDER = fileURLToPath(new URL("refinements/", import.meta.url));

function shop(): Model {
  const { model, problems } = compile(readFileSync(join(FOLDER, "looker.yml"), "utf8"), "looker.yml");
  if (model === undefined) throw new Error(problems.map((problem) => problem.printed).join("\n"));
  return model;
}

function filesOf(name: string): readonly File[] {
  return readdirSync(join(FOLDER, name))
    .filter((file) => file.endsWith(".lkml"))
    .sort()
    .map((file) => ({
      path: `lookml/refinements/${file}`,
      text: readFileSync(join(FOLDER, name, file), "utf8"),
    }));
}

function problemsOf(files: readonly File[]): readonly string[] {
  const model = shop();
  const generated = emitLookml(model).map((file) => file.path);
  return checkRefinements(model, files, generated).map((problem) => problem.printed);
}

test("names that are generated, and those the files themselves add, are fine", () => {
  expect(problemsOf(filesOf("right"))).toEqual([]);
});

test("every name that nothing has is told at its place", () => {
  const printed = `${problemsOf(filesOf("wrong")).join("\n\n")}\n`;
  const target = join(FOLDER, "wrong", "problems.txt");
  if (process.env["UPDATE"] === "1") writeFileSync(target, printed);
  expect(printed).toBe(readFileSync(target, "utf8"));
});

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "viewfinder-refinements-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("generate writes nothing while refinements/ names what is not there", async () => {
  const model = shop();
  cpSync(join(FOLDER, "wrong"), join(folder, "refinements"), { recursive: true });
  await expect(generate(model, folder, {})).rejects.toThrow(ModelMistake);
  expect(readdirSync(folder)).toEqual(["refinements"]);
  const [first] = await problemsBeside(model, folder);
  expect(first?.file).toBe(join(folder, "refinements", "orders.view.lkml"));
  expect(first?.place).toEqual({ line: 2, column: 11 });
});

test("the generated files themselves, kept as refinements, name nothing that is not there", () => {
  const model = shop();
  const files = emitLookml(model)
    .filter(({ path }) => path.endsWith(".lkml"))
    .map(({ path, text }) => ({ path: `lookml/refinements/${path}`, text }));
  expect(problemsOf(files)).toEqual([]);
});
