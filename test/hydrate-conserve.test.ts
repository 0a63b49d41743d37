// Random drops: every record is accounted for, and the tables are what a few plain loops say they should be.
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadModel, type Model, type Source } from "../generator/index.ts";
import { readHeader } from "../hydrate/record/header.ts";
import { hydrate } from "../hydrate/index.ts";
import { createScreen } from "../hydrate/record/screen.ts";
import { createSplitter } from "../hydrate/record/split.ts";
import { tasksOf } from "../hydrate/tasks.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { inOwnSchema, openLooker, testDay, type Looker } from "./hydrated.ts";
import { emptyHouse, expectDrop, filesOf, type RandomDrop, type RandomFilm } from "./random-films.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));

let stack: Stack;
let looker: Looker;
let films: Model;
beforeAll(async () => {
  films = await loadModel(MODEL);
  stack = await openTestStack();
  looker = await openLooker(stack.url);
});
afterAll(async () => {
  await looker.close();
  await stack.release();
});

const genre = fc.record({
  id: fc.integer({ min: 1, max: 3 }),
  name: fc.constantFrom("Drama", "Comedy", "O'Hara", ""),
});
const film: fc.Arbitrary<RandomFilm> = fc.record({
  id: fc.integer({ min: 1, max: 4 }),
  title: fc.constantFrom("Alba", 'B "quoted"', "two\nlines", "Ørn, or so", ""),
  votes: fc.option(fc.integer({ min: 0, max: 2 })),
  genres: fc.array(genre, { maxLength: 3 }),
  fault: fc.option(fc.constantFrom("cells", "type", "quote", "literal"), { freq: 4 }),
});
const drop: fc.Arbitrary<RandomDrop> = fc.record({
  period: fc.option(fc.constantFrom("2026-01", "2026-02", "2026-03"), { nil: undefined, freq: 5 }),
  films: fc.array(film, { maxLength: 6 }),
  archive: fc.option(fc.array(film, { maxLength: 4 }), { nil: undefined }),
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

test(
  "random months, in any order, leave the tables and the counts that plain loops compute",
  { timeout: 180_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "viewfinder-drops-"));
    let round = 0;
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(drop, { minLength: 1, maxLength: 3 }), async (drops) => {
          round += 1;
          const model = inOwnSchema(films, `conserve_${round}`);
          const house = emptyHouse();
          try {
            for (const [index, one] of drops.entries()) {
              const path = join(folder, String(round), String(index), one.period ?? "drop");
              await mkdir(path, { recursive: true });
              for (const [name, text] of Object.entries(filesOf(one, index)))
                await writeFile(join(path, name), text);
              const expected = expectDrop(house, one);
              const found = await hydrate({ model, url: stack.url, path, now: () => testDay(index) }).then(
                ({ drops: [report] }) => report?.files.map((file) => file.records),
                (error: unknown) => (error instanceof Error && error.name === "Mistake" ? "refused" : error),
              );
              expect(found).toEqual(expected);
            }
            const published = await looker.rows("SELECT 1 FROM pg_namespace WHERE nspname = $1", [
              model.schema,
            ]);
            expect(published.length === 0 ? "no tables" : await looker.tables(model)).toBe(
              house.tables(model),
            );
          } finally {
            await looker.drop(model);
          }
        }),
        { numRuns: 40, interruptAfterTimeLimit: 60_000 },
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
