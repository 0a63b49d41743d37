// The crash matrix: a run killed without warning after each of its steps, on both warehouses, and then run again.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadModel, type Model } from "../generator/index.ts";
import {
  hydrate,
  listRuns,
  readHistory,
  readStatus,
  reportLines,
  rollback,
  type HydrateOptions,
} from "../hydrate/index.ts";
import { findRun } from "../hydrate/history/runs.ts";
import type { Stack } from "../local/stack.ts";
import { built } from "./built.ts";
import { openTestStack } from "./database.ts";
import { openRedshiftDouble, type RedshiftDouble } from "./doubles/redshift/double.ts";
import { openS3Double, type S3Double } from "./doubles/s3/double.ts";
import { setEnvironment } from "./environment.ts";
import { inOwnSchema, openLooker, testDay, type Looker } from "./hydrated.ts";
import type { KilledRun } from "./killed-run.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));
const KILLED = await built("test/killed-run.ts");
/** Quick, since on Redshift a dead run's lease has to run out. */
const LEASE = { beat: 200, expiry: 2_000, patience: 20_000 };

let stack: Stack;
let looker: Looker;
let s3: S3Double;
let putBack: () => void;
let redshift: RedshiftDouble;
let films: Model;
let folder: string;
let old: string;
let fresh: string;
beforeAll(async () => {
  films = await loadModel(MODEL);
  stack = await openTestStack();
  looker = await openLooker(stack.url);
  s3 = await openS3Double({ buckets: ["pipeline"] });
  // The AWS SDK of this process and of those that are killed finds its way by the environment.
  putBack = setEnvironment(s3.env);
  redshift = await openRedshiftDouble({ postgresUrl: stack.url, s3 });
  folder = await mkdtemp(join(tmpdir(), "viewfinder-crash-"));
  old = await write("2026-01", ["1,Alba,,1,10,,,\"[{'id': 18, 'name': 'Drama'}]\""]);
  // Several chunks long, so that `land` has a middle.
  const row = (_: unknown, index: number): string =>
    `${index + 1},${"long title".repeat(4)},,1,10,,,"[{'id': 35, 'name': 'Comedy'}]"`;
  fresh = await write("2026-02", Array.from({ length: 1_500 }, row));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await redshift.close();
  await s3.close();
  putBack();
  await looker.close();
  await stack.release();
});

async function write(month: string, rows: readonly string[]): Promise<string> {
  const path = join(folder, month);
  await mkdir(path, { recursive: true });
  await writeFile(
    join(path, "films.csv"),
    `id,title,shown,budget,votes,imdb,saga,genres\n${rows.map((row) => `${row}\n`).join("")}`,
  );
  return path;
}

type Target = Pick<HydrateOptions, "url" | "pipeline" | "lease">;

/** Each warehouse, with the moments at which a run into it dies: the step, what it is about, and whether the drop is seen by then. */
const MATRIX = [
  {
    name: "Postgres",
    target: (): Target => ({ url: stack.url, lease: LEASE }),
    moments: [
      ["open"],
      ["ledger"],
      ["land"],
      ["settle"],
      ["publish", "films"],
      ["publish", "film_genres"],
      ["record"],
      ["commit"],
      ["sent"],
      ["done"],
    ],
  },
  {
    name: "Redshift",
    target: (): Target => ({
      url: redshift.url,
      lease: LEASE,
      pipeline: {
        pipeline: "s3://pipeline/crash",
        role: redshift.role,
        region: s3.region,
      },
    }),
    moments: [
      ["open"],
      ["ledger"],
      ["land"],
      ["upload"],
      ["copy"],
      ["settle"],
      ["publish", "film_genres"],
      ["record"],
      ["commit"],
      ["sent"],
      ["done"],
    ],
  },
] as const;

async function load(target: Target, model: Model, path: string): Promise<string> {
  return reportLines(await hydrate({ ...target, model, path, now: () => testDay() })).join("\n");
}

/** @returns the signal that ended it */
async function killed(
  target: Target,
  model: Model,
  moment: readonly string[],
  to?: number,
): Promise<NodeJS.Signals | null> {
  const told: KilledRun = { ...target, signal: "SIGKILL", to };
  return new Promise((resolve, reject) => {
    const args = [KILLED, MODEL, model.schema, fresh, ...moment];
    const child = execFile(process.execPath, args, {
      env: { ...process.env, TEST_RUN: JSON.stringify(told) },
    });
    child.once("exit", (_, signal) => resolve(signal));
    child.once("error", reject);
  });
}

async function leftovers(looker: Looker, model: Model): Promise<readonly (readonly string[])[]> {
  return looker.rows(
    "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND relname LIKE 'run\\_%'",
    [`${model.schema}_hydrate`],
  );
}

for (const { name, target, moments } of MATRIX) {
  describe(`into ${name}, a run that is killed`, () => {
    let before = "";
    let after = "";
    beforeAll(async () => {
      const model = inOwnSchema(films, `crash_${name.toLowerCase()}_whole`);
      await load(target(), model, old);
      before = await looker.tables(model);
      await load(target(), model, fresh);
      after = await looker.tables(model);
      await looker.drop(model);
    });
    for (const moment of moments) {
      test.concurrent(`at ${moment.join(" ")} leaves all or nothing, and the next run the whole`, async () => {
        const [step] = moment;
        // A session of its own, since tests run at once.
        const looker = await openLooker(stack.url);
        const model = inOwnSchema(films, `crash_${name.toLowerCase()}_${moment.join("_")}`);
        const published = async (): Promise<readonly (readonly string[])[]> =>
          looker.rows(
            `SELECT drop_name, count(*) FROM "${model.schema}_hydrate".runs WHERE state = 'published' GROUP BY drop_name ORDER BY drop_name`,
          );
        try {
          await load(target(), model, old);
          expect(await killed(target(), model, moment)).toBe("SIGKILL");
          const left = await looker.tables(model);
          // Of a COMMIT that nobody heard the answer of, either may have become.
          expect(step === "sent" ? [before, after] : [step === "done" ? after : before]).toContain(left);

          const said = await load(target(), model, fresh);
          // A COMMIT under way may become true only after we looked; the next run waits for it, and knows.
          const seen = left === after || (step === "sent" && said.includes("nothing to do"));
          expect(said).toContain(seen ? "nothing to do" : "1,500 read = 1,500 loaded");
          expect(said.includes("had died before it published anything")).toBe(
            !seen && step !== "open" && step !== "ledger",
          );
          expect(await looker.tables(model)).toBe(after);
          expect(await published()).toEqual([
            ["2026-01", "1"],
            ["2026-02", "1"],
          ]);
          expect(await leftovers(looker, model)).toEqual([]);
          const raw = await looker.rows(
            `SELECT r.drop_name, count(*) FROM "${model.schema}_hydrate".raw_records w JOIN "${model.schema}_hydrate".runs r ON r.id = w.run GROUP BY r.drop_name ORDER BY r.drop_name`,
          );
          expect(raw).toEqual([
            ["2026-01", "1"],
            ["2026-02", "1500"],
          ]);
          expect(await load(target(), model, fresh)).toContain("nothing to do");
        } finally {
          await looker.drop(model);
          await looker.close();
        }
      });
    }
  });
}

/** How long such a run takes at the most, from its first step on; a later kill finds it done. */
const LONGEST_MS = 2_500;

for (const { name, target } of MATRIX) {
  describe(`into ${name}`, () => {
    test("runs that are killed at any moment, one after the other, leave the tables whole", async () => {
      const model = inOwnSchema(films, `crash_${name.toLowerCase()}_random`);
      try {
        await load(target(), model, old);
        const before = await looker.tables(model);
        const seen: string[] = [];
        for (let time = 0; time < 3; time += 1) {
          const after = String(Math.floor(Math.random() * LONGEST_MS));
          await killed(target(), model, ["after", after]);
          seen.push(`${after} ms: ${(await looker.tables(model)) === before ? "as before" : "loaded"}`);
        }
        await load(target(), model, fresh);
        const whole = await looker.tables(model);
        // What was seen in between was one or the other, and once it was loaded it stayed.
        expect(seen.join("\n")).toMatch(/^(?:\d+ ms: as before\n?)*(?:\d+ ms: loaded\n?)*$/);
        const published = await looker.rows(
          `SELECT drop_name FROM "${model.schema}_hydrate".runs WHERE state = 'published' ORDER BY id`,
        );
        const rows = whole.split("\n  ").length > 1_500;
        expect({ seen, rows, published: published.flat() }).toEqual({
          seen,
          rows: true,
          published: ["2026-01", "2026-02"],
        });
        expect(await leftovers(looker, model)).toEqual([]);
      } finally {
        await looker.drop(model);
      }
    });

    test("a rollback that is killed leaves all or nothing, is said to be gone, and can be done again", async () => {
      const model = inOwnSchema(films, `crash_${name.toLowerCase()}_rollback`);
      const back = (): Promise<unknown> => rollback({ ...target(), model, to: 1, now: () => testDay() });
      try {
        await load(target(), model, old);
        const before = await looker.tables(model);
        await load(target(), model, fresh);
        const after = await looker.tables(model);
        for (const moment of [["publish", "film_genres"], ["commit"]]) {
          const signal = await killed(target(), model, moment, 1);
          const same = (await looker.tables(model)) === after;
          expect({ moment, signal, same }).toEqual({ moment, signal: "SIGKILL", same: true });
        }
        const status = await readHistory(target().url, model, (history) =>
          readStatus(history, testDay(), LEASE),
        );
        expect(status?.working).toMatchObject({ holder: { gone: true }, run: { drop: "rollback to run 1" } });
        const pages = await readHistory(target().url, model, async (history) => ({
          all: await listRuns(history, { times: LEASE }),
          running: await listRuns(history, { state: "running", times: LEASE }),
          died: await listRuns(history, { state: "died", limit: 1, times: LEASE }),
          shown: await findRun(history, 4, LEASE),
        }));
        // No page says that somebody is still at work on it, though the ledger has not heard of its end.
        expect(pages?.all.map(({ state }) => state)).toEqual(["died", "died", "published", "published"]);
        expect(pages?.all[0]?.reason).toContain("ended without a word");
        expect(pages?.running).toEqual([]);
        expect(pages?.died.map(({ id }) => id)).toEqual([4]);
        expect(pages?.shown).toEqual(pages?.all[0]);
        await back();
        expect(await looker.tables(model)).toBe(before);
        expect(await leftovers(looker, model)).toEqual([]);
        const again = await readHistory(target().url, model, (history) =>
          readStatus(history, testDay(), LEASE),
        );
        expect(again?.working).toBeUndefined();
      } finally {
        await looker.drop(model);
      }
    });
  });
}

describe("a connection that is lost at commit", () => {
  for (const kind of ["cut_before_commit", "cut_after_commit"] as const) {
    test(`(${kind.replaceAll("_", " ")}) is settled by asking the ledger, and the drop is loaded once`, async () => {
      const model = inOwnSchema(films, `crash_${kind}`);
      const target = MATRIX[1].target();
      try {
        await load(target, model, old);
        redshift.faults.add({ kind, with: "coercions" });
        const said = await load(target, model, fresh);
        expect(said).toContain("1,500 read = 1,500 loaded");
        expect(await looker.rows(`SELECT state FROM "${model.schema}_hydrate".runs ORDER BY id`)).toEqual(
          kind === "cut_after_commit"
            ? [["published"], ["published"]]
            : [["published"], ["died"], ["published"]],
        );
        expect(await load(target, model, fresh)).toContain("nothing to do");
      } finally {
        redshift.faults.clear();
        await looker.drop(model);
      }
    });
  }
});
