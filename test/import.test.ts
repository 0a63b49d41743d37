// A printed project, imported and printed again, is the same project; what another project holds is carried, or said to be left out.
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compile, emitLookml, type File, importProject, type Model } from "../generator/index.ts";
import { printFates } from "../cli/commands/import.ts";
import { CASES } from "./cases/harness.ts";

function movies(): Model {
  const { model } = compile(readFileSync(new URL("../looker.yml", import.meta.url), "utf8"), "looker.yml");
  if (model === undefined) throw new Error("looker.yml has problems");
  return model;
}

const models = [
  { name: "looker.yml", model: movies() },
  ...CASES.flatMap(({ name, compiled }) =>
    compiled.model === undefined ? [] : [{ name, model: compiled.model }],
  ),
];

/** The datagroup of hydrate's ledger goes where nothing is hydrated: an imported model's tables are given. */
function withoutLedger(files: readonly File[]): readonly File[] {
  return files.map(({ path, text }) => ({
    path,
    text: text.replace(/\n# The cache turns over[^]*?persist_with: published_drops\n/, ""),
  }));
}

test.each(models)("$name: printed, imported and printed again it is byte for byte the same", ({ model }) => {
  const printed = emitLookml(model);
  const { text, fates } = importProject(printed, model.name);
  expect(
    fates.filter((fate) => fate.fidelity !== "carried" && fate.what !== "datagroup published_drops"),
  ).toEqual([]);
  const again = compile(text, "looker.yml");
  expect(again.problems.map((problem) => problem.printed)).toEqual([]);
  const reprinted = again.model === undefined ? [] : emitLookml(again.model);
  expect(reprinted).toEqual(withoutLedger(printed));
});

const PROJECT = new URL("import/shop/", import.meta.url);

function foreign(): readonly File[] {
  return ["manifest.lkml", "shop.model.lkml", "views/customers.view.lkml", "views/orders.view.lkml"].map(
    (path) => ({
      path,
      text: readFileSync(new URL(path, PROJECT), "utf8"),
    }),
  );
}

test("a project written by hand: refinements and extends resolved, the model as a person would have written it", () => {
  const { text } = importProject(foreign(), "shop");
  const target = new URL("../shop.yml", PROJECT);
  if (process.env["UPDATE"] === "1") writeFileSync(target, text);
  expect(text).toBe(readFileSync(target, "utf8"));
  expect(compile(text, "looker.yml").problems.map((problem) => problem.printed)).toEqual([]);
});

test("what did not come along is told one by one, with its file and line and why", () => {
  const { fates } = importProject(foreign(), "shop");
  const target = new URL("../shop.txt", PROJECT);
  const text = `${printFates(fates)}\n`;
  if (process.env["UPDATE"] === "1") writeFileSync(target, text);
  expect(text).toBe(readFileSync(target, "utf8"));
});

test("a file that is no LookML is refused with its place", () => {
  expect(() =>
    importProject([{ path: "views/a.view.lkml", text: "view: a {\n  dimension: {{\n}" }], "m"),
  ).toThrow(/^views\/a\.view\.lkml(:\d+)? is not LookML/);
});
