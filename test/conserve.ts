// Random drops of the small films model, hydrated one after the other: every record is accounted for, and the tables are what plain loops say.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import type { Model } from "../generator/index.ts";
import { hydrate } from "../hydrate/index.ts";
import { inOwnSchema, openLooker, testDay } from "./hydrated.ts";
import { emptyHouse, expectDrop, filesOf, type RandomDrop, type RandomFilm } from "./random-films.ts";

const genre = fc.record({
  id: fc.integer({ min: 1, max: 3 }),
  name: fc.constantFrom("Drama", "Comedy", "O'Hara", ""),
});
/** A random record, good or spoilt. */
export const film: fc.Arbitrary<RandomFilm> = fc.record({
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

/** How long to go on. */
export interface ConserveOptions {
  readonly url: string;
  /** That of test/drops/films. */
  readonly model: Model;
  /** How many sequences of one to three drops. */
  readonly cases: number;
  readonly seed?: number | undefined;
  /** After how long to be content with fewer. */
  readonly seconds: number;
}

/**
 * Hydrates the drops of each sequence, and compares.
 * @returns how many drops and records were tried
 * @throws Error with the smallest sequence for which hydrate and the loops differ
 */
export async function conserve(
  options: ConserveOptions,
): Promise<{ readonly drops: number; readonly records: number }> {
  const { url, cases, seed, seconds } = options;
  const folder = await mkdtemp(join(tmpdir(), "viewfinder-drops-"));
  const looker = await openLooker(url);
  let round = 0;
  let tried = 0;
  let records = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(drop, { minLength: 1, maxLength: 3 }), async (drops) => {
        round += 1;
        const model = inOwnSchema(options.model, `conserve_${round}`);
        const house = emptyHouse();
        const path = join(folder, String(round));
        try {
          for (const [index, one] of drops.entries()) {
            const place = join(path, String(index), one.period ?? "drop");
            await mkdir(place, { recursive: true });
            for (const [name, text] of Object.entries(filesOf(one, index)))
              await writeFile(join(place, name), text);
            const expected = expectDrop(house, one);
            const found = await hydrate({ model, url, path: place, now: () => testDay(index) }).then(
              ({ drops: [report] }) => report?.files.map((file) => file.records),
              (error: unknown) => {
                if (error instanceof Error && error.name === "Mistake") return "refused";
                throw error;
              },
            );
            same(found, expected);
            tried += 1;
            records += one.films.length + (one.archive?.length ?? 0);
          }
          const published = await looker.rows("SELECT 1 FROM pg_namespace WHERE nspname = $1", [
            model.schema,
          ]);
          same(published.length === 0 ? "no tables" : await looker.tables(model), house.tables(model));
        } finally {
          await looker.drop(model);
          await rm(path, { recursive: true, force: true });
        }
      }),
      { numRuns: cases, interruptAfterTimeLimit: seconds * 1000, ...(seed === undefined ? {} : { seed }) },
    );
  } finally {
    await looker.close();
    await rm(folder, { recursive: true });
  }
  return { drops: tried, records };
}

function same(found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  const said = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  throw new Error(`hydrate gave\n${said(found)}\nwhere the loops give\n${said(expected)}`);
}
