// A model split over files is the same model, and each problem is told in the file it stands in.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isMap, isScalar, parseDocument } from "yaml";
import { compile, compileFile, Mistake } from "../generator/index.ts";

const WHOLE = readFileSync(new URL("../looker.yml", import.meta.url), "utf8");

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "viewfinder-include-"));
  mkdirSync(join(folder, "parts"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The model with some of its sections in files of their own. */
function split(sections: readonly string[]): string {
  const main = parseDocument(WHOLE);
  for (const section of sections) {
    const part = parseDocument(WHOLE);
    if (!isMap(part.contents)) throw new Error("looker.yml is no map");
    part.contents.items = part.contents.items.filter(
      (pair) => isScalar(pair.key) && pair.key.value === section,
    );
    put(`parts/${section}.yml`, part.toString());
    main.delete(section);
  }
  main.set("include", "parts/*.yml");
  return put("looker.yml", main.toString());
}

test("it is the same model", async () => {
  const path = split(["sources", "tables", "views", "explores", "questions"]);
  const { model, problems } = await compileFile(path);
  expect(problems).toEqual([]);
  expect(model).toEqual(compile(WHOLE, "looker.yml").model);
});

test("a problem is told in its own file, at its own line", async () => {
  const path = split(["views", "questions"]);
  const views = join(folder, "parts/views.yml");
  const text = readFileSync(views, "utf8").replace("of: revenue", "of: revenu");
  writeFileSync(views, text);
  const { problems } = await compileFile(path);
  const line = text.split("\n").findIndex((one) => one.includes("of: revenu,")) + 1;
  expect(problems.map(({ file, place, code }) => [file, place.line, code])).toEqual([
    [views, line, "unknown-name"],
  ]);
});

test("one name in two files is refused in the later one", async () => {
  const path = split(["views"]);
  const again = put("parts/zz.yml", "views:\n  genres: {dimensions: {name: }}\n");
  const { problems } = await compileFile(path);
  expect(problems.map(({ file, place, message }) => [file, place.line, message])).toEqual([
    [again, 2, "`genres` stands under `views` in another file as well"],
  ]);
});

test("what only the including file says is refused in an included one, with where it belongs", async () => {
  const path = split([]);
  put("parts/a.yml", "connection: other\nvews: {}\n");
  const { problems } = await compileFile(path);
  expect(problems.map(({ message, hint }) => [message, hint])).toEqual([
    ["`connection` does not belong into an included file", "say it in the file that includes this one"],
    ["`vews` does not belong into an included file", "did you mean `views`?"],
  ]);
});

test("a pattern that names no file, and a file that is not there, are said in words", async () => {
  const path = put("looker.yml", "include: nowhere/*.yml\nmodel: m\nconnection: c\n");
  await expect(compileFile(path)).rejects.toThrow(/includes nowhere\/\*\.yml, and no file is called so/);
  put("looker.yml", "include: [gone.yml]\nmodel: m\nconnection: c\n");
  await expect(compileFile(path)).rejects.toThrow(Mistake);
});

test("an included file that is no YAML is told, and the rest is not taken for wrong", async () => {
  const path = split(["questions"]);
  const broken = put("parts/broken.yml", "views: {a: [\n");
  const { problems } = await compileFile(path);
  expect(new Set(problems.map(({ file, code }) => `${file} ${code}`))).toEqual(new Set([`${broken} yaml`]));
});
