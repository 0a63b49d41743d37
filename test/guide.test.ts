// The guide to looker.yml: every key explained and used in an example that compiles; the schema editors read agrees with the reader.
import { readFileSync, writeFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { expect, test } from "vitest";
import { z } from "zod";
import { compile } from "../generator/index.ts";
import { emitReference, samplesOf } from "../generator/emit/reference.ts";
import { emitSchema } from "../generator/emit/schema.ts";
import { GUIDE } from "../generator/guide/guide.ts";
import { nouns } from "../generator/read/shape.ts";
import { CASES } from "./cases/harness.ts";

const ROOT = new URL("../", import.meta.url);
const UPDATE = process.env["UPDATE"] === "1";

function keysOf(noun: z.ZodType): readonly string[] {
  if (noun instanceof z.ZodObject) return Object.keys(noun.shape);
  const options = noun instanceof z.ZodUnion ? (noun.options as readonly z.ZodType[]) : [];
  return options.flatMap(keysOf);
}

test("every noun of the format has its place in the guide", () => {
  expect(GUIDE.map((noun) => noun.name).sort()).toEqual(Object.keys(nouns).sort());
});

test.each(GUIDE)("$name: every key is explained, and used in the example", (noun) => {
  const shaped = nouns[noun.name];
  expect(shaped).toBeDefined();
  if (shaped === undefined) return;
  expect(Object.keys(noun.keys).sort()).toEqual([...keysOf(shaped)].sort());
  const used = samplesOf(noun);
  expect(Object.keys(noun.keys).filter((key) => !used.has(key))).toEqual([]);
});

test.each([...new Set(GUIDE.map((noun) => noun.example))])("example %# is a model", (example) => {
  expect(compile(example, "looker.yml").problems.map((problem) => problem.printed)).toEqual([]);
});

test.each([emitReference(), emitSchema()])("$path is what the format says", ({ path, text }) => {
  const target = new URL(path, ROOT);
  if (UPDATE) writeFileSync(target, text);
  expect(readFileSync(target, "utf8")).toBe(text);
});

const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  JSON.parse(emitSchema().text) as object,
);

test.each([
  { name: "looker.yml", text: readFileSync(new URL("looker.yml", ROOT), "utf8") },
  ...CASES.filter((one) => one.compiled.model !== undefined),
])("the schema passes what the reader passes: $name", ({ text }) => {
  validate(parse(text.replace(/^\uFEFF/, ""), { merge: true }));
  expect(validate.errors ?? []).toEqual([]);
});

const wrongInShape = CASES.filter((one) =>
  one.compiled.problems.some(({ code, at }) => code === "unknown-key" && !at.includes("lookml")),
);

test.each(wrongInShape)("the schema refuses what the reader refuses: $name", ({ text }) => {
  expect(validate(parse(text, { merge: true }))).toBe(false);
});

test("an editor is told what a key means, and which words it takes", () => {
  const schema = JSON.parse(emitSchema().text) as {
    readonly $defs: Readonly<Record<string, { readonly properties: Readonly<Record<string, object>> }>>;
  };
  expect(schema.$defs["join"]?.properties["relationship"]).toEqual({
    description:
      "How rows of the view joined from relate to rows of the joined view. Not written: what the keys say.",
    enum: ["one_to_one", "many_to_one", "one_to_many", "many_to_many"],
  });
});
