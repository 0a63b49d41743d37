// Drops on S3: listed, read at one version in bounded memory, taken up again after faults, and refused in words.
import { hash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Mistake, Outage } from "../generator/index.ts";
import { contentsOf } from "../hydrate/storage/content.ts";
import { connectS3 } from "../hydrate/storage/s3/client.ts";
import { s3Store } from "../hydrate/storage/s3/store.ts";
import { storageOf } from "../hydrate/storage/named.ts";
import type { Place, Storage, StoredFile } from "../hydrate/storage/storage.ts";
import { openTestBucket, type TestBucket } from "./bucket.ts";
import { repeatedContent } from "./doubles/s3/shelf.ts";
import { setEnvironment } from "./environment.ts";

let bucket: TestBucket;
let s3: Storage;

beforeAll(async () => {
  bucket = await openTestBucket();
  s3 = storageOf(bucket.url);
});
afterAll(() => bucket.close());
afterEach(() => bucket.double?.faults.clear());

/** Faults can be ordered of the double alone. */
const onDouble = process.env["VIEWFINDER_TEST_S3"] === undefined;

async function fileAt(storage: Storage, address: string): Promise<StoredFile> {
  const place = await storage.look(address);
  if (place.kind !== "file") throw new Error(`${address} is a folder`);
  return place.file;
}

async function contentOf(storage: Storage, file: StoredFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of storage.read(file)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What a person reads when it fails; addresses of this run made the same in every run. */
async function words(failing: Promise<unknown>): Promise<string> {
  try {
    await failing;
    return "no error";
  } catch (error) {
    if (!(error instanceof Mistake || error instanceof Outage)) throw error;
    const again = error instanceof Outage ? `, retry ${error.retry}` : "";
    const endpoint = bucket.double?.endpoint ?? process.env["AWS_ENDPOINT_URL"] ?? "http://no endpoint";
    return `${error.name}${again}: ${error.message}`
      .replaceAll(bucket.url.replace(/^s3:\/\/[^/]+\//, ""), "PREFIX")
      .replaceAll(/s3:\/\/[^/]+\/PREFIX/g, "s3://drops/PREFIX")
      .replaceAll(` at ${endpoint}`, "")
      .replaceAll(endpoint, "ENDPOINT")
      .replaceAll(endpoint.replace("http://", ""), "ENDPOINT");
  }
}

function sayPlace(place: Place): unknown {
  const short = (address: string): string => address.slice(bucket.url.length);
  if (place.kind === "file") return { file: place.file.name, size: place.file.size, folder: place.folder };
  return {
    name: place.name,
    files: place.files.map((file) => `${file.name} ${file.size} ${short(file.address)}`),
    folders: place.folders.map(short),
  };
}

describe("listing", () => {
  beforeAll(async () => {
    for (const name of ["2026-01/b.csv", "2026-01/a é+&.csv", "2026-01/.part", "2026-02/a.csv", "top.csv"])
      await bucket.put(name, name);
    await bucket.put("2026-02/", "");
  });

  test("a prefix is a folder, an object is a file, and hidden names are not looked at", async () => {
    const top = await s3.look(bucket.url);
    expect(sayPlace(top)).toMatchObject({ files: ["top.csv 7 /top.csv"], folders: ["/2026-01", "/2026-02"] });
    expect(sayPlace(await s3.look(`${bucket.url}/2026-01/`))).toEqual({
      name: "2026-01",
      files: ["a é+&.csv 18 /2026-01/a é+&.csv", "b.csv 13 /2026-01/b.csv"],
      folders: [],
    });
    // Some tools put an empty object where a folder would be.
    expect(sayPlace(await s3.look(`${bucket.url}/2026-02`))).toEqual({
      name: "2026-02",
      files: ["a.csv 13 /2026-02/a.csv"],
      folders: [],
    });
    expect(sayPlace(await s3.look(`${bucket.url}/2026-01/b.csv`))).toEqual({
      file: "b.csv",
      size: 13,
      folder: "2026-01",
    });
  });

  test("what is read is what was put there", async () => {
    const file = await fileAt(s3, `${bucket.url}/2026-01/a é+&.csv`);
    expect(String(await contentOf(s3, file))).toBe("2026-01/a é+&.csv");
    expect(String(await s3.small(file, 100))).toBe("2026-01/a é+&.csv");
    expect(await words(s3.small(file, 5))).toMatch(/has 18 bytes; 5 bytes is the most/);
  });

  test.runIf(onDouble)("more than one page", async () => {
    for (let index = 0; index < 2_500; index += 1)
      bucket.double?.put("drops", `many/${String(index).padStart(5, "0")}.csv`, "x");
    const place = await s3.look("s3://drops/many");
    expect(place.kind === "folder" && place.files.length).toBe(2_500);
  });
});

describe("one version", () => {
  test("an object that was replaced after the listing is refused", async () => {
    await bucket.put("replaced.csv", "old");
    const file = await fileAt(s3, `${bucket.url}/replaced.csv`);
    await bucket.put("replaced.csv", "new");
    expect(await words(contentOf(s3, file))).toMatchInlineSnapshot(
      `"Outage, retry true: s3://drops/PREFIX/replaced.csv was replaced after the drop was listed: somebody is still delivering it. Nothing of this drop was loaded. Wait until it is complete, and run the same command again."`,
    );
  });

  test.runIf(onDouble)("an opened file keeps its version, whatever is put there or deleted", async () => {
    await bucket.put("opened.csv", "old");
    const { file, content } = await s3.open(await fileAt(s3, `${bucket.url}/opened.csv`));
    for await (const chunk of content) expect(String(chunk)).toBe("old");
    await bucket.put("opened.csv", "new");
    await bucket.remove("opened.csv");
    expect(String(await contentOf(s3, file))).toBe("old");
    const asked = bucket.double?.asked.findLast((one) => one.operation === "GetObject");
    expect(asked?.versionId).toBe(file.version);
  });
});

describe.runIf(onDouble)("faults that pass", () => {
  const body = randomBytes(1_000_000);
  let file: StoredFile;
  const waits: number[] = [];
  /** Waits for nothing, and remembers for how long it would have. */
  const impatient = (): Storage =>
    contentsOf(
      s3Store(connectS3(), {
        most: 3,
        pause: (ms) => {
          waits.push(ms);
          return Promise.resolve();
        },
      }),
    );

  beforeAll(async () => {
    await bucket.put("body.csv", body);
    file = await fileAt(s3, `${bucket.url}/body.csv`);
  });

  test("SlowDown and failures before the answer are tried again", async () => {
    for (const kind of ["slow_down", "unavailable", "internal_error", "reset"] as const) {
      bucket.double?.faults.add({ kind, on: "GetObject", times: 2 });
      expect((await contentOf(s3, file)).equals(body)).toBe(true);
    }
    bucket.double?.faults.add({ kind: "slow_down", on: "ListObjectsV2", times: 2 });
    expect((await s3.look(`${bucket.url}/body.csv`)).kind).toBe("file");
  });

  test("a body that is cut is taken up where it ended, at the same version", async () => {
    const double = bucket.double;
    const before = double?.asked.length ?? 0;
    for (const after of [0, 1, 70_000]) double?.faults.add({ kind: "cut", after, on: "GetObject" });
    double?.faults.add({ kind: "replace", body: "another", on: "GetObject", skip: 1 });
    expect((await contentOf(impatient(), file)).equals(body)).toBe(true);
    const asked = double?.asked.slice(before) ?? [];
    // How much of what was sent before the cut arrives is the network's affair; it never goes back.
    const starts = asked.map((one) => Number(/^bytes=(\d+)-$/.exec(one.range ?? "bytes=0-")?.[1]));
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(asked.length).toBeGreaterThanOrEqual(4);
    expect(new Set(asked.slice(1).map((one) => one.versionId)).size).toBe(1);
    expect(waits.length).toBeGreaterThanOrEqual(3);
    double?.put("drops", file.address.replace("s3://drops/", ""), body);
    file = await fileAt(s3, file.address);
  });

  test("a connection that falls silent is given up and taken up again", async () => {
    bucket.double?.faults.add({ kind: "stall", after: 100_000, on: "GetObject" });
    const brief = contentsOf(s3Store(connectS3({ silenceMs: 500 })));
    expect((await contentOf(brief, file)).equals(body)).toBe(true);
  });

  test("a slow body is waited for", async () => {
    bucket.double?.faults.add({ kind: "slow", bytes: 50_000, pauseMs: 1, on: "GetObject" });
    expect((await contentOf(s3, file)).equals(body)).toBe(true);
  });

  test("waits grow, and are random", async () => {
    waits.length = 0;
    bucket.double?.faults.add({ kind: "cut", after: 0, on: "GetObject", times: 3 });
    await contentOf(impatient(), file);
    expect(waits.every((ms, index) => ms >= 0 && ms <= 100 * 2 ** index)).toBe(true);
    expect(new Set(waits).size).toBe(waits.length);
  });
});

describe.runIf(onDouble)("faults that stay", () => {
  let file: StoredFile;
  const fails = async (
    fault: Parameters<NonNullable<TestBucket["double"]>["faults"]["add"]>[0],
  ): Promise<string> => {
    bucket.double?.faults.clear();
    bucket.double?.faults.add({ times: 1_000, ...fault });
    const storage = contentsOf(
      s3Store(connectS3({ attempts: 2, silenceMs: 2_000 }), { most: 3, pause: () => Promise.resolve() }),
    );
    return words(
      fault.on === "ListObjectsV2" ? storage.look(`${bucket.url}/2026-01`) : contentOf(storage, file),
    );
  };

  beforeAll(async () => {
    await bucket.put("fails.csv", "0123456789".repeat(1_000));
    file = await fileAt(s3, `${bucket.url}/fails.csv`);
  });

  test("are told in words", async () => {
    const told = {
      "no right to list": await fails({ kind: "denied", on: "ListObjectsV2" }),
      "no right to read": await fails({ kind: "denied", on: "GetObject" }),
      "expired credentials": await fails({ kind: "expired", on: "ListObjectsV2" }),
      "another region": await fails({ kind: "elsewhere", region: "us-west-2", on: "ListObjectsV2" }),
      "asked too fast": await fails({ kind: "slow_down", on: "GetObject" }),
      "S3 is broken": await fails({ kind: "internal_error", on: "GetObject" }),
      "cut again and again": await fails({ kind: "cut", after: 0, on: "GetObject" }),
      "deleted before it was read": await fails({ kind: "remove", on: "GetObject" }),
    };
    expect(told).toMatchSnapshot();
  });

  test("reading by version is a right of its own", async () => {
    bucket.double?.faults.clear();
    await bucket.put("version.csv", "0123456789");
    const { file: opened } = await s3.open(await fileAt(s3, `${bucket.url}/version.csv`));
    bucket.double?.faults.add({ kind: "denied", on: "GetObject" });
    expect(await words(contentOf(s3, opened))).toMatch(/lack the right s3:GetObjectVersion on arn:aws:s3:::/);
  });

  test("damaged bytes are not taken for the file", async () => {
    bucket.double?.faults.clear();
    await bucket.put("flipped.csv", "0123456789");
    const flipped = await fileAt(s3, `${bucket.url}/flipped.csv`);
    bucket.double?.faults.add({ kind: "flip", at: 3, on: "GetObject" });
    expect(await words(contentOf(s3, flipped))).toMatchInlineSnapshot(
      `"Outage, retry true: s3://drops/PREFIX/flipped.csv arrived damaged: its bytes do not have the checksum that S3 keeps for it. Nothing of this drop was loaded."`,
    );
  });
});

describe("what cannot be found", () => {
  test("is told in words", async () => {
    const told = {
      "no such bucket": await words(s3.look("s3://no-such-bucket-of-viewfinder/x")),
      "nothing there": await words(s3.look(`${bucket.url}/nothing`)),
      "no bucket named": await words(s3.look("s3:///x")),
      "a bucket that cannot be": await words(s3.look("s3://Drops/x")),
    };
    expect(told).toMatchSnapshot();
    expect(await words(Promise.resolve().then(() => storageOf("gs://drops/x")))).toMatch(
      /a drop is a file, a folder, or s3:\/\/bucket\/prefix; gs:\/\/ cannot be read/,
    );
  });

  test.runIf(onDouble)("wrong credentials, none, and the wrong region, too", async () => {
    const told: Record<string, string> = {};
    const look = async (name: string, env: Readonly<Record<string, string | undefined>>): Promise<void> => {
      const putBack = setEnvironment(env);
      told[name] = await words(contentsOf(s3Store(connectS3({ attempts: 1 }))).look(bucket.url));
      putBack();
    };
    await look("another secret", { AWS_SECRET_ACCESS_KEY: "wrong" });
    await look("an unknown key", { AWS_ACCESS_KEY_ID: "AKIANOBODY" });
    await look("the wrong region", { AWS_REGION: "eu-west-1" });
    await look("nobody listens", { AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
    await look("no credentials", {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_EC2_METADATA_DISABLED: "true",
    });
    expect(told).toMatchSnapshot();
  });
});

describe("packed files", () => {
  const folder = mkdtempSync(join(tmpdir(), "viewfinder-packed-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The same file on S3 and in a folder. */
  const both = async (name: string, bytes: Buffer): Promise<readonly (() => Promise<Buffer>)[]> => {
    await bucket.put(name, bytes);
    writeFileSync(join(folder, name), bytes);
    const disk = storageOf(folder);
    return [
      async () => contentOf(s3, await fileAt(s3, `${bucket.url}/${name}`)),
      async () => contentOf(disk, await fileAt(disk, join(folder, name))),
    ];
  };

  test("are read unpacked, and their stored bytes are heard", async () => {
    const plain = Buffer.from("id,title\n".repeat(50_000));
    for (const read of await both("a.csv.gz", gzipSync(plain)))
      expect((await read()).equals(plain)).toBe(true);
    const two = Buffer.concat([gzipSync("one "), gzipSync("two")]);
    for (const read of await both("two.csv.gz", two)) expect(String(await read())).toBe("one two");
    const stored: Buffer[] = [];
    const file = await fileAt(s3, `${bucket.url}/two.csv.gz`);
    for await (const chunk of s3.read(file, (one) => stored.push(one)))
      expect(chunk.length).toBeGreaterThan(0);
    expect(Buffer.concat(stored)).toEqual(two);
  });

  test("damaged ones are refused in words", async () => {
    const packed = gzipSync(randomBytes(100_000));
    const broken = Buffer.from(packed);
    broken[50_000] = (broken[50_000] ?? 0) ^ 0xff;
    const told: Record<string, string> = {};
    for (const [name, bytes] of Object.entries({
      "cut.csv.gz": packed.subarray(0, 60_000),
      "broken.csv.gz": broken,
      "plain.csv.gz": Buffer.from("id,title\n1,a\n"),
      "more.csv.gz": Buffer.concat([packed, Buffer.from("id,title\n")]),
      "empty.csv.gz": Buffer.alloc(0),
    })) {
      const [here, there] = await both(name, bytes);
      told[name] = await words(here?.() ?? Promise.resolve());
      expect(await words(there?.() ?? Promise.resolve())).toBe(told[name]);
    }
    expect(told).toMatchSnapshot();
  });

  test("a bomb is refused before it goes off", async () => {
    let bytes = 0;
    const bomb = gzipSync(Buffer.alloc(60_000_000, "a"));
    const [here] = await both("bomb.csv.gz", bomb);
    expect(await words(here?.() ?? Promise.resolve())).toMatchInlineSnapshot(`
      "Mistake: bomb.csv.gz looks like a bomb: 58.4 kB of it unpack to more than 32.2 MB, 250 times as much, as no table of records does. Nothing of this drop was loaded.
      Ask who delivered it what it is; if it is meant, have it delivered unpacked."
    `);
    const disk = storageOf(folder);
    const file = await fileAt(disk, join(folder, "bomb.csv.gz"));
    const reading = async (): Promise<void> => {
      for await (const chunk of disk.read(file)) bytes += chunk.length;
    };
    await expect(reading()).rejects.toThrow(/looks like a bomb/);
    expect(bytes).toBeLessThan(33_000_000);
  });
});

describe.runIf(onDouble)("a large object", () => {
  test("is read in bounded memory", async () => {
    const size = 300_000_000;
    const block = randomBytes(1_000_003);
    bucket.double?.put("drops", "large.csv", repeatedContent(block, size));
    const file = await fileAt(s3, "s3://drops/large.csv");
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let most = 0;
    let bytes = 0;
    for await (const chunk of s3.read(file)) {
      bytes += chunk.length;
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    expect(bytes).toBe(size);
    // The double sends from this same process: both ends together stay far below the object's size.
    expect(most).toBeLessThan(100_000_000);
  });

  test("keeps its bytes over many cuts", async () => {
    const size = 20_000_000;
    const block = randomBytes(999_983);
    const content = repeatedContent(block, size);
    bucket.double?.put("drops", "cuts.csv", content);
    for (let cut = 0; cut < 10; cut += 1)
      bucket.double?.faults.add({ kind: "cut", after: 1_500_000, on: "GetObject" });
    const storage = contentsOf(s3Store(connectS3(), { most: 3, pause: () => Promise.resolve() }));
    const read = await contentOf(storage, await fileAt(storage, "s3://drops/cuts.csv"));
    expect(hash("sha256", read)).toBe(hash("sha256", Buffer.concat([...content.read(0, size)])));
  });
});
