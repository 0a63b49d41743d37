// A database that keeps text in another encoding than UTF8 is refused by whoever would read or fill it, in words.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadModel, Mistake } from "../generator/index.ts";
import { hydrate } from "../hydrate/index.ts";
import { openStack, type Stack } from "../local/stack.ts";
import { readPassword } from "../local/stack/cluster.ts";

const MODEL = fileURLToPath(new URL("drops/films/looker.yml", import.meta.url));

let folder: string;
let stack: Stack;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "viewfinder-encoding-"));
  // One of its own: only its administrator makes databases.
  stack = await openStack({ folder });
  const admin = new URL(stack.url);
  admin.username = "postgres";
  admin.password = await readPassword(stack.folder ?? "");
  const client = new Client({ connectionString: admin.href });
  await client.connect();
  try {
    await client.query(
      "CREATE DATABASE plain TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C' OWNER viewfinder",
    );
  } finally {
    await client.end();
  }
  const plain = new URL(stack.url);
  plain.pathname = "/plain";
  url = plain.href;
});
afterAll(async () => {
  await stack?.release();
  await rm(folder, { recursive: true, force: true });
});

async function mistakeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => "nothing was refused",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Mistake);
  return (error as Mistake).message;
}

const IN_WORDS =
  "keeps text in SQL_ASCII, and would answer text filters wrongly. Make one in UTF8 (CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8')";

test("by every command that opens the database of DATABASE_URL", async () => {
  const said = await mistakeOf(openStack({ url, folder: join(folder, "unused") }));
  expect(said).toMatch(/^DATABASE_URL: the database plain at 127\.0\.0\.1:\d+ keeps/);
  expect(said).toContain(`${IN_WORDS}, and name that.`);
});

test("by hydrate, whoever calls it, before it has made anything", async () => {
  const model = await loadModel(MODEL);
  const path = join(folder, "2026-01");
  await mkdir(path);
  await writeFile(join(path, "films.csv"), "id,title,shown,budget,votes,imdb,saga,genres\n");
  const said = await mistakeOf(hydrate({ model, url, path, now: () => new Date(0) }));
  expect(said).toBe(`The database plain ${IN_WORDS}, and load into that.`);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const made = await client.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE $1", [
      `${model.schema}%`,
    ]);
    expect(made.rows).toEqual([]);
  } finally {
    await client.end();
  }
});
