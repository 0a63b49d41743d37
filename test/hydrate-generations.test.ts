// Rolling back and forward again: random drops, rollbacks and ways forward, against tables remembered by content.
import { hash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadModel, type Model } from "../generator/index.ts";
import {
  generations,
  hydrate,
  planDrop,
  readLedger,
  reportLines,
  rollback,
  type HydrateOptions,
  type RollbackReport,
} from "../hydrate/index.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { openRedshiftDouble, type RedshiftDouble } from "./doubles/redshift/double.ts";
import { openS3Double, type S3Double } from "./doubles/s3/double.ts";
import { setEnvironment } from "./environment.ts";
import { inOwnSchema, openLooker, testDay, type Looker } from "./hydrated.ts";

const drops = (name: string): string => fileURLToPath(new URL(`drops/${name}/looker.yml`, import.meta.url));

let stack: Stack;
let looker: Looker;
let s3: S3Double;
let putBack: () => void;
let redshift: RedshiftDouble;
let films: Model;
let orchestra: Model;
let folder: string;
beforeAll(async () => {
  films = await loadModel(drops("films"));
  orchestra = await loadModel(drops("orchestra"));
  stack = await openTestStack();
  looker = await openLooker(stack.url);
  s3 = await openS3Double({ buckets: ["pipeline"] });
  putBack = setEnvironment(s3.env);
  redshift = await openRedshiftDouble({ postgresUrl: stack.url, s3 });
  folder = await mkdtemp(join(tmpdir(), "viewfinder-generations-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await redshift.close();
  await s3.close();
  putBack();
  await looker.close();
  await stack.release();
});

type Target = Pick<HydrateOptions, "url" | "pipeline">;

/** Both warehouses. */
const TARGETS: readonly { readonly name: string; readonly target: () => Target }[] = [
  { name: "Postgres", target: () => ({ url: stack.url }) },
  {
    name: "Redshift",
    target: () => ({
      url: redshift.url,
      pipeline: { pipeline: "s3://pipeline/generations", role: redshift.role, region: s3.region },
    }),
  },
];

/** Tables and lineage as one hash. */
async function content(model: Model): Promise<string> {
  const parts = [await looker.tables(model)];
  for (const table of model.tables) {
    const rows = await looker.rows(`SELECT * FROM "${model.schema}_hydrate"."lineage_${table.name}"`);
    parts.push(
      rows
        .map((row) => row.join(" | "))
        .sort()
        .join("\n"),
    );
  }
  return hash("sha256", parts.join("\n\n"));
}

async function back(target: Target, model: Model, to: number): Promise<RollbackReport | string> {
  try {
    return await rollback({ ...target, model, to, now: () => testDay() });
  } catch (error) {
    if (error instanceof Error && error.name === "Mistake") return error.message;
    throw error;
  }
}

async function load(target: Target, model: Model, path: string): Promise<string> {
  return reportLines(await hydrate({ ...target, model, path, now: () => testDay() })).join("\n");
}

const FILMS = "id,title,shown,budget,votes,imdb,saga,genres\n";
let written = 0;
async function write(month: string, rows: readonly string[]): Promise<string> {
  written += 1;
  const path = join(folder, String(written), month);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "films.csv"), `${FILMS}${rows.map((row) => `${row}\n`).join("")}`);
  return path;
}

/** Brings the tables to a run, and compares. */
async function expectAt(
  target: Target,
  model: Model,
  run: number,
  hashed: string | undefined,
): Promise<void> {
  expect(await back(target, model, run)).toMatchObject({ to: run });
  expect(await content(model)).toBe(hashed);
  expect(await readLedger(target.url, model)).toMatchObject({ id: run });
}

describe("rollback", () => {
  const genre = fc.record({
    id: fc.integer({ min: 1, max: 3 }),
    name: fc.constantFrom("Drama", "Comedy", "Noir"),
  });
  const film = fc.record({
    id: fc.integer({ min: 1, max: 4 }),
    title: fc.constantFrom("Alba", "Bruma", "two\nlines", ""),
    votes: fc.option(fc.integer({ min: 0, max: 2 })),
    genres: fc.array(genre, { maxLength: 3 }),
  });
  const player = fc.record({
    badge: fc.integer({ min: 1, max: 4 }),
    name: fc.constantFrom("Ada", "Bea"),
    instruments: fc.uniqueArray(fc.constantFrom("vn", "va", "vc"), { maxLength: 3 }),
  });
  const loading = <T>(
    records: fc.Arbitrary<T[]>,
  ): fc.Arbitrary<{ kind: "load"; month: number; records: T[] }> =>
    fc.record({ kind: fc.constant("load" as const), month: fc.integer({ min: 1, max: 3 }), records });
  const go = fc.record({ kind: fc.constant("go" as const), pick: fc.nat() });

  /** Carries steps out, and remembers what the tables held after each run. */
  async function expectEach<T>(
    target: Target,
    model: Model,
    steps: readonly ({ kind: "load"; month: number; records: T[] } | { kind: "go"; pick: number })[],
    file: string,
    text: (records: readonly T[], salt: number) => string,
  ): Promise<void> {
    const held = new Map<number, string>();
    try {
      for (const [index, step] of steps.entries()) {
        if (step.kind === "load") {
          written += 1;
          const path = join(folder, String(written), `2026-0${step.month}`);
          await mkdir(path, { recursive: true });
          await writeFile(join(path, file), text(step.records, index));
          const report = await hydrate({ ...target, model, path, now: () => testDay(index) });
          const run = report.drops[0]?.run;
          if (run !== undefined) held.set(run, await content(model));
        } else if (held.size > 0) {
          const runs = [...held.keys()];
          const to = runs[step.pick % runs.length] ?? 0;
          await expectAt(target, model, to, held.get(to));
        }
      }
      for (const [run, hashed] of held) {
        await expectAt(target, model, run, hashed);
      }
    } finally {
      await looker.drop(model);
    }
  }

  test("to any run and forward again gives the rows and the lineage of that run", async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(loading(fc.array(film, { minLength: 1, maxLength: 5 })), go), {
          minLength: 3,
          maxLength: 7,
        }),
        async (steps) => {
          round += 1;
          await expectEach(
            TARGETS[round % 4 === 0 ? 1 : 0]?.target() ?? { url: stack.url },
            inOwnSchema(films, `generations_${round}`),
            steps,
            "films.csv",
            (records, salt) =>
              [
                `id,title,shown,budget,votes,imdb,saga,genres,salt_${salt}`,
                ...records.map(
                  (one) =>
                    `${one.id},"${one.title}",,,${one.votes ?? ""},,,"${JSON.stringify(one.genres).replaceAll('"', '""')}",x`,
                ),
                "",
              ].join("\n"),
          );
        },
      ),
      { numRuns: 5, interruptAfterTimeLimit: 20_000 },
    );
    expect(round).toBeGreaterThan(0);
  });

  test("of snapshots does, too", async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(loading(fc.array(player, { minLength: 1, maxLength: 4 })), go), {
          minLength: 3,
          maxLength: 6,
        }),
        async (steps) => {
          round += 1;
          await expectEach(
            TARGETS[round % 4 === 0 ? 1 : 0]?.target() ?? { url: stack.url },
            inOwnSchema(orchestra, `snapshots_${round}`),
            steps,
            "players.csv",
            (records, salt) =>
              [
                `badge,name,instruments,salt_${salt}`,
                ...records.map(
                  (one) =>
                    `${one.badge},${one.name},"${JSON.stringify(one.instruments.map((code) => ({ code, name: code.toUpperCase() }))).replaceAll('"', '""')}",x`,
                ),
                "",
              ].join("\n"),
          );
        },
      ),
      { numRuns: 4, interruptAfterTimeLimit: 15_000 },
    );
    expect(round).toBeGreaterThan(0);
  });

  test.each(TARGETS)(
    "on $name is said in words, and what is published after it abandons what was rolled back",
    async ({ name, target: of }) => {
      const target = of();
      const model = inOwnSchema(films, `generations_words_${name}`.toLowerCase());
      try {
        const paths = [
          await write("2026-01", ["1,Alba,,1,10,,,", "2,Bruma,,1,10,,,"]),
          await write("2026-02", ["1,Alba two,,1,10,,,"]),
          await write("2026-03", ["3,Cima,,1,10,,,"]),
          await write("2026-04", ["4,Duna,,1,10,,,"]),
        ];
        for (const path of paths.slice(0, 3)) await load(target, model, path);
        const report = await back(target, model, 1);
        expect(report).toMatchObject({ run: 4, from: 3, to: 1, hidden: [2, 3], shown: [] });
        if (typeof report === "string") throw new Error(report);
        expect(report.tables[0]).toEqual({ table: "films", added: 0, changed: 1, removed: 1, unchanged: 1 });
        expect(report.notes).toEqual([
          "the rows of runs 2 and 3 are not seen any more; their drops count as not loaded, and hydrating them again loads them; forward again: `rollback --to 3`",
        ]);
        expect(await back(target, model, 1)).toMatchObject({
          run: undefined,
          notes: ["the tables already hold what they held after run 1"],
        });
        expect(await back(target, model, 4)).toBe("Run 4 was itself a rollback, to run 1. Name that one.");
        expect(await back(target, model, 9)).toBe(
          "The ledger has no run 9. Name one that was published: 3, 2, 1.",
        );
        // A drop that was rolled back is loaded again.
        expect(await load(target, model, paths[1] ?? "")).toContain("published as run 5");
        const said = await load(target, model, paths[3] ?? "");
        expect(said).toContain("published as run 6");
        const all = await generations(stack.url, model);
        expect(all.map(({ run, state, head, reachable }) => [run, state, head, reachable])).toEqual([
          [6, "published", true, true],
          [5, "published", false, true],
          [3, "abandoned", false, true],
          [2, "abandoned", false, true],
          [1, "published", false, true],
        ]);
        expect(await back(target, model, 3)).toMatchObject({ hidden: [5, 6], shown: [2, 3] });
        expect(await looker.rows(`SELECT id FROM "${model.schema}".films ORDER BY id`)).toEqual([
          ["1"],
          ["2"],
          ["3"],
        ]);
      } finally {
        await looker.drop(model);
      }
    },
  );

  test("reaches twelve runs back, and no further", async () => {
    const target = { url: stack.url };
    const model = inOwnSchema(films, "generations_floor");
    try {
      for (let month = 1; month <= 14; month += 1)
        await load(target, model, await write("2026-01", [`1,Alba ${month},,1,10,,,`]));
      expect(await back(target, model, 1)).toBe(
        "Run 1 cannot be reached any more: what the tables held then is not kept. The earliest that can be reached is run 2.\nTo have the rows of an earlier month again, hydrate its drop with --again.",
      );
      expect(await back(target, model, 2)).toMatchObject({ to: 2 });
      expect(await looker.rows(`SELECT title FROM "${model.schema}".films`)).toEqual([["Alba 2"]]);
      expect(await back(target, model, 14)).toMatchObject({ to: 14 });
      expect(await looker.rows(`SELECT title FROM "${model.schema}".films`)).toEqual([["Alba 14"]]);
    } finally {
      await looker.drop(model);
    }
  });
});

describe("a plan", () => {
  test.each(TARGETS)(
    "on $name says what each drop would do, upon those before it, and leaves nothing",
    async ({ name, target: of }) => {
      const target = of();
      const model = inOwnSchema(films, `planned_${name}`.toLowerCase());
      try {
        await load(target, model, await write("2026-01", ["1,Alba,,1,10,,,", "2,Bruma,,1,10,,,"]));
        const before = await content(model);
        written += 1;
        const path = join(folder, String(written));
        const months = {
          "2026-02": ["1,Alba two,,1,10,,,", "3,Cima,,1,many,,,"],
          "2026-03": ["1,Alba two,,1,10,,,", "4,Duna,,1,10,,,"],
          "2026-04": ["x,Alba,,1,10,,,"],
          "2026-05": ["5,Erba,,1,10,,,"],
        };
        for (const [month, rows] of Object.entries(months)) {
          await mkdir(join(path, month), { recursive: true });
          await writeFile(
            join(path, month, "films.csv"),
            `${FILMS}${rows.map((row) => `${row}\n`).join("")}`,
          );
        }
        const plan = await planDrop({ ...target, model, path, now: () => testDay() });
        const counts = plan.drops.map(({ drop, outcome, tables, quarantine }) => [
          drop,
          outcome,
          tables[0] === undefined
            ? []
            : [tables[0].added, tables[0].changed, tables[0].removed, tables[0].unchanged],
          quarantine.map((one) => `${one.count} ${one.code} ${one.column}`),
        ]);
        expect(counts).toEqual([
          ["2026-02", "would_publish", [0, 1, 0, 0], ["1 type votes"]],
          ["2026-03", "would_publish", [1, 0, 0, 1], []],
          ["2026-04", "would_be_refused", [], []],
          ["2026-05", "not_reached", [], []],
        ]);
        expect(plan.drops[2]?.refusal).toMatch(/^The only record of films\.csv does not keep/);
        expect(await content(model)).toBe(before);
        expect(await looker.rows(`SELECT id, state FROM "${model.schema}_hydrate".runs`)).toEqual([
          ["1", "published"],
        ]);
        expect(
          await looker.rows(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND relname LIKE 'run\\_%'",
            [`${model.schema}_hydrate`],
          ),
        ).toEqual([]);
        const empty = inOwnSchema(films, "planned_first");
        const first = await planDrop({
          ...target,
          model: empty,
          path: join(path, "2026-03"),
          now: () => testDay(),
        });
        expect(first.drops[0]?.tables.map((one) => one.added)).toEqual([2, 2, 0, 0]);
        expect(await looker.rows("SELECT 1 FROM pg_namespace WHERE nspname = $1", [empty.schema])).toEqual(
          [],
        );
        await looker.drop(empty);
      } finally {
        await looker.drop(model);
      }
    },
  );
});
