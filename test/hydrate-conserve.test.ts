// Random drops: every record is accounted for, and the tables are what a few plain loops say they should be.
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadModel, type Model, type Source } from "../generator/index.ts";
import { readHeader } from "../hydrate/record/header.ts";
import { createScreen } from "../hydrate/record/screen.ts";
import { createSplitter } from "../hydrate/record/split.ts";
import { tasksOf } from "../hydrate/tasks.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { conserve, film } from "./conserve.ts";
import { conserveAlike } from "./conserve-alike.ts";
import { filesOf } from "./random-films.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));

let stack: Stack;
let films: Model;
beforeAll(async () => {
  films = await loadModel(MODEL);
  stack = await openTestStack();
});
afterAll(async () => {
  await stack.release();
});

test("whatever bytes a file has, each record either passes or goes to quarantine, once", () => {
  const [source] = films.sources as readonly [Source];
  const tasks = tasksOf(films);
  const noise = fc.tuple(
    fc.nat(),
    fc.constantFrom('"', ",", "\n", "\r\n", "\0", "\xff", "[", "{'", "\\", "é", ""),
  );
  fc.assert(
    fc.property(
      fc.array(film, { minLength: 1, maxLength: 8 }),
      fc.array(noise, { maxLength: 3 }),
      (records, noises) => {
        const written =
          filesOf({ period: undefined, films: records, archive: undefined }, 0)["films.csv"] ?? "";
        const header = written.slice(0, written.indexOf("\n") + 1);
        let body = Buffer.from(written.slice(header.length));
        for (const [where, what] of noises) {
          const at = where % (body.length + 1);
          body = Buffer.concat([body.subarray(0, at), Buffer.from(what, "latin1"), body.subarray(at)]);
        }
        const splitter = createSplitter();
        const raw = [...splitter.push(Buffer.concat([Buffer.from(header), body])), splitter.finish()].filter(
          (one) => one !== undefined,
        );
        const [first, ...rest] = raw;
        if (first === undefined) throw new Error("a file with a header has a first record");
        const screen = createScreen(source, readHeader(first, source, "films.csv"), tasks);
        const screened = rest.map(screen);
        for (const one of screened) {
          const whole =
            one.kind === "passed"
              ? one.rows.every((rows) => rows.faults.length === 0)
              : one.faults.length > 0;
          expect(whole).toBe(true);
        }
        // Noise can spoil a record or mend a spoilt one; without it, those that were spoilt are quarantined.
        const bad = records.filter((one) => one.fault !== null).length;
        const found = screened.filter((one) => one.kind === "quarantined").length;
        expect(noises.length > 0 || found === bad).toBe(true);
        expect(rest.map((one) => one.number)).toEqual(rest.map((_, index) => index + 1));
      },
    ),
    { numRuns: 300 },
  );
});

test("random months, in any order, leave the tables and the counts that plain loops compute", async () => {
  const tried = await conserve({ url: stack.url, model: films, cases: 40, seconds: 60 });
  expect(tried.drops).toBeGreaterThan(0);
});

test("random months of sources that share scratch tables do so, too, and can be rolled back to", async () => {
  const tried = await conserveAlike({ url: stack.url, cases: 6, seconds: 60 });
  expect(tried.drops).toBeGreaterThan(0);
});
