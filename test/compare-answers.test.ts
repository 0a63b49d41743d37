// Two answers to one question, compared: what counts as the same, what as rounded, and what is said of the rest.
import { describe, expect, test } from "vitest";
import { compareAnswers, type ComparedColumn } from "../generator/looker/compare-answers.ts";

describe("two answers", () => {
  const group = (name: string, type: ComparedColumn["type"] = "string"): ComparedColumn => ({
    name,
    category: "dimension",
    type,
    isTime: type === "date",
    near: "same",
  });
  const measure = (name: string, near: ComparedColumn["near"]): ComparedColumn => ({
    name,
    category: "measure",
    type: "number",
    isTime: false,
    near,
  });
  const question = {
    columns: [group("g"), measure("total", "sum"), measure("mean", "average"), measure("n", "same")],
    counts: "n",
    limit: undefined,
    sortedBy: undefined,
    isFiltered: false,
    caseSensitive: true,
  };
  const row = (g: string | null, total: number | string | null, mean: number | null, n: number) => ({
    g,
    total,
    mean,
    n,
  });

  test("are the same within what Looker rounds, and not beyond", () => {
    const ours = [row("a", "100.000003", 2.000_000_5, 3), row("b", 1, 1, 1)];
    expect(compareAnswers(question, ours, [row("b", "1.0", 1, 1), row("a", 100, 2, 3)])).toMatchObject({
      count: 0,
      rounded: 2,
      rows: 2,
    });
    const apart = compareAnswers(question, ours, [row("a", 99.999_999, 2, 3), row("b", 1, 1.000_002, 1)]);
    expect(apart.differences).toEqual([
      "a: total is 100.000003 here and 99.999999 in Looker",
      "b: mean is 1 here and 1.000002 in Looker",
    ]);
    expect(compareAnswers(question, [row("a", 1, 1, 1)], [row("a", 1, 1, 2)]).count).toBe(1);
  });

  test("are matched by what they are about, yes and no and days in any spelling", () => {
    const columns = [group("day", "date"), group("yes", "yesno"), measure("n", "same")];
    const same = compareAnswers(
      { ...question, columns },
      [{ day: "2024-02-29", yes: true, n: "9007199254740993" }],
      [{ day: "2024-02-29 00:00:00", yes: "Yes", n: "9007199254740993" }],
    );
    expect(same).toMatchObject({ count: 0, rows: 1 });
  });

  test("are the same at a limit only where rows of equal rank can stand for each other", () => {
    const cut = { ...question, limit: 2, sortedBy: "n" };
    const tied = compareAnswers(
      cut,
      [row("a", 1, 1, 9), row("b", 1, 1, 1)],
      [row("a", 1, 1, 9), row("c", 1, 1, 1)],
    );
    expect(tied).toMatchObject({ count: 0, tied: 2, rows: 1 });
    const other = compareAnswers(
      cut,
      [row("a", 1, 1, 9), row("b", 1, 1, 2)],
      [row("a", 1, 1, 9), row("c", 1, 1, 1)],
    );
    expect(other.differences).toEqual(["only here: b", "only in Looker: c"]);
    expect(compareAnswers(cut, [row("a", 1, 1, 1), row("b", 1, 1, 1)], []).count).toBe(2);
  });

  test("differ where a row stands twice, a column is left out, or a text is spelled otherwise", () => {
    const twice = compareAnswers(question, [row("a", 1, 1, 1)], [row("a", 1, 1, 1), row("a", 1, 1, 1)]);
    expect(twice.differences).toEqual(["more often in Looker than here: a"]);
    const short = compareAnswers(question, [row("a", null, 1, 1)], [{ g: "a", mean: 1, n: 1 }]);
    expect(short.differences).toEqual(["total is not in Looker's answer"]);
    const versions = compareAnswers(question, [row("1.10", 1, 1, 1)], [row("1.1", 1, 1, 1)]);
    expect(versions.count).toBe(2);
    const numbers = { ...question, columns: [group("g", "number"), measure("n", "same")] };
    expect(compareAnswers(numbers, [row("1.10", 1, 1, 1)], [row("1.1", 1, 1, 1)]).count).toBe(0);
  });

  test("are rounded only where Looker rounds", () => {
    const of = (near: ComparedColumn["near"], ours: number | string, theirs: number): number =>
      compareAnswers(
        { ...question, columns: [measure("v", near), measure("n", "same")] },
        [{ v: ours, n: 10 }],
        [{ v: theirs, n: 10 }],
      ).count;
    expect(of("same", "0.1000000000000000055", 0.1)).toBe(0);
    expect(of("same", 1, 1.000_000_1)).toBe(1);
    expect(of("same", "1000000000000000", 1_000_000_000_000_001)).toBe(1);
    expect(of("double", 1, 1 + 1e-13)).toBe(0);
    expect(of("double", 1e9, 1e9 + 1)).toBe(1);
    expect(of("sum", 1e9, 1e9 + 0.000_009)).toBe(0);
    expect(of("sum", 1e9, 1e9 + 0.000_02)).toBe(1);
    expect(of("reckoned", 1e9, 1e9 + 0.01)).toBe(1);
  });

  test("differ for reasons that show", () => {
    const reasons = (
      ours: Parameters<typeof compareAnswers>[1],
      theirs: typeof ours,
      more: object = {},
    ): string => compareAnswers({ ...question, ...more }, ours, theirs).reasons.join("\n");
    expect(reasons([row("A", 1, 1, 1)], [row("a", 1, 1, 1)])).toMatch(/^capital letters: /);
    expect(reasons([row("a", null, 1, 1)], [row("a", 0, 1, 1)])).toMatch(/^nulls: /);
    expect(reasons([row(null, 1, 1, 1)], [])).toMatch(/^nulls: /);
    expect(reasons([row("a", 2, 1, 2)], [row("a", 1, 1, 1)], { isFiltered: true })).toMatch(
      /^filters: .*\nrows: /,
    );
    expect(reasons([row("a", 9, 1, 1)], [row("a", 1, 1, 1)])).toMatch(/^definition: /);
    expect(reasons([row("a", 9, 1, 1)], [row("b", 1, 1, 1)], { limit: 1 })).toMatch(/^limit: both/);
    expect(
      reasons([row("a", 9, 1, 1), row("b", 9, 1, 1)], [row("a", 9, 1, 1)], { limit: 2, sortedBy: "n" }),
    ).toMatch(/^limit: one of the two/);
    const days = { columns: [group("g", "date"), measure("n", "same")] };
    expect(reasons([row("2024-01-01", 1, 1, 1)], [row("2023-12-31", 1, 1, 1)], days)).toMatch(/^time zone: /);
  });
});
