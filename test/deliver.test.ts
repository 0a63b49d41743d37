// A vendor with the command alone: a key that the model trusts, drops that are signed, and delivered to a bucket once.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { compile, insertTrust, Mistake } from "../generator/index.ts";
import { deliverDrops } from "../hydrate/trust/deliver.ts";
import { newKey, trustLine } from "../hydrate/trust/keys.ts";
import { verifyDrops } from "../hydrate/index.ts";
import { openTestBucket, type TestBucket } from "./bucket.ts";
import { library } from "./library.ts";
import { trusting, vendor } from "./vendor.ts";

const SAMPLE_MODEL = fileURLToPath(new URL("../looker.yml", import.meta.url));
const FILES = { "catalogue.csv": "id,title\n1,Stars\n" };

let bucket: TestBucket;
let folder: string;

beforeAll(async () => {
  bucket = await openTestBucket();
});
afterAll(() => bucket.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "viewfinder-deliver-"));
  return () => rmSync(folder, { recursive: true, force: true });
});

test("signed drops arrive with the signature last, and are genuine there", async () => {
  const from = vendor("catalogue");
  await from.deliver(join(folder, "2026-01"), FILES);
  await from.deliver(join(folder, "2026-02"), { "catalogue.csv": "id,title\n2,Waves\n" });
  const to = `${bucket.url}/signed`;
  const delivered = await deliverDrops(folder, `${to}/`);
  const names = ["catalogue.csv", "MANIFEST.json", "MANIFEST.json.sig"];
  expect(delivered).toEqual(
    ["2026-01", "2026-02"].map((month) => ({
      address: `${to}/${month}`,
      files: names.map((name) => ({ name, fate: "delivered" })),
    })),
  );
  const verified = await verifyDrops({
    model: trusting(library, "catalogue", [from.trusted]),
    path: to,
    source: undefined,
    accepted: [],
    now: () => new Date("2026-06-02T00:00:00Z"),
    progress: () => {},
  });
  expect(verified.map(({ findings }) => findings)).toEqual([[], []]);
  // A second time nothing is written over, and a single drop may be named.
  const again = await deliverDrops(join(folder, "2026-02"), to);
  expect(again.flatMap(({ files }) => files.map(({ fate }) => fate))).toEqual(
    names.map(() => "there already"),
  );
});

test("what is not as it was signed is not delivered", async () => {
  const from = vendor("catalogue");
  const drop = join(folder, "2026-01");
  await from.deliver(drop, FILES);
  const file = join(drop, "catalogue.csv");
  writeFileSync(file, FILES["catalogue.csv"].replace("Stars", "Start"));
  await expect(deliverDrops(drop, `${bucket.url}/changed`)).rejects.toThrow(
    /catalogue\.csv is not the file that was signed: its bytes have another SHA-256\./,
  );
  writeFileSync(file, "id,title\n");
  await expect(deliverDrops(drop, `${bucket.url}/shorter`)).rejects.toThrow(
    /has 9 bytes, and the MANIFEST\.json beside it names it with 17 bytes\. Nothing of this drop was delivered\./,
  );
  rmSync(file);
  await expect(deliverDrops(drop, `${bucket.url}/gone`)).rejects.toThrow(/catalogue\.csv is not there/);
  rmSync(join(drop, "MANIFEST.json.sig"));
  await expect(deliverDrops(drop, `${bucket.url}/half`)).rejects.toThrow(/was not signed to its end/);
});

test("what is not signed, no folder, or no bucket is said in words", async () => {
  const file = join(folder, "catalogue.csv");
  writeFileSync(file, FILES["catalogue.csv"]);
  await expect(deliverDrops(folder, bucket.url)).rejects.toThrow(/^Nothing in .* is signed/);
  await expect(deliverDrops(file, bucket.url)).rejects.toThrow(/is a file\. A drop is delivered as a whole/);
  await expect(deliverDrops(folder, "drops/here")).rejects.toThrow(/names no bucket/);
  await vendor("catalogue").deliver(join(folder, "2026-01"), FILES);
  await expect(deliverDrops(folder, "s3://there-is-no-such-bucket/x")).rejects.toThrow(
    /^There is no bucket there-is-no-such-bucket/,
  );
  await expect(deliverDrops(join(folder, "none"), bucket.url)).rejects.toBeInstanceOf(Mistake);
});

test("a key is written into the model, and everything else stays as it stands", () => {
  copyFileSync(SAMPLE_MODEL, join(folder, "looker.yml"));
  const before = readFileSync(join(folder, "looker.yml"), "utf8");
  const lines = ["first", "second"].map((id) =>
    trustLine(newKey("movies_metadata", id), "2026-01-01", "2027-01-01"),
  );
  const once = insertTrust(before, "movies_metadata", lines[0] ?? "") ?? "";
  const twice = insertTrust(once, "movies_metadata", lines[1] ?? "") ?? "";
  expect(twice.split("\n").filter((line) => !before.split("\n").includes(line))).toEqual([
    "    signed_by:",
    `      ${lines[1]}`,
    `      ${lines[0]}`,
  ]);
  const { model } = compile(twice, "looker.yml");
  const source = model?.sources.find(({ name }) => name === "movies_metadata");
  expect(source?.signedBy.map(({ id }) => id)).toEqual(["second", "first"]);
  expect(insertTrust(before, "none", "x: 1")).toBeUndefined();
  expect(insertTrust("sources: {orders: {key: id}}\n", "orders", "x: 1")).toBeUndefined();
  expect(insertTrust("sources:\r\n  orders:\r\n    key: id\r\n", "orders", "x: 1")).toBe(
    "sources:\r\n  orders:\r\n    signed_by:\r\n      x: 1\r\n    key: id\r\n",
  );
});
