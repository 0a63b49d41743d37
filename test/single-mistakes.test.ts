// One mistake in looker.yml is one problem at its root; two that have nothing to do with each other are both told.
import { expect, test } from "vitest";
import { compile } from "../generator/index.ts";
import { pairsOf, SINGLE_MISTAKES } from "./single-mistakes.ts";

test("there are mistakes of more than a hundred kinds, each with a name of its own", () => {
  expect(new Set(SINGLE_MISTAKES.map((one) => one.name)).size).toBe(SINGLE_MISTAKES.length);
  expect(SINGLE_MISTAKES.length).toBeGreaterThan(150);
});

test.each(SINGLE_MISTAKES)("$name: one problem, at its word", ({ text, offset, word }) => {
  const { problems } = compile(text, "looker.yml");
  expect(problems.map((problem) => problem.printed)).toHaveLength(1);
  const [problem] = problems;
  expect(problem?.place).toEqual(placeOf(text, offset));
  expect(problem?.printed).toContain(word);
});

test.each(pairsOf(60, 20_261_123))("$name: both are told", ({ text, offsets }) => {
  const { problems } = compile(text, "looker.yml");
  const lines = problems.map((problem) => problem.place.line);
  for (const offset of offsets) expect(lines).toContain(placeOf(text, offset).line);
});

test("of two mistakes in the YAML itself nearly always both are told; the other one is when the first is mended", () => {
  const pairs = pairsOf(20, 5, true);
  const both = pairs.filter(({ text, offsets }) => {
    const lines = compile(text, "looker.yml").problems.map((problem) => problem.place.line);
    return offsets.every((offset) => lines.includes(placeOf(text, offset).line));
  });
  expect(both.length).toBeGreaterThanOrEqual(17);
});

test("what follows from a mistake is counted", () => {
  const mistake = SINGLE_MISTAKES.find((one) => one.name === "a section of sources");
  const compiled = compile(mistake?.text ?? "", "looker.yml");
  expect(compiled.model === undefined ? compiled.following : 0).toBeGreaterThan(10);
});

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
