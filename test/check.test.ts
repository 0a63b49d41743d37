// What `viewfinder check` says: every mistake at its place, in words, with what to do; and nothing ever throws.
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../generator/index.ts";
import { PROBLEM_CODES } from "../generator/problem.ts";
import { CASES, expectedOf, outcomeOf } from "./cases/harness.ts";
import { faultOf, spoilt } from "./spoilt-models.ts";

const wrong = CASES.filter((one) => one.compiled.model === undefined);

test.each(wrong)("case $name prints its problems", (one) => {
  expect(outcomeOf(one).problems).toBe(expectedOf(one).problems);
  expect(expectedOf(one).files).toEqual([]);
});

const right = CASES.filter((one) => one.compiled.model !== undefined);

test.each(right)("case $name prints its warnings", (one) => {
  expect(outcomeOf(one).warnings).toBe(expectedOf(one).warnings);
});

test("the cases meet every kind of problem", () => {
  const met = new Set(
    CASES.flatMap((one) => [...one.compiled.problems, ...one.compiled.warnings]).map(
      (problem) => problem.code,
    ),
  );
  // What is no LookML stands beside the model (refinements.test.ts), not in it.
  const inModels = Object.keys(PROBLEM_CODES).filter((code) => code !== "lookml");
  expect([...met].sort()).toEqual(inModels.sort());
});

test("every problem points at a character of its own line", () => {
  const lost = wrong.flatMap((one) =>
    one.compiled.problems.filter(({ place }) => {
      const line = one.text.replace(/^\uFEFF/, "").split("\n")[place.line - 1];
      return line === undefined || (line !== "" && place.column > line.length);
    }),
  );
  expect(lost.map((problem) => problem.printed)).toEqual([]);
});

test("mistakes of every stage are reported in one run", () => {
  const all = CASES.find((one) => one.name === "every-mistake-at-once");
  const codes = all?.compiled.problems.map((problem) => problem.code) ?? [];
  expect(codes.length).toBeGreaterThanOrEqual(10);
  // Shape, resolving and rules each speak.
  expect(codes).toEqual(expect.arrayContaining(["unknown-key", "missing-key", "unknown-name", "bad-name"]));
  expect(codes).toEqual(expect.arrayContaining(["unknown-word", "bad-sql", "cycle"]));
});

test("a model with Windows line ends, or with a byte order mark, is the same model", () => {
  const text = readFileSync(new URL("../looker.yml", import.meta.url), "utf8");
  const plain = compile(text, "looker.yml").model;
  expect(plain).toBeDefined();
  expect(compile(text.replaceAll("\n", "\r\n"), "looker.yml").model).toEqual(plain);
  expect(compile(`\uFEFF${text}`, "looker.yml").model).toEqual(plain);
});

test("a spoilt model is refused at a place, or is a model; nothing throws", () => {
  let refused = 0;
  fc.assert(
    fc.property(spoilt, (text) => {
      if (compile(text, "looker.yml").model === undefined) refused += 1;
      expect(faultOf(text)).toBeUndefined();
    }),
    { numRuns: 300, seed: 20_240_301 },
  );
  // Most mutations must hurt, or the test tests nothing.
  expect(refused).toBeGreaterThan(100);
});
