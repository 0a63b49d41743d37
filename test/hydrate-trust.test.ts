// Only what was meant to arrive: whatever differs from what a vendor signed is found, and named in words.
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadModel, Mistake, type Model } from "../generator/index.ts";
import { type Accepted, verifiedLines, verifyDrops } from "../hydrate/index.ts";
import { readKey, stateOfKey, writeKey } from "../hydrate/trust/keys.ts";
import { MANIFEST_NAME, printManifest, readManifest, SIGNATURE_NAME } from "../hydrate/trust/manifest.ts";
import { acceptedOf } from "../hydrate/trust/chain.ts";
import { signFolder } from "../hydrate/trust/sign.ts";
import { signManifest } from "../hydrate/trust/signature.ts";
import { trusting, vendor } from "./vendor.ts";

const NOW = new Date("2026-07-01T12:00:00Z");
const HEADER = "id,title,shown,budget,votes,imdb,saga,genres\n";
const films = vendor("films");
const archive = vendor("archive");

let model: Model;
let folder: string;
let drops = 0;

beforeAll(async () => {
  const plain = await loadModel(fileURLToPath(new URL("drops/films/looker.yml", import.meta.url)));
  model = trusting(trusting(plain, "films", [films.trusted]), "archive", [archive.trusted]);
  folder = await mkdtemp(join(tmpdir(), "viewfinder-trust-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** An empty place for one test's drops. */
function place(): string {
  drops += 1;
  return join(folder, String(drops));
}

const csv = (...rows: readonly string[]): string => HEADER + rows.map((row) => `${row}\n`).join("");

/** What the admin reads. */
async function verified(
  path: string,
  more: { readonly model?: Model; readonly accepted?: readonly Accepted[]; readonly now?: Date } = {},
): Promise<string> {
  const found = await verifyDrops({ model, path, accepted: [], ...more, now: () => more.now ?? NOW });
  return verifiedLines(found)
    .join("\n")
    .replaceAll(/[0-9a-f]{12}…/g, "0123456789ab…")
    .replaceAll(new RegExp(`${folder}/\\d+`, "g"), "");
}

/** Three months in a row, of which nothing is wrong. */
async function threeMonths(): Promise<string> {
  const at = place();
  await films.deliver(join(at, "2026-01"), { "films.csv": csv("1,Alba,,1,1,,,") });
  await films.deliver(join(at, "2026-02"), { "films.csv": csv("1,Alba,,2,1,,,", "2,Bora,,1,1,,,") });
  await films.deliver(join(at, "2026-03"), { "films.csv.gz": gzipSync(csv("3,Cima,,1,1,,,"), { level: 0 }) });
  return at;
}

describe("verify names", () => {
  test("a chain of which nothing is wrong", async () => {
    expect(await verified(await threeMonths())).toMatchSnapshot();
  });

  test("the gap", async () => {
    const at = await threeMonths();
    rmSync(join(at, "2026-02"), { recursive: true });
    expect(await verified(at)).toMatchSnapshot();
  });

  test("the month the vendor passed over, and the late one", async () => {
    const at = place();
    await films.deliver(join(at, "2026-01"), { "films.csv": csv("1,Alba,,1,1,,,") });
    await films.deliver(join(at, "2026-04"), { "films.csv": csv("1,Alba,,2,1,,,") });
    const late = await films.deliver(join(at, "2026-02"), { "films.csv": csv("1,Alba,,3,1,,,") });
    expect(late.after?.manifest.period).toBe("2026-04");
    expect(await verified(at)).toMatchSnapshot();
  });

  test("the correction, and what comes after it", async () => {
    const at = await threeMonths();
    const corrected = await films.deliver(
      join(at, "2026-02 corrected"),
      { "films.csv": csv("1,Alba,,9,1,,,") },
      { period: "2026-02" },
    );
    expect(corrected.manifest.revision).toBe(2);
    await films.deliver(join(at, "2026-04"), { "films.csv": csv("1,Alba,,2,1,,,") });
    expect(await verified(at)).toMatchSnapshot();
  });

  test("two that follow the same one, a second first one, and an old revision", async () => {
    const at = await threeMonths();
    const files = { "films.csv": csv("1,Alba,,9,1,,,") };
    const january = join(at, "2026-01");
    await films.deliver(join(at, "2026-04"), files, { previous: january });
    await films.deliver(join(at, "2026-05"), files, { previous: "none" });
    await films.deliver(join(at, "2026-06"), files, {
      period: "2026-01",
      previous: join(at, "2026-03"),
      revision: 1,
    });
    renameSync(join(at, "2026-06"), join(at, "january again"));
    expect(await verified(at)).toMatchSnapshot();
  });

  test("what the ledger has accepted before", async () => {
    const at = await threeMonths();
    const manifest = readManifest(readFileSync(join(at, "2026-01", MANIFEST_NAME)), "");
    const accepted = acceptedOf({ ...manifest, key: films.key.id, sources: ["films"] });
    rmSync(join(at, "2026-01"), { recursive: true });
    // Alone it begins midway; after the ledger's January it is whole.
    expect(await verified(at)).toMatchSnapshot();
    expect(await verified(at, { accepted })).not.toMatch(/note|refused/);
  });

  test("a month before the first one accepted is late, and no fork, when that one follows it", async () => {
    const at = await threeMonths();
    const manifest = readManifest(readFileSync(join(at, "2026-02", MANIFEST_NAME)), "");
    const accepted = acceptedOf({ ...manifest, key: films.key.id, sources: ["films"] });
    const said = await verified(at, { accepted });
    expect(said).not.toContain("refused");
    expect(said).toContain(
      "it is about 2026-01, and comes after 2026-02, whose manifest follows it: a late month",
    );
  });

  test("files that are replaced, missing, not listed, or of another source", async () => {
    const at = await threeMonths();
    writeFileSync(join(at, "2026-01/films.csv"), csv("1,Elba,,1,1,,,"));
    writeFileSync(join(at, "2026-02/films-more.csv"), csv("7,More,,1,1,,,"));
    writeFileSync(join(at, "2026-02/films.csv"), csv("1,Alba,,2,1,,,"));
    writeFileSync(join(at, "2026-02/archive.csv"), "id,title,shown,budget,genres\n1,Alba,,1,\n");
    rmSync(join(at, "2026-03/films.csv.gz"));
    writeFileSync(join(at, "2026-03/films.csv"), csv("3,Cima,,1,1,,,"));
    expect(await verified(at)).toMatchSnapshot();
  });

  test("a wrong count of records", async () => {
    const at = place();
    await films.deliver(join(at, "2026-01"), { "films.csv": csv("1,Alba,,1,1,,,") });
    const path = join(at, "2026-01", MANIFEST_NAME);
    const { manifest } = readManifest(readFileSync(path), path);
    resign(
      join(at, "2026-01"),
      printManifest({ ...manifest, files: manifest.files.map((file) => ({ ...file, records: 5 })) }),
    );
    expect(await verified(at)).toMatchSnapshot();
  });

  test("a signature that is missing, forged, or no signature at all", async () => {
    const at = await threeMonths();
    rmSync(join(at, "2026-01", SIGNATURE_NAME));
    const forged = vendor("films", films.key.id);
    await rm(join(at, "2026-02", MANIFEST_NAME));
    await rm(join(at, "2026-02", SIGNATURE_NAME));
    await forged.deliver(join(at, "2026-02"), {});
    writeFileSync(join(at, "2026-03", SIGNATURE_NAME), "trust me");
    expect(await verified(at)).toMatchSnapshot();
  });

  test("no manifest where one is needed", async () => {
    const at = place();
    await films.deliver(join(at, "2026-01"), { "films.csv": csv("1,Alba,,1,1,,,") });
    rmSync(join(at, "2026-01", MANIFEST_NAME));
    expect(await verified(at)).toMatchSnapshot("needed");
    expect(await verified(at, { model: trusting(model, "films", [films.trusted], "allow") })).toMatchSnapshot(
      "allowed",
    );
    expect(await verified(at, { model: trusting(model, "films", [], "folders") })).toMatchSnapshot("no key");
    // A model that says nothing of it takes nothing that nobody vouches for.
    expect(await verified(at, { model: trusting(model, "films", []) })).toMatchSnapshot("not said");
    // One that lies about its files is refused even where no key is asked for.
    const again = await threeMonths();
    writeFileSync(join(again, "2026-01/films.csv"), csv("1,Elba,,1,1,,,"));
    expect(
      await verified(join(again, "2026-01"), { model: trusting(model, "films", [], "folders") }),
    ).toMatchSnapshot("no key, and it lies");
  });

  test("the key: unknown, of another source, revoked, outside its days", async () => {
    const at = await threeMonths();
    const drop = join(at, "2026-01");
    const other = { ...films.trusted, id: "films-keys" };
    const told = {
      unknown: await verified(drop, { model: trusting(model, "films", [other]) }),
      "no keys but needed": await verified(drop, { model: trusting(model, "films", [], "refuse") }),
      revoked: await verified(drop, {
        model: trusting(model, "films", [{ ...films.trusted, revoked: true }]),
      }),
      "not valid yet": await verified(drop, {
        model: trusting(model, "films", [{ ...films.trusted, from: "2026-06-02" }]),
      }),
      "no longer valid": await verified(drop, {
        model: trusting(model, "films", [{ ...films.trusted, until: "2026-05-31" }]),
      }),
    };
    expect(told).toMatchSnapshot("each");
    // While one key gives way to the next, both count.
    const next = vendor("films", "films-next");
    const both = trusting(model, "films", [films.trusted, next.trusted]);
    await next.deliver(join(at, "2026-04"), { "films.csv": csv("1,Alba,,1,1,,,") });
    expect(await verified(at, { model: both })).not.toMatch(/refused/);
    const elsewhere = place();
    await archive.deliver(
      join(elsewhere, "2026-01"),
      { "films.csv": csv("1,Alba,,1,1,,,") },
      { sources: ["films"] },
    );
    expect(await verified(elsewhere)).toMatchSnapshot("of another source");
  });

  test("the time: expired, made in the future, in another month's folder", async () => {
    const at = place();
    const files = { "films.csv": csv("1,Alba,,1,1,,,") };
    await films.deliver(join(at, "2026-01"), files, { expires: new Date("2026-06-30T00:00:00Z") });
    await films.deliver(join(at, "2026-02"), files, { now: new Date("2026-07-02T00:00:00Z") });
    await films.deliver(join(at, "2026-03"), files, { period: "2026-02" });
    expect(await verified(at)).toMatchSnapshot();
    expect(await verified(join(at, "2026-01"), { now: new Date("2026-06-29T00:00:00Z") })).toMatch(/genuine/);
  });
});

/** Puts another manifest in the place of one, rightly signed. */
function resign(at: string, manifest: Buffer): void {
  writeFileSync(join(at, MANIFEST_NAME), manifest);
  writeFileSync(join(at, SIGNATURE_NAME), signManifest(manifest, films.key.id, films.key.key));
}

test("any change of any byte of a file, the manifest or the signature is refused", async () => {
  const at = place();
  const names = ["films.csv", "films-2.csv.gz", MANIFEST_NAME, SIGNATURE_NAME] as const;
  await films.deliver(join(at, "2026-01"), {
    "films.csv": csv("1,Alba,,1,1,,,"),
    "films-2.csv.gz": gzipSync(csv("2,Bora,,1,1,,,")),
  });
  const sound = new Map(names.map((name) => [name, readFileSync(join(at, "2026-01", name))]));
  expect(await verified(at)).toMatch(/^2026-01: genuine/);
  let changed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      fc.constantFrom("change", "remove", "insert"),
      async (name, where, by, how) => {
        const bytes = sound.get(name) ?? Buffer.alloc(0);
        const index = where % bytes.length;
        const byte = Buffer.from([(bytes[index] ?? 0) ^ by]);
        const after = how === "insert" ? index : index + 1;
        const parts = [bytes.subarray(0, index), ...(how === "remove" ? [] : [byte]), bytes.subarray(after)];
        writeFileSync(join(at, "2026-01", name), Buffer.concat(parts));
        const said = await verified(at);
        writeFileSync(join(at, "2026-01", name), bytes);
        changed += 1;
        // Blanks around a signature change nothing it says; nothing else may pass.
        if (name === SIGNATURE_NAME && saysTheSame(Buffer.concat(parts), bytes)) return;
        expect(said).toMatch(/^2026-01(?: \(2026-01\))?: would be refused/);
      },
    ),
    { numRuns: 400, seed: 4 },
  );
  expect(changed).toBe(400);
});

function saysTheSame(one: Buffer, other: Buffer): boolean {
  try {
    const parsed = (bytes: Buffer): unknown => JSON.parse(bytes.toString());
    const { format, key, ed25519 } = parsed(one) as Record<string, unknown>;
    return JSON.stringify({ format, key, ed25519 }) === JSON.stringify(parsed(other));
  } catch {
    return false;
  }
}

test("a manifest reads as it was printed", () => {
  const name = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => !text.includes("/"));
  const sha256 = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => Buffer.from(bytes).toString("hex"));
  const when = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true });
  const manifest = fc.record({
    sources: fc.array(name, { minLength: 1 }),
    period: fc.constantFrom("2026-01", "1999-12"),
    revision: fc.integer({ min: 1, max: 1e6 }),
    previous: fc.option(sha256, { nil: undefined }),
    created: when,
    expires: fc.option(when, { nil: undefined }),
    files: fc.uniqueArray(
      fc.record({ name, size: fc.nat(), sha256, records: fc.option(fc.nat(), { nil: undefined }) }),
      { minLength: 1, selector: (file) => file.name },
    ),
  });
  fc.assert(
    fc.property(manifest, (written) => {
      expect(readManifest(printManifest(written), "MANIFEST.json").manifest).toEqual(written);
    }),
    { numRuns: 200, seed: 4 },
  );
});

test("what is no manifest is told in words", () => {
  const sound = {
    format: "viewfinder-manifest/1",
    sources: ["films"],
    period: "2026-01",
    revision: 1,
    previous: null,
    created: "2026-02-01T09:00:00Z",
    files: [{ name: "films.csv", size: 1, sha256: "0".repeat(64) }],
  };
  const [file] = sound.files;
  const bytes = (value: unknown): Buffer =>
    Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
  expect(readManifest(bytes(sound), "m").manifest.previous).toBeUndefined();
  const told = [
    "{",
    Buffer.from([0x22, 0xff, 0x22]),
    [],
    { ...sound, format: undefined },
    { ...sound, sources: [] },
    { ...sound, sources: [7] },
    { ...sound, period: "2026-13" },
    { ...sound, revision: 0 },
    { ...sound, previous: "none" },
    { ...sound, created: "yesterday" },
    { ...sound, expires: "2026-02-30T00:00:00" },
    { ...sound, files: {} },
    { ...sound, files: [{ ...file, name: "../films.csv" }] },
    { ...sound, files: [{ ...file, size: -1 }] },
    { ...sound, files: [{ ...file, sha256: "A".repeat(64) }] },
    { ...sound, files: [{ ...file, records: 1.5 }] },
    { ...sound, files: [{ ...file, md5: "" }] },
    { ...sound, files: [file, file] },
    { ...sound, note: "" },
  ].map((value) => {
    try {
      readManifest(Buffer.isBuffer(value) ? value : bytes(value), "MANIFEST.json");
      return "accepted";
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      return error.message.split("\n")[0];
    }
  });
  expect(told).toMatchSnapshot();
});

describe("signing", () => {
  test("finds the manifest before it, and counts revisions", async () => {
    const at = await threeMonths();
    const next = await films.deliver(join(at, "2026-04"), { "films.csv": csv("1,Alba,,1,1,,,") });
    expect(next.after?.manifest.period).toBe("2026-03");
    expect(next.manifest.files.map(({ name, records }) => [name, records])).toEqual([["films.csv", 1]]);
    // Another source's drops beside it are another chain.
    const other = await archive.deliver(join(at, "2026-05"), { "archive.csv": "id\n1\n" });
    expect(other.after).toBeUndefined();
  });

  test("says what it cannot sign", async () => {
    const at = await threeMonths();
    const words = async (options: Partial<Parameters<typeof signFolder>[0]>): Promise<string> => {
      const whole = { folder: join(at, "new"), key: films.key, sources: ["films"], now: NOW, ...options };
      return signFolder(whole).then(
        () => "signed",
        (error: unknown) => (error as Error).message.replaceAll(at, ""),
      );
    };
    writeFileSync(join(at, "some.csv"), "x");
    await cp(join(at, "2026-01/films.csv"), join(at, "new/films.csv"), { recursive: true });
    await cp(join(at, "2026-03"), join(at, "empty"), { recursive: true });
    for (const name of ["films.csv.gz", MANIFEST_NAME]) rmSync(join(at, "empty", name));
    expect({
      "a file": await words({ folder: join(at, "some.csv") }),
      "signed already": await words({ folder: join(at, "2026-01") }),
      "no month": await words({}),
      "a wrong month": await words({ period: "2026-1" }),
      "no files": await words({ folder: join(at, "empty") }),
      "no manifest before": await words({ period: "2026-04", previous: join(at, "empty") }),
      "nothing there": await words({ folder: join(at, "nowhere") }),
    }).toMatchSnapshot();
  });

  test("keys are files that only their owner reads, and are never written over", async () => {
    const path = join(folder, "a.key");
    await writeKey(films.key, path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const read = await readKey(path);
    expect(read.id).toBe(films.key.id);
    expect(read.key.equals(films.key.key)).toBe(true);
    await expect(writeKey(films.key, path)).rejects.toThrow(/is there already/);
    await expect(readKey(join(folder, "b.key"))).rejects.toThrow(/There is no file/);
    writeFileSync(
      join(folder, "c.key"),
      "Key-Id: x\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    );
    await expect(readKey(join(folder, "c.key"))).rejects.toThrow(/is not a private key/);
  });

  test("a key stands on its days, in UTC", () => {
    const at = (day: string, more = {}): string => stateOfKey({ ...films.trusted, ...more }, new Date(day));
    expect([
      at("2025-12-31T23:59:59Z"),
      at("2026-01-01T00:00:00Z"),
      at("2026-12-31T23:59:59Z"),
      at("2027-01-01T00:00:00Z"),
      at("2026-06-01", { revoked: true }),
    ]).toEqual(["not yet valid", "valid", "valid", "no longer valid", "revoked"]);
  });
});
