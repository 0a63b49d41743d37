// What `generate --watch` prints with what it kept is what a full run prints, whatever was edited in between.
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compile, emitProject, openKept } from "../generator/index.ts";
import { wideModel } from "./bench/generator.ts";
import { CASES } from "./cases/harness.ts";
import { randomModel } from "./random-models.ts";
import { spoilt } from "./spoilt-models.ts";

/** Everything a person sees of a printing. */
function printing(text: string, kept: ReturnType<typeof openKept> | undefined): unknown {
  const { model, problems, warnings } = compile(text, "looker.yml", [], undefined, kept);
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

test("models that are edited at random, mistakes among the edits", { timeout: 60_000 }, () => {
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
