// The lease and its fence: a run that stands still loses its place, and can publish nothing when it wakes up.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadModel, type Model } from "../generator/index.ts";
import { takeLease, type Lease } from "../hydrate/lease.ts";
import { namesOf } from "../hydrate/names.ts";
import { connectWarehouse } from "../hydrate/warehouse/named.ts";
import type { Stack } from "../local/stack.ts";
import { built } from "./built.ts";
import { openTestStack } from "./database.ts";
import { hydrateAsText, inOwnSchema, openLooker, testDay, type Looker } from "./hydrated.ts";
import type { KilledRun } from "./killed-run.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));
const KILLED = await built("test/killed-run.ts");
const TIMES = { beat: 100, expiry: 1_500, patience: 500 };

let stack: Stack;
let looker: Looker;
let films: Model;
let folder: string;
beforeAll(async () => {
  films = await loadModel(MODEL);
  stack = await openTestStack();
  looker = await openLooker(stack.url);
  folder = await mkdtemp(join(tmpdir(), "viewfinder-lease-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await looker.close();
  await stack.release();
});

async function write(name: string, row: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "films.csv"), `id,title,shown,budget,votes,imdb,saga,genres\n${row}\n`);
  return path;
}

/** A run in a process of its own that stops at a step; `said` is what it says at its end, once it goes on. */
async function stoppedAt(
  step: string,
  model: Model,
  path: string,
): Promise<{ readonly child: ChildProcess; readonly said: Promise<string> }> {
  const told: KilledRun = { url: stack.url, lease: TIMES, signal: "SIGSTOP" };
  const child = spawn(process.execPath, [KILLED, MODEL, model.schema, path, step], {
    env: { ...process.env, TEST_RUN: JSON.stringify(told) },
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  const said = new Promise<string>((resolve) => child.once("exit", () => resolve(text)));
  try {
    await standing(model);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return { child, said };
}

/** Waits until the model's ledger says that a run is at work, and its lease beats no more. */
async function standing(model: Model): Promise<void> {
  for (let beats = "", before = "-"; beats !== before || beats === ""; await delay(TIMES.beat * 3)) {
    before = beats;
    const there = await looker.rows("SELECT to_regclass($1)", [`"${model.schema}_hydrate".runs`]);
    if (there[0]?.[0] === "-") continue;
    const running = await looker.rows(
      `SELECT b.beats FROM "${model.schema}_hydrate".beats b, "${model.schema}_hydrate".runs r WHERE r.state = 'running'`,
    );
    beats = running[0]?.[0] ?? "";
  }
}

test("a run that was stopped loses its place to the next one, and publishes nothing when it wakes up", async () => {
  const model = inOwnSchema(films, "lease_sleeper");
  const { child, said } = await stoppedAt("settle", model, await write("a/2026-01", "1,Alba,,1,10,,,"));
  try {
    const waits: string[] = [];
    const next = await hydrateAsText(stack.url, model, await write("b/2026-02", "2,Bruma,,1,10,,,"), {
      lease: TIMES,
      progress: (event) => {
        if (event.step === "wait") waits.push(event.about ?? "");
      },
    });
    expect(next).toContain("published as run 2");
    expect(next).toContain(
      "run 1 (2026-01), begun 2026-01-31 12:00 UTC, had died before it published anything",
    );
    expect(waits.length).toBe(2);
    expect(waits[1]).toMatch(
      /^process \d+ on .*; it has been silent since, and its lease is taken over after 1\.5 s$/,
    );
    child.kill("SIGCONT");
    expect(await said).toMatch(
      /^Outage: This run stood still for so long that another one took its place: another run\. Nothing more was published by this one\./,
    );
    expect(await looker.rows(`SELECT id, title FROM "${model.schema}".films`)).toEqual([["2", "Bruma"]]);
    expect(await looker.rows(`SELECT id, state FROM "${model.schema}_hydrate".runs ORDER BY id`)).toEqual([
      ["1", "died"],
      ["2", "published"],
    ]);
    expect(await looker.rows(`SELECT DISTINCT run FROM "${model.schema}_hydrate".raw_records`)).toEqual([
      ["2"],
    ]);
  } finally {
    child.kill("SIGKILL");
    await looker.drop(model);
  }
});

test("a run that wakes up in the middle of publishing finds the fence, while the next one waits for its locks", async () => {
  const model = inOwnSchema(films, "lease_publisher");
  await hydrateAsText(stack.url, model, await write("c/2026-01", "1,Alba,,1,10,,,"));
  // The row of film 1 is changed by then, and locked.
  const { child, said } = await stoppedAt("record", model, await write("d/2026-02", "1,Sleeper,,1,10,,,"));
  try {
    const running = hydrateAsText(stack.url, model, await write("e/2026-03", "1,Waker,,1,10,,,"), {
      lease: TIMES,
    });
    const token = async (): Promise<string | undefined> =>
      (await looker.rows(`SELECT token FROM "${model.schema}_hydrate".lease`))[0]?.[0];
    while ((await token()) !== "3") await delay(TIMES.beat);
    child.kill("SIGCONT");
    const next = await running;
    expect(next).toContain("published as run 3");
    expect(await said).toMatch(/^Outage: This run stood still for so long that another one took its place/);
    expect(await looker.rows(`SELECT id, title FROM "${model.schema}".films`)).toEqual([["1", "Waker"]]);
    expect(await looker.rows(`SELECT state FROM "${model.schema}_hydrate".runs ORDER BY id`)).toEqual([
      ["published"],
      ["died"],
      ["published"],
    ]);
  } finally {
    child.kill("SIGKILL");
    await looker.drop(model);
  }
});

test("of many who want the lease at once, one has it at a time", async () => {
  const model = inOwnSchema(films, "lease_many");
  let inside = 0;
  let most = 0;
  try {
    const one = async (): Promise<void> => {
      const warehouse = await connectWarehouse(stack.url);
      const connect = () => connectWarehouse(stack.url);
      const names = namesOf(model, warehouse);
      const lease: Lease = await takeLease({
        warehouse,
        connect,
        names,
        now: () => testDay(),
        times: { beat: 50, expiry: 20_000, patience: 20_000 },
        waiting: () => {},
      });
      inside += 1;
      most = Math.max(most, inside);
      await delay(20);
      await warehouse.transaction(() => lease.fence());
      inside -= 1;
      await lease.release();
      await warehouse.close();
    };
    await Promise.all(Array.from({ length: 6 }, one));
    expect(most).toBe(1);
    expect(await looker.rows(`SELECT token, holder FROM "${model.schema}_hydrate".lease`)).toEqual([
      ["6", "-"],
    ]);
  } finally {
    await looker.drop(model);
  }
});
