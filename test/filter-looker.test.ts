// Looker's own parser reads expressions as the same trees: its exported cases, the documented examples, and what is printed here.
import {
  dateExpressionTestItems,
  numberExpressionTestItems,
  parseFilterExpression,
  stringGrammarTestItems,
} from "@looker/filter-expressions";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFilter } from "../generator/filter/parse.ts";
import { printFilter } from "../generator/filter/print.ts";
import type { DateTerm, Filter, Interval, Period } from "../generator/filter/tree.ts";
import { examplesOf, TABLES } from "./filter-examples.ts";
import { dateTerm, filters, text } from "./filter-trees.ts";
import { type LookerLanguage, readTree } from "./looker-tree.ts";

const ours = (language: LookerLanguage, text: string): Filter =>
  parseFilter({ text, language, field: "view.field" });
const lookers = (language: LookerLanguage, text: string): ReturnType<typeof readTree> =>
  readTree(language, parseFilterExpression(language, text));

/** The parser's exported cases; the types of its lists do not say what is in them. */
const EXPORTED = (
  [
    ["string", stringGrammarTestItems],
    ["number", numberExpressionTestItems],
    ["date", dateExpressionTestItems],
  ] as const
).flatMap(([language, items]) =>
  (items as readonly { readonly expression: string }[]).map(
    ({ expression }) => [language, expression] as const,
  ),
);

/** Expressions that are read differently here: why, and as what. */
const DIFFERENT: Readonly<Record<string, { readonly why: string; readonly printed: string }>> = {
  "%^ whitespace^ %": {
    why: "Looker's parser trims blanks although they are escaped; here escaped ones stay",
    printed: "%^ whitespace^ %",
  },
  "<3 OR >80.44": {
    why: "Looker's parser makes it NOT (3,80.44), in which 3 and 80.44 are; its documentation says less than 3 or greater than 80.44",
    printed: "<3,>80.44",
  },
};

/** What is read here, and why, although Looker's parser does not read it, or reads something else. */
const BEYOND: Readonly<Record<string, { readonly language: LookerLanguage; readonly why: string }>> = {
  '^"': { language: "string", why: "documented as the way to write a quote" },
  "foo, bar": {
    language: "string",
    why: "Looker's table of formats has a blank there; the parser makes it a part of bar",
  },
  ",": { language: "string", why: "terms of nothing are no terms here" },
  "null and void": { language: "string", why: "the parser stops after null, and NULL is only a whole term" },
  "<>5": { language: "number", why: "documented; the parser wants a blank after <>" },
  "!=5": { language: "number", why: "documented; the parser wants a blank after !=" },
  "NOT >1, 2, <100": {
    language: "number",
    why: "documented as three that are unwanted; the parser wants 2 or <100",
  },
  "12345678901234567890.123": { language: "number", why: "the parser reads it as a double and loses digits" },
  "1e6": { language: "number", why: "the same number, written otherwise" },
  "before monday": { language: "date", why: "documented; the parser knows weekdays only alone" },
  "after monday": { language: "date", why: "documented; the parser knows weekdays only alone" },
  "before now": { language: "date", why: "in Looker's table of formats" },
  "2018 to 2020": { language: "date", why: "the parser wants whole dates on both sides" },
  "today for 7 days": { language: "date", why: "documented; the parser forgets which day it was" },
};

describe("the cases that Looker's parser exports", () => {
  const isAttribute = (text: string): boolean => text.includes("_user_attributes");
  const compared = EXPORTED.filter(([, text]) => !(text in DIFFERENT) && !isAttribute(text));
  test.each(compared)("%s: %s", (language, text) => {
    expect(ours(language, text)).toEqual(lookers(language, text));
  });
  test("all of them, but for two that are read differently and one user attribute", () => {
    expect(EXPORTED.length).toBe(137);
    expect(EXPORTED.filter(([, text]) => text in DIFFERENT).map(([, text]) => text)).toEqual(
      Object.keys(DIFFERENT),
    );
    // Here user attributes are put in before an expression is read, so no tree has a node for one.
    expect(EXPORTED.filter(([, text]) => isAttribute(text))).toEqual([
      ["string", "{{ _user_attributes['id'] }}"],
    ]);
  });
  test.each(EXPORTED.filter(([, text]) => text in DIFFERENT))(
    "%s: %s is read differently",
    (language, text) => {
      expect(printFilter(ours(language, text))).toBe(DIFFERENT[text]?.printed);
      expect(ours(language, text)).not.toEqual(lookers(language, text));
    },
  );
});

describe("the documented examples", () => {
  const examples = TABLES.flatMap(({ name, language }) =>
    language === "yesno" || name === "user-attributes"
      ? []
      : examplesOf(name)
          .filter(({ understood }) => understood)
          .map(({ text }) => [language === "date_time" ? "date" : language, text] as const),
  );
  test.each(examples.filter(([, text]) => !(text in BEYOND) && !(text in DIFFERENT)))(
    "%s: %s",
    (language, text) => {
      expect(ours(language, text)).toEqual(lookers(language, text));
    },
  );
  test.each(Object.entries(BEYOND))("%s is beyond Looker's parser", (text, { why, language }) => {
    expect(why).not.toBe("");
    expect(examples).toContainEqual([language, text]);
    expect(lookersOrWhy(language, text)).not.toEqual(ours(language, text));
  });
});

/** What Looker's parser makes of it, or that its tree has no counterpart. */
function lookersOrWhy(language: LookerLanguage, text: string): unknown {
  try {
    return lookers(language, text);
  } catch (error) {
    return String(error);
  }
}

/** Looker's parser knows `before`, `after`, `for` and `to` with fewer periods than its documentation. */
function isLookers(term: DateTerm): boolean {
  switch (term.kind) {
    case "for":
      return (
        isDay(term.start) ||
        isMonth(term.start) ||
        (term.start.kind === "relative" && !hasName(term.start) && !isTakenForPast(term.start, term.interval))
      );
    case "to":
      return term.start.kind === "relative" || (isDay(term.start) && isDay(term.end));
    case "before":
    case "after":
      return isDay(term.period) || (term.period.kind === "relative" && !isNamedDay(term.period));
    default:
      return true;
  }
}

/** `3 days from now for 3 days` is 3 days ago to Looker's parser, which looks only whether both are the same. */
const isTakenForPast = (start: Period & { readonly kind: "relative" }, interval: Interval): boolean =>
  start.count === interval.count && start.unit === interval.unit;
const isDay = (period: Period): boolean => period.kind === "moment" && period.day !== undefined;
const isMonth = (period: Period): boolean =>
  period.kind === "moment" && period.month !== undefined && period.day === undefined;
const isNamedDay = (period: Period): boolean =>
  period.kind === "relative" && period.unit === "day" && Math.abs(period.count) <= 1;
const hasName = (period: Period): boolean =>
  period.kind === "relative" &&
  Math.abs(period.count) <= 1 &&
  !["second", "minute", "hour"].includes(period.unit);

/**
 * A tree as far as Looker's parser keeps it: numbers become doubles, but for long whole ones, and a term
 * that stands twice may be one.
 */
function comparable(tree: ReturnType<typeof lookers>): unknown {
  return JSON.parse(JSON.stringify(tree), (member, value: unknown) => {
    if (Array.isArray(value) && member !== "pieces") return once(value);
    return ["value", "latitude", "longitude", "radius"].includes(member) ? asDouble(String(value)) : value;
  });
}

function once(terms: readonly unknown[]): readonly unknown[] {
  const written = terms.map((term) => JSON.stringify(term));
  return terms.filter((_, index) => written.indexOf(written[index] ?? "") === index);
}

function asDouble(value: string): string {
  return value.length > 15 && !value.includes(".") ? value : String(Number(value));
}

/** Without `"`, the documented escape of which Looker's parser does not know, and without blanks beside wildcards. */
const SIGNS = ["a", "b", "é", "😀", "%", "_", "^", "-", ",", "'", "\\", "null", "EMPTY"];
const someText = text([...SIGNS, " ", "  "])
  .filter((one) => one !== "")
  .map((one) => ({ kind: "text" as const, text: one }));

describe("what is printed here, Looker's parser reads", () => {
  const noEmpty = (filter: Filter): boolean => !JSON.stringify(filter).includes('"text":""');
  const trees: readonly (readonly [LookerLanguage, fc.Arbitrary<Filter>])[] = [
    ["string", filters.string(SIGNS).filter(noEmpty)],
    [
      "string",
      fc.record({
        language: fc.constant("string" as const),
        wanted: fc.array(someText),
        unwanted: fc.array(someText),
      }),
    ],
    ["number", filters.number()],
    [
      "date",
      fc.record({
        language: fc.constant("date" as const),
        wanted: fc.array(dateTerm.filter(isLookers), { maxLength: 3 }),
      }),
    ],
    ["location", filters.location()],
  ];
  test.each(trees)("%s", (language, tree) => {
    fc.assert(
      fc.property(tree, (filter) => {
        const one = { ...filter, language } as Filter;
        expect(comparable(lookers(language, printFilter(one)))).toEqual(comparable(one));
      }),
      { numRuns: 500 },
    );
  });
});
