// What machines read of a check: JSON, GitHub's annotations and SARIF, with the same problems at the same places.
import { expect, test } from "vitest";
import { compile } from "../generator/index.ts";
import { printProblems } from "../cli/print-problems.ts";

const WRONG = compile(
  "model: m\nconnection: c\ntables: {}\nviews: {}\nexplores:\n  a, b: {view: 100% wrong}\n",
  "my models/looker.yml",
);

test("JSON holds every problem with its place and path", () => {
  const { problems, warnings } = JSON.parse(printProblems(WRONG, "json")) as {
    readonly problems: readonly Record<string, unknown>[];
    readonly warnings: readonly unknown[];
  };
  expect(warnings).toEqual([]);
  expect(problems.map(({ code, file, line, column }) => [code, file, line, column])).toEqual(
    WRONG.problems.map(({ code, file, place }) => [code, file, place.line, place.column]),
  );
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.every(({ path }) => Array.isArray(path))).toBe(true);
});

test("GitHub's commands are one line each, with what would end them escaped", () => {
  const lines = printProblems(WRONG, "github").trimEnd().split("\n");
  expect(lines.length).toBe(WRONG.problems.length);
  for (const line of lines)
    expect(line).toMatch(/^::error file=my models\/looker\.yml,line=\d+,col=\d+,title=[a-z-]+::/);
  expect(lines.join("\n")).toContain("100%25 wrong");
});

test("SARIF names a rule for each result, and every rule has a sentence", () => {
  const { version, runs } = JSON.parse(printProblems(WRONG, "sarif")) as {
    readonly version: string;
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly { readonly ruleId: string; readonly level: string }[];
    }[];
  };
  expect(version).toBe("2.1.0");
  const ids = runs[0]?.tool.driver.rules.map((rule) => rule.id) ?? [];
  expect(runs[0]?.results.length).toBe(WRONG.problems.length);
  expect(runs[0]?.results.filter(({ ruleId }) => !ids.includes(ruleId))).toEqual([]);
  expect(new Set(runs[0]?.results.map(({ level }) => level))).toEqual(new Set(["error"]));
});

test("nothing to say is nothing printed for people and GitHub, and an empty list for machines", () => {
  const nothing = { problems: [], warnings: [] };
  expect(printProblems(nothing, "text")).toBe("");
  expect(printProblems(nothing, "github")).toBe("");
  expect(JSON.parse(printProblems(nothing, "json"))).toEqual(nothing);
});
