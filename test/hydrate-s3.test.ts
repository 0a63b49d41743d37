// Signed months from S3 into the database: each is proved before it lands, takes its place in the chain, and is loaded once.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, test as base } from "vitest";
import { loadModel, type Model } from "../generator/index.ts";
import { planDrop, readAccepted, verifiedLines, verifyDrops } from "../hydrate/index.ts";
import { printManifest, readManifest } from "../hydrate/trust/manifest.ts";
import { signManifest } from "../hydrate/trust/signature.ts";
import type { Stack } from "../local/stack.ts";
import { openTestBucket, type TestBucket } from "./bucket.ts";
import { openTestStack } from "./database.ts";
import { hydrateAsText, inOwnSchema, openLooker, type Looker } from "./hydrated.ts";
import { trusting, vendor } from "./vendor.ts";

const NOW = new Date("2026-07-01T12:00:00Z");
const HEADER = "id,title,shown,budget,votes,imdb,saga,genres\n";
const films = vendor("films");
/** Faults can be ordered of the double alone. */
const onDouble = process.env["VIEWFINDER_TEST_S3"] === undefined;

let stack: Stack;
let looker: Looker;
let plain: Model;
let bucket: TestBucket;
let outbox: string;

beforeAll(async () => {
  plain = await loadModel(fileURLToPath(new URL("drops/films/looker.yml", import.meta.url)));
  stack = await openTestStack();
  looker = await openLooker(stack.url);
  bucket = await openTestBucket();
  outbox = mkdtempSync(join(tmpdir(), "viewfinder-outbox-"));
});
afterAll(async () => {
  rmSync(outbox, { recursive: true });
  await bucket.close();
  await looker.close();
  await stack.release();
});
afterEach(() => bucket.double?.faults.clear());

/** A test gets a model of its own that trusts the vendor's key, and a prefix of its own. */
const test = base.extend<{ readonly model: Model; readonly prefix: string }>({
  model: async ({ task }, use) => {
    const model = inOwnSchema(plain, `s3_${task.name.toLowerCase().slice(0, 30)}`);
    await use(trusting(model, "films", [films.trusted]));
    await looker.drop(model);
  },
  prefix: ({ task }, use) =>
    use(
      task.name
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, "-")
        .slice(0, 24),
    ),
});

const csv = (...rows: readonly string[]): string => HEADER + rows.map((row) => `${row}\n`).join("");

/** Signs files in the vendor's outbox and delivers them; the signature last. */
async function deliver(
  prefix: string,
  drop: string,
  files: Readonly<Record<string, string | Buffer>>,
  more: Parameters<typeof films.deliver>[2] = {},
): Promise<string> {
  const folder = join(outbox, prefix, drop);
  await films.deliver(folder, files, more);
  for (const name of readdirSync(folder).sort(
    (a, b) => Number(a.startsWith("M")) - Number(b.startsWith("M")) || a.length - b.length,
  ))
    await bucket.put(`${prefix}/${drop}/${name}`, readFileSync(join(folder, name)));
  return `${bucket.url}/${prefix}/${drop}`;
}

async function load(model: Model, path: string): Promise<string> {
  const said = await hydrateAsText(stack.url, model, path, { now: NOW });
  return said.replaceAll(/[0-9a-f]{12}…/g, "0123456789ab…").replaceAll(bucket.url, "s3://drops");
}

async function titles(model: Model): Promise<string> {
  const rows = await looker.rows(
    `SELECT id::text, title, budget::text FROM "${model.schema}".films ORDER BY id`,
  );
  return rows.map((row) => row.join(" ")).join(", ");
}

test("three signed months", async ({ model, prefix }) => {
  await deliver(prefix, "2026-01", { "films.csv": csv("1,Alba,,1,1,,,") });
  await deliver(prefix, "2026-02", {
    "films.csv.gz": gzipSync(csv("1,Alba,,2,1,,,", "2,Bora,,1,1,,,"), { level: 0 }),
  });
  const march = await deliver(prefix, "2026-03", {
    "films-a.csv": csv("3,Cima,,1,1,,,"),
    "films-b.csv": csv("4,Dora,,1,1,,,"),
  });
  expect(await load(model, `${bucket.url}/${prefix}`)).toMatchSnapshot();
  expect(await titles(model)).toBe("1 Alba 2.00, 2 Bora 1.00, 3 Cima 1.00, 4 Dora 1.00");
  const accepted = await readAccepted(stack.url, model);
  expect(accepted.map((one) => [one.source, one.period, one.revision])).toEqual([
    ["films", "2026-01", 1],
    ["films", "2026-02", 1],
    ["films", "2026-03", 1],
  ]);
  expect(accepted.slice(1).map((one) => one.previous)).toEqual(accepted.slice(0, 2).map((one) => one.sha256));
  // Twice is once.
  expect(await load(model, march)).toMatch(/^2026-03: nothing to do/);
  expect((await readAccepted(stack.url, model)).length).toBe(3);
});

test("a month that is missing, and then comes", async ({ model, prefix }) => {
  const january = await deliver(prefix, "2026-01", { "films.csv": csv("1,Alba,,1,1,,,") });
  const february = await deliver(prefix, "2026-02", { "films.csv": csv("1,Alba,,2,1,,,") });
  const march = await deliver(prefix, "2026-03", { "films.csv": csv("1,Alba,,3,1,,,") });
  await load(model, january);
  expect(await load(model, march)).toMatchSnapshot();
  expect(await titles(model)).toBe("1 Alba 1.00");
  expect(await load(model, february)).toMatch(/published as run \d+/);
  expect(await load(model, march)).toMatch(/published as run \d+/);
  expect(await titles(model)).toBe("1 Alba 3.00");
});

test("a correction has a folder of its own, and an old revision does not come back", async ({
  model,
  prefix,
}) => {
  await deliver(prefix, "2026-01", { "films.csv": csv("1,Alba,,1,1,,,") });
  await deliver(prefix, "2026-01-r2", { "films.csv": csv("1,Alba,,7,1,,,") }, { period: "2026-01" });
  expect(await load(model, `${bucket.url}/${prefix}`)).toMatch(/2026-01-r2: published as run \d+/);
  const old = await deliver(
    prefix,
    "2026-01-again",
    { "films.csv": csv("1,Alba,,1,2,,,") },
    { period: "2026-01", revision: 1 },
  );
  expect(await load(model, old)).toMatchSnapshot();
  expect(await titles(model)).toBe("1 Alba 7.00");
});

test("replaced, forged and unsigned drops leave the tables as they were", async ({ model, prefix }) => {
  const january = await deliver(prefix, "2026-01", { "films.csv": csv("1,Alba,,1,1,,,") });
  await load(model, january);
  const february = await deliver(prefix, "2026-02", { "films.csv": csv("1,Alba,,2,1,,,") });
  await bucket.put(`${prefix}/2026-02/films.csv`, csv("1,Elba,,2,1,,,"));
  const told: Record<string, string> = { replaced: await load(model, february) };
  await bucket.put(`${prefix}/2026-02/films.csv`, csv("1,Alba,,2,1,,,"));
  await bucket.put(`${prefix}/2026-02/films-2.csv`, csv("9,More,,2,1,,,"));
  told["one more"] = await load(model, february);
  await bucket.remove(`${prefix}/2026-02/films-2.csv`);
  await bucket.remove(`${prefix}/2026-02/MANIFEST.json.sig`);
  told["not signed"] = await load(model, february);
  told["one file of it"] = await load(model, `${february}/films.csv`);
  expect(told).toMatchSnapshot();
  expect(await titles(model)).toBe("1 Alba 1.00");
  const planned = await planDrop({ model, url: stack.url, path: february, now: () => NOW });
  expect(planned.drops.map((one) => one.outcome)).toEqual(["would_be_refused"]);
});

test("from S3 an unsigned drop loads only where the model says so", async ({ model, prefix }) => {
  await bucket.put(`${prefix}/2026-01/films.csv`, csv("1,Alba,,1,1,,,"));
  const path = `${bucket.url}/${prefix}/2026-01`;
  expect(await load(trusting(model, "films", [], "folders"), path)).toMatchSnapshot();
  expect(await load(trusting(model, "films", [], "allow"), path)).toMatch(/published as run \d+/);
});

test("a wrong count of records is refused before anything is published", async ({ model, prefix }) => {
  const folder = join(outbox, prefix, "2026-01");
  // The vendor's own tool counts lines of another kind.
  await films.deliver(folder, { "films.csv": csv("1,Alba,,1,1,,,") });
  const { manifest } = readManifest(readFileSync(join(folder, "MANIFEST.json")), "");
  const wrong = printManifest({
    ...manifest,
    files: manifest.files.map((file) => ({ ...file, records: 2 })),
  });
  await bucket.put(`${prefix}/2026-01/films.csv`, csv("1,Alba,,1,1,,,"));
  await bucket.put(`${prefix}/2026-01/MANIFEST.json`, wrong);
  await bucket.put(`${prefix}/2026-01/MANIFEST.json.sig`, signManifest(wrong, films.key.id, films.key.key));
  expect(await load(model, `${bucket.url}/${prefix}/2026-01`)).toMatchSnapshot();
});

test("verify goes on from what the ledger has accepted", async ({ model, prefix }) => {
  const january = await deliver(prefix, "2026-01", { "films.csv": csv("1,Alba,,1,1,,,") });
  const february = await deliver(prefix, "2026-02", { "films.csv": csv("1,Alba,,2,1,,,") });
  const march = await deliver(prefix, "2026-03", { "films.csv": csv("1,Alba,,2,2,,,") });
  const verified = async (path: string): Promise<string> => {
    const accepted = await readAccepted(stack.url, model);
    return verifiedLines(await verifyDrops({ model, path, accepted, now: () => NOW })).join("\n");
  };
  expect(await verified(january)).toMatch(/genuine/);
  await load(model, january);
  expect(await verified(february)).toMatch(
    /^2026-02: genuine: 1 file, 60 bytes, signed by films-key on 2026-06-01$/,
  );
  expect(await verified(march)).toMatch(/2026-02 is missing/);
});

test.runIf(onDouble)("a drop that changes, fails or is cut while it is read", async ({ model, prefix }) => {
  const path = await deliver(prefix, "2026-01", { "films.csv": csv("1,Alba,,1,1,,,") });
  const key = `${bucket.url.replace("s3://drops/", "")}/${prefix}/2026-01/films.csv`;
  const faults = bucket.double?.faults;
  faults?.add({ kind: "replace", body: csv("1,Elba,,1,1,,,"), on: "GetObject", key });
  expect(await load(model, path)).toMatchSnapshot();
  await bucket.put(`${prefix}/2026-01/films.csv`, csv("1,Alba,,1,1,,,"));
  faults?.add({ kind: "slow_down", on: "GetObject", times: 2 });
  faults?.add({ kind: "cut", after: 20, on: "GetObject", key });
  // Between the two readings another object takes its place: the opened version is read to the end.
  faults?.add({ kind: "replace", body: csv("1,Elba,,1,1,,,"), on: "GetObject", key, skip: 2 });
  expect(await load(model, path)).toMatch(/published as run \d+/);
  expect(await titles(model)).toBe("1 Alba 1.00");
  const [version] = await looker.rows(`SELECT address, version FROM "${model.schema}_hydrate".files`);
  expect(version).toEqual([`${path}/films.csv`, expect.stringMatching(/^v\d+$/)]);
});
