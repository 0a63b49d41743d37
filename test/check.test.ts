// What `viewfinder check` says: every mistake at its place, in words, with what to do; and nothing ever throws.
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compile, emitLookml, type LocatedProblem } from "../generator/index.ts";
import { PROBLEM_CODES } from "../generator/problem.ts";
import { CASES, expectedOf, outcomeOf } from "./cases/harness.ts";
import { parseFile } from "./cases/parse.ts";

const wrong = CASES.filter((one) => one.compiled.model === undefined);

test.each(wrong)("case $name prints its problems", (one) => {
  expect(outcomeOf(one).problems).toBe(expectedOf(one).problems);
  expect(expectedOf(one).files).toEqual([]);
});

test("the cases meet every kind of problem", () => {
  const met = new Set(wrong.flatMap((one) => one.compiled.problems.map((problem) => problem.code)));
  expect([...met].sort()).toEqual(Object.keys(PROBLEM_CODES).sort());
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

/** The model of the repository, and the second one, with one thing spoilt. */
const spoilt = fc
  .record({
    from: fc.constantFrom("../looker.yml", "cases/shop/looker.yml"),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    how: fc.constantFrom("drop line", "swap lines", "drop word", "change word", "quote", "indent", "cut"),
    word: fc.constantFrom(
      ":",
      "'",
      '"',
      "{",
      "]",
      "- ",
      "null",
      "0",
      "id",
      "name",
      "${",
      "*x",
      "&x",
      "\t",
      "é",
    ),
  })
  .map(({ from, at, how, word }) => {
    const text = readFileSync(new URL(from, import.meta.url), "utf8");
    const lines = text.split("\n");
    const index = Math.floor(at * (lines.length - 1));
    const line = lines[index] ?? "";
    const words = line.split(/(?<=\s)/);
    const one = Math.floor(at * 7919) % Math.max(1, words.length);
    switch (how) {
      case "drop line":
        return lines.toSpliced(index, 1).join("\n");
      case "swap lines":
        return lines.toSpliced(index, 2, lines[index + 1] ?? "", line).join("\n");
      case "drop word":
        return lines.with(index, words.toSpliced(one, 1).join("")).join("\n");
      case "change word":
        return lines.with(index, words.with(one, `${word} `).join("")).join("\n");
      case "quote":
        return lines.with(index, `${line}${word}`).join("\n");
      case "indent":
        return lines.with(index, ` ${line}`).join("\n");
      default:
        return text.slice(0, Math.floor(at * text.length));
    }
  });

test("a spoilt model is refused at a place, or is a model; nothing throws", () => {
  let refused = 0;
  fc.assert(
    fc.property(spoilt, (text) => {
      const { model, problems } = compile(text, "looker.yml");
      if (model === undefined) refused += 1;
      expect(model === undefined).toBe(problems.length > 0);
      expect(problems.filter((problem) => !isWellTold(problem, text))).toEqual([]);
      // What passes the checks can be printed, and read back.
      const files = model === undefined ? [] : emitLookml(model);
      expect(() => files.map(parseFile)).not.toThrow();
    }),
    { numRuns: 300, seed: 20_240_301 },
  );
  // Most mutations must hurt, or the test tests nothing.
  expect(refused).toBeGreaterThan(100);
});

function isWellTold({ printed, place, message }: LocatedProblem, text: string): boolean {
  return (
    place.line <= text.split("\n").length &&
    printed.startsWith(`looker.yml:${place.line}:${place.column} `) &&
    !/undefined|\[object|NaN|``/.test(message)
  );
}
