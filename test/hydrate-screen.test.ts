// What makes the screen quick changes nothing: remembered cells are what reading again gives, and records are told apart as before.
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { loadModel, type SourceColumn } from "../generator/index.ts";
import { createDecoder, type Cell } from "../hydrate/record/decode.ts";
import { recalling, type Coercions } from "../hydrate/record/recall.ts";
import { saidBy } from "../hydrate/record/said.ts";

const films = await loadModel(fileURLToPath(new URL("../looker.yml", import.meta.url)));
const genres = films.sources[0]?.columns.find((column) => column.name === "genres") as SourceColumn;

/** Few different texts, so that they come back; some sound, some with a change in them, some broken. */
const texts = fc.array(
  fc.constantFrom(
    "",
    " ",
    "[]",
    "[{'id': 35, 'name': 'Comedy'}]",
    "[{'id': 35.0, 'name': 'Comedy'}]",
    "[{'id': 35, 'name': 'Comedy '}]",
    "[{'id': 35, 'name': ''}]",
    "[{'id': 35, 'name': None}]",
    "[{'id': 35, 'name': '喜劇'}, {'name': \"Author's\", 'id': 1}]",
    "[{'id': 35, 'name': 'a\\nb'}]",
    "[{'id': 35}]",
    "[{'id': 35, 'name': 'Comedy'}",
    "None",
  ),
  { minLength: 20, maxLength: 60 },
);

test("a cell that was remembered is the cell that reading it again gives, with what was changed in it", () => {
  fc.assert(
    fc.property(texts, (all) => {
      const heard: { again: Coercions; once: Coercions } = { again: [], once: [] };
      const again = createDecoder(genres, (column, coercion) => heard.again.push([column, coercion]));
      const once = recalling(
        createDecoder(genres, (column, coercion) => heard.once.push([column, coercion])),
        () => heard.once,
      );
      for (const text of all) {
        expect(once(text)).toEqual(again(text));
        expect(heard.once).toEqual(heard.again);
      }
    }),
    { numRuns: 100 },
  );
});

test("two records share what they say exactly when they are the same, value for value", () => {
  const value = fc.constantFrom(null, "0", "1", "2", "a", "a,b", "\\N", "null", "\u0001");
  const pair = fc.tuple(value, value);
  const cells = fc.tuple(
    value.map((one): Cell => ({ kind: "scalar", value: one })),
    fc.array(pair, { maxLength: 3 }).map((elements): Cell => ({ kind: "list", elements })),
    value.map((one): Cell => ({ kind: "scalar", value: one })),
    fc.option(pair, { nil: undefined }).map((fields): Cell => ({ kind: "object", fields })),
    fc.array(pair, { maxLength: 3 }).map((elements): Cell => ({ kind: "list", elements })),
  );
  const seen = new Map<string, string>();
  fc.assert(
    fc.property(cells, (record) => {
      const spelled = JSON.stringify(record.map((cell) => [cell]));
      const said = saidBy(record);
      expect(seen.get(said) ?? spelled).toBe(spelled);
      seen.set(said, spelled);
    }),
    { numRuns: 20_000 },
  );
  expect(seen.size).toBeGreaterThan(10_000);
});
