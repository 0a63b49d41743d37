// What `generate --watch` prints with what it kept is what a full run prints, whatever was edited in between.
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compile, emitProject, type Kept, openKept, type Part } from "../generator/index.ts";
import { wideModel } from "./bench/generator.ts";
import { CASES } from "./cases/harness.ts";
import { randomModel } from "./random-models.ts";
import { spoilt } from "./spoilt-models.ts";

/** Everything a person sees of a printing. */
function printing(text: string, kept: Kept | undefined, included: readonly Part[] = []): unknown {
  const { model, problems, warnings } = compile(text, "looker.yml", included, undefined, kept);
  return {
    problems: problems.map(({ printed }) => printed),
    warnings: warnings.map(({ printed }) => printed),
    model,
    files: model === undefined ? [] : emitProject(model, [], kept),
  };
}

/** The printings of some texts one after the other, and what full runs print. */
function both(texts: readonly string[]): {
  readonly kept: readonly unknown[];
  readonly full: readonly unknown[];
} {
  const kept = openKept();
  return {
    kept: texts.map((text) => printing(text, kept)),
    full: texts.map((text) => printing(text, undefined)),
  };
}

test("every case, one after the other, and back", () => {
  const texts = CASES.map(({ text }) => text);
  const { kept, full } = both([...texts, ...texts.toReversed()]);
  expect(kept).toEqual(full);
});

test("models that are edited at random, mistakes among the edits", () => {
  fc.assert(
    fc.property(fc.array(spoilt, { minLength: 2, maxLength: 4 }), (texts) => {
      const { kept, full } = both(texts);
      expect(kept).toEqual(full);
    }),
    { numRuns: 25, seed: 5 },
  );
  fc.assert(
    fc.property(fc.array(randomModel, { minLength: 2, maxLength: 3 }), (texts) => {
      const { kept, full } = both(texts);
      expect(kept).toEqual(full);
    }),
    { numRuns: 10, seed: 6 },
  );
});

/** Changes of a model of twelve views, each of something that other nouns follow from; some of them are mistakes. */
const CHANGES: readonly ((text: string) => string)[] = [
  (text) => text.replace("value_3: {description: Value 3}", "value_3: {description: Value 3, hidden: true}"),
  (text) => text.replace("value_3: integer, value_4: integer", "value_3: text, value_4: 'decimal(9, 2)'"),
  (text) => text.replace("  thing_1: {key: id,", "  thing_1: {key: [id, before],"),
  (text) => text.replace("{before: thing_4}", "{value_2: thing_4}"),
  (text) =>
    text.replace("      thing_7: {from: thing_8}\n", "      thing_7: {from: thing_8, on: {day: day}}\n"),
  (text) => text.replace("      thing_0: {from: thing_1}\n", ""),
  (text) => text.replace("  thing_11:\n    dimensions:", "  thing_11:\n    table: thing_10\n    dimensions:"),
  (text) => text.replace("views:\n", "locale: en\nlocales: {de: {Count: Anzahl}}\nviews:\n"),
  (text) =>
    text
      .replace("views:\n", "access_grants: {boss: {user_attribute: rank, allowed: high}}\nviews:\n")
      .replaceAll("value_6: {description:", "value_6: {required_access_grants: boss, description:"),
  (text) =>
    text.replace(
      "      total: {type: sum, of: value_0}",
      "      total: {type: sum, of: value_0}\n      half: {type: number, sql: '0.5 * ${total}'}",
    ),
  (text) =>
    text.replace(
      "      value_9:",
      "      more: {type: number, sql: '${value_8} + ${value_9}'}\n      value_9:",
    ),
  (text) =>
    text.replace(
      "tables:\n  thing_0: {",
      "tables:\n  thing_0: {sql: 'SELECT * FROM ${thing_1.SQL_TABLE_NAME}', ",
    ),
  (text) =>
    text.replace(
      "tables:\n",
      "sources: {feed: {files: feed*.csv, key: id, columns: {id: integer, day: date}}}\ntables:\n  fed: {from: feed, key: id, columns: [id, day]}\n",
    ),
  (text) => text.replace("columns: {id: integer, day: date}}}", "columns: {id: integer, day: text}}}"),
  (text) =>
    text.replace("value_1: {description: Value 1}", "value_1: {description: Value 1, column: valve_1}"),
  (text) =>
    `${text}questions: {ask: {explore: thing_9, selectors: {other: thing_8.value_1}, metrics: [value_0], by: [other], default: {metric: value_0, aggregation: total}}}\n`,
  (text) => text.replace("value_12: {description:", "value_12: {descripton:"),
  (text) => text.replace(/ {2}thing_5:\n(?: {4}.*\n)+/, ""),
];

/** Makes the changes and takes them back, one flip after the other: the printings, and those of full runs. */
function flip(
  flips: readonly number[],
  split: boolean,
): { readonly printed: readonly unknown[]; readonly full: readonly unknown[] } {
  const base = wideModel(12);
  const kept = openKept();
  const made = new Set<number>();
  const [printed, full]: [unknown[], unknown[]] = [[], []];
  for (const one of flips) {
    if (!made.delete(one)) made.add(one);
    const text = [...made].toSorted((a, b) => a - b).reduce((so, index) => CHANGES[index]?.(so) ?? so, base);
    const { whole, included } = split ? halves(text) : { whole: text, included: [] };
    printed.push(printing(whole, kept, included));
    full.push(printing(whole, undefined, included));
  }
  return { printed, full };
}

test("edits of single nouns, others of which follow from them: each beside the next, and alone", () => {
  const { printed, full } = flip(
    CHANGES.flatMap((_change, index) => (index === 0 ? [0] : [index, index - 1])),
    false,
  );
  expect(printed).toEqual(full);
});

test("edits of single nouns at random, in one file and in two", () => {
  const change = fc.integer({ min: 0, max: CHANGES.length - 1 });
  fc.assert(
    fc.property(fc.array(change, { minLength: 5, maxLength: 9 }), fc.boolean(), (flips, split) => {
      const { printed, full } = flip(flips, split);
      expect(printed).toEqual(full);
    }),
    { numRuns: 3, seed: 8 },
  );
});

/** The same model with its views in a file of their own. */
function halves(text: string): { readonly whole: string; readonly included: readonly Part[] } {
  const [views = ""] = /^views:\n(?: .*\n)+/m.exec(text) ?? [];
  return {
    whole: `include: views.yml\n${text.replace(views, "")}`,
    included: [{ file: "views.yml", text: views }],
  };
}

/** YAML that is cut in the wrong place when it is cut where nouns begin. */
const TRICKY: readonly string[] = [
  'views:\n  orders:\n    description: "one\n  two: three"\n    dimensions: {name: }\n',
  "views:\n  orders:\n    description: |\n      a: b\n     \n      c\n    dimensions: {name: }\n",
  "views:\n  orders:\n    dimensions: {name: ,\n      # a note\n      id: {hidden: true}\n    }\n",
  "views:\n  orders: &orders\n    dimensions: {name: }\n  people: *orders\n",
  "views:\n  orders: &orders\n    dimensions: {name: }\n  people:\n    <<: *orders\n    table: orders\n",
  "views:\n  orders: {dimensions: {name: }}\n  orders: {dimensions: {name: }}\n",
  "views: {orders: {dimensions: {name: }}}\n",
  "views:\n  ? orders\n  : {dimensions: {name: }}\n",
  "views:\n    orders:\n      dimensions: {name: }\n",
  "views:\n  orders:\n    dimensions: {name: }\n   # deep\n# shallow\n",
  "views:\n  'orders':\n    dimensions: {name: }\n",
  "views:\n  orders:\n    dimensions: {name: }\n...\n",
  "views:\n  orders:\n    __proto__: {table: orders}\n    dimensions: {name: }\n",
  "views:\n  orders:\n    dimensions:\n      name: {description: 'it''s\n  a: b'}\n",
];

test.each(TRICKY)("YAML that is hard to cut: %j", (views) => {
  const around = (body: string): string =>
    `model: shop\nconnection: warehouse\ntables:\n  orders: {key: id, columns: {id: integer, name: text}}\n${body}explores:\n  orders:\n`;
  const { kept, full } = both([around(views), around(TRICKY[8] ?? ""), around(views)]);
  expect(kept).toEqual(full);
});

test("an edit of one view prints that view anew and takes the others as they are", () => {
  const kept = openKept();
  const before = wideModel(20);
  const views = (text: string): Map<string, unknown> => {
    const { model } = compile(text, "wide.yml", [], undefined, kept);
    const files = model === undefined ? [] : emitProject(model, [], kept);
    return new Map(files.filter(({ path }) => path.startsWith("views/")).map((file) => [file.path, file]));
  };
  const first = views(before);
  const second = views(before.replace("count: {type: count}", "count: {type: count, description: Things}"));
  const other = [...second].filter(([path, file]) => first.get(path) !== file).map(([path]) => path);
  expect(other).toEqual(["views/thing_0.view.lkml"]);
});

test("the model of the project itself", () => {
  const text = readFileSync(new URL("../looker.yml", import.meta.url), "utf8");
  const { kept, full } = both([
    text,
    text.replace("Movies", "Films"),
    `${text}\n# a note\n`,
    text.replace("  movies:", "  films:"),
  ]);
  expect(kept).toEqual(full);
});
