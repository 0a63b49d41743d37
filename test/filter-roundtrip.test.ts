// Whatever a filter says is printed as an expression that is read as the same again.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Mistake } from "../generator/index.ts";
import { filterContext } from "../local/filter/context.ts";
import { readFilter } from "../local/filter/filter.ts";
import { parseFilter } from "../generator/filter/parse.ts";
import { printFilter } from "../generator/filter/print.ts";
import type { Filter, FilterLanguage } from "../generator/filter/tree.ts";
import { filters } from "./filter-trees.ts";

const read = (text: string, language: FilterLanguage): Filter =>
  parseFilter({ text, language, field: "view.field" });

describe("a tree is printed and read back as itself", () => {
  const trees: readonly (readonly [string, fc.Arbitrary<Filter>])[] = [
    ["string", filters.string()],
    ["number", filters.number()],
    ["yesno", filters.yesno()],
    ["date", filters.date()],
    ["location", filters.location()],
  ];
  test.each(trees)("%s", (_, tree) => {
    fc.assert(
      fc.property(tree, (filter) => {
        expect(read(printFilter(filter), filter.language)).toEqual(filter);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("what is typed is refused in words, or read and printed", () => {
  /** What people type is put together of. */
  const pieces: Readonly<Record<FilterLanguage, readonly string[]>> = {
    string: 'a|B|é|%|_|^|-|,|"|\\| |\t|NULL|empty|null'.split("|"),
    tier: '1| to |Below |,|-|"'.split("|"),
    number: "1|0|2.5|-|,|(|)|[|]|>|<|=|not |NULL| to | and | or |inf".split("|"),
    yesno: "yes|No|TRUE|,| ".split("|"),
    date: "3| |day|days|month|fiscal |year|ago|from now|last |this |next |before |after |2018|-05|/18| 12:00|:30|-Q1|FY| to | for |today|monday|not |null|,".split(
      "|",
    ),
    date_time: "2018-05-18| 12:00|:00| to |3 hours| ago".split("|"),
    location: "36.97|-122|,| |40|miles| from |inside box| to |null|-|not ".split("|"),
  };
  const languages = Object.keys(pieces) as FilterLanguage[];

  test("any text", () => {
    const typed = fc
      .constantFrom(...languages)
      .chain((language) =>
        fc
          .array(fc.constantFrom(...pieces[language]), { maxLength: 7 })
          .map((parts) => ({ language, text: parts.join("") })),
      );
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(typed, ({ text, language }) => {
        outcomes[outcomeOf(text, language)] += 1;
      }),
      { numRuns: 4000 },
    );
    expect(outcomes.read).toBeGreaterThan(400);
    expect(outcomes.refused).toBeGreaterThan(400);
  });

  test.each(["(", "%", "1,", "^ ", "not ", '"', "-", "2018 ", "a^,\\"])(
    "%s twenty thousand times",
    (piece) => {
      const outcomes = languages.map((language) => outcomeOf(piece.repeat(20_000), language));
      expect(outcomes).toContain("refused");
    },
  );
});

/** @throws Error when it is neither refused as users are promised nor printed as what is read as the same */
function outcomeOf(text: string, language: FilterLanguage): "read" | "refused" {
  try {
    const filter = read(text, language);
    const printed = printFilter(filter);
    if (JSON.stringify(read(printed, language)) === JSON.stringify(filter)) return "read";
    throw new Error(`${text} is printed as ${printed}, which says something else`);
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const promised =
      /^The filter ".*" on view\.field is not a [\w/]+ filter: at character \d+, .+\. Write for example `.+`\.$/s;
    if (promised.test(error.message)) return "refused";
    throw new Error(`${text} is refused with "${error.message}"`, { cause: error });
  }
}

test("a filter of more conditions than a query has room for is refused", () => {
  const values = (count: number): string => Array.from({ length: count }, (_, index) => index).join(",");
  const context = filterContext({});
  expect(readFilter(values(10_000), "number", "view.field", context).kind).toBe("equals");
  expect(() => readFilter(values(10_001), "number", "view.field", context)).toThrow(
    "on view.field names 10001 conditions, and a filter holds 10000 at most.",
  );
});
