// The same deploy and the same looks at drift, on a Looker of our own and, when one is given, on a real one.
//
// A real one is taken when VIEWFINDER_TEST_LOOKER holds the name of a project that may be written over, with
// LOOKERSDK_BASE_URL, LOOKERSDK_CLIENT_ID and LOOKERSDK_CLIENT_SECRET; VIEWFINDER_TEST_LOOKER_CONNECTION names a
// connection of it. Nothing is asked of its database, so that any connection will do.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runDeploy } from "../cli/commands/deploy.ts";
import { runDrift } from "../cli/commands/drift.ts";
import { openReader } from "../local/pool.ts";
import type { Stack } from "../local/stack.ts";
import { openTestStack } from "./database.ts";
import { type LookerDouble, openLookerDouble } from "./doubles/looker/double.ts";
import { LIBRARY_YML } from "./library.ts";

const real = process.env["VIEWFINDER_TEST_LOOKER"];
const connection = process.env["VIEWFINDER_TEST_LOOKER_CONNECTION"] ?? "warehouse";
/** A real Looker may compile for a while. */
const PATIENCE_MS = 60_000;

let stack: Stack;
let pool: pg.Pool;
let double: LookerDouble | undefined;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "viewfinder-real-"));
  if (real !== undefined) {
    const said = (name: string): string => process.env[`LOOKERSDK_${name}`] ?? "";
    await writeIni(said("BASE_URL"), said("CLIENT_ID"), said("CLIENT_SECRET"));
    return;
  }
  stack = await openTestStack();
  pool = openReader(stack.url);
  double = await openLookerDouble({ pool, project: "library", git: "bare", files: [] });
  await writeIni(double.url, double.client.id, double.client.secret);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  if (double === undefined) return;
  await double.close();
  await pool.end();
  await stack.release();
});

async function writeIni(url: string, id: string, secret: string): Promise<void> {
  await writeFile(
    join(folder, "looker.ini"),
    `[Looker]\nbase_url=${url}\nclient_id=${id}\nclient_secret=${secret}\n`,
  );
}

/** A model's name is taken once in an instance, so a real one gets one of the project's. */
const model = (yml: string): string =>
  yml
    .replace("model: library", `model: ${real ?? "library"}`)
    .replace("connection: warehouse", `connection: ${connection}`);

async function deploy(yml: string): Promise<string> {
  await writeFile(join(folder, "looker.yml"), model(yml));
  let out = "";
  await runDeploy(
    { ini: join(folder, "looker.ini"), project: real ?? "library", without: ["test", "content"] },
    { model: join(folder, "looker.yml") },
    { write: (text) => (out += text) },
    PATIENCE_MS,
  );
  return out;
}

async function drift(): Promise<{ readonly out: string; readonly code: number }> {
  let out = "";
  const code = await runDrift(
    { ini: join(folder, "looker.ini"), project: real ?? "library", only: ["looker", "files"] },
    { model: join(folder, "looker.yml") },
    (text) => (out += text),
  );
  return { out, code };
}

describe("a Looker, our own or a real one,", () => {
  test("takes a model, shows it in production, and agrees with it", async () => {
    expect(await deploy(LIBRARY_YML)).toMatch(/verify +production shows 1 explore with \d+ fields/);
    expect(await drift()).toMatchObject({ code: 0 });
    expect(await deploy(LIBRARY_YML)).toContain("production holds exactly these files already");
  });

  test("takes a change, and drift sees one that is not deployed yet", async () => {
    const changed = LIBRARY_YML.replace("label: Books}", "label: Titles}");
    await writeFile(join(folder, "looker.yml"), model(changed));
    const before = await drift();
    expect(before.out).toContain(
      'measure books.count of explore books: label is "Books Books" in Looker, "Books Titles" in the model',
    );
    expect(before.code).toBe(1);
    expect(await deploy(changed)).toMatch(/~ views\/books\.view\.lkml/);
    expect(await drift()).toMatchObject({ code: 0 });
  });
});
