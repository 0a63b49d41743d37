// A folder of files -> MANIFEST.json and its signature beside them, as the next of the vendor's chain.
import { createHash, randomBytes } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Mistake, Outage } from "../../generator/index.ts";
import { contentsOf } from "../storage/content.ts";
import { folderStore } from "../storage/folder.ts";
import type { Storage, StoredFile } from "../storage/storage.ts";
import { headOf, type Accepted } from "./chain.ts";
import { createCounter, isCountable } from "./count.ts";
import type { PrivateKey } from "./keys.ts";
import {
  LONGEST_MANIFEST,
  MANIFEST_NAME,
  printManifest,
  readManifest,
  SIGNATURE_NAME,
  type Manifest,
  type ManifestFile,
  type ReadManifest,
} from "./manifest.ts";
import { signManifest } from "./signature.ts";

/** What to sign, and as what. */
export interface SignOptions {
  readonly folder: string;
  readonly key: PrivateKey;
  /** Names of the model's sources. */
  readonly sources: readonly string[];
  /** `2026-01`; undefined takes the folder's name. */
  readonly period?: string | undefined;
  /** Undefined takes 1, or the next after the month's last one in the chain. */
  readonly revision?: number | undefined;
  /** The manifest before: its file or its folder; `none` for the first; undefined looks beside the folder. */
  readonly previous?: string | undefined;
  readonly expires?: Date | undefined;
  readonly now: Date;
}

/** What was signed. */
export interface SignedFolder {
  readonly manifest: Manifest;
  /** Of the manifest; what the next one names. */
  readonly sha256: string;
  /** Where the manifest before it lies; undefined for the first of a chain. */
  readonly after: { readonly address: string; readonly manifest: Manifest } | undefined;
}

/**
 * Writes the manifest, and last its signature: where there is one, the drop is whole.
 * @throws Mistake when there is nothing to sign, it is signed already, or it is not clear as what
 */
export async function signFolder(options: SignOptions): Promise<SignedFolder> {
  const { folder, key, sources, expires, now } = options;
  const storage = contentsOf(folderStore);
  const place = await storage.look(folder);
  if (place.kind === "file")
    throw new Mistake(`${folder} is a file. A drop is signed as a whole: name the folder it lies in.`);
  const signed = place.files.find((file) => file.name === MANIFEST_NAME);
  if (signed !== undefined) {
    throw new Mistake(
      `${folder} is signed already: it has a ${MANIFEST_NAME}. If it was delivered, put a correction into a folder of its own. If not, remove ${MANIFEST_NAME} and ${SIGNATURE_NAME}, and sign it again.`,
    );
  }
  const wanted = place.files.filter((file) => file.name !== SIGNATURE_NAME);
  if (wanted.length === 0) throw new Mistake(`${folder} has no files to sign.`);
  const period = options.period ?? basename(resolve(folder));
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(period)) {
    throw new Mistake(
      options.period === undefined
        ? `The folder's name, ${period}, is no month. Say which month the drop is about with --period 2026-01.`
        : `${period} is no month. Write it as --period 2026-01.`,
    );
  }
  const chain = await earlier(storage, options);
  const after = chain.at(-1);
  const last = Math.max(
    0,
    ...chain.filter((one) => one.manifest.period === period).map((one) => one.manifest.revision),
  );
  const manifest: Manifest = {
    sources,
    period,
    revision: options.revision ?? last + 1,
    previous: after?.sha256,
    created: now,
    expires,
    files: await describe(wanted, storage),
  };
  const bytes = printManifest(manifest);
  await write(join(folder, MANIFEST_NAME), bytes);
  await write(join(folder, SIGNATURE_NAME), signManifest(bytes, key.id, key.key));
  return { manifest, sha256: createHash("sha256").update(bytes).digest("hex"), after };
}

async function describe(files: readonly StoredFile[], storage: Storage): Promise<readonly ManifestFile[]> {
  const described: ManifestFile[] = [];
  for (const file of files) {
    const sha256 = createHash("sha256");
    let size = 0;
    const counter = isCountable(file.name) ? createCounter() : undefined;
    const hear = (chunk: Buffer): void => {
      sha256.update(chunk);
      size += chunk.length;
    };
    for await (const chunk of storage.read(file, hear)) counter?.take(chunk);
    described.push({ name: file.name, size, sha256: sha256.digest("hex"), records: counter?.total() });
  }
  return described;
}

interface EarlierManifest extends ReadManifest {
  readonly address: string;
}

/** The manifests before this one that can be seen; the one to follow is the last. */
async function earlier(
  storage: Storage,
  { folder, previous, sources }: SignOptions,
): Promise<readonly EarlierManifest[]> {
  if (previous === "none") return [];
  if (previous !== undefined) {
    const found = await manifestAt(storage, previous);
    if (found === undefined) throw new Mistake(`There is no ${MANIFEST_NAME} at ${previous}.`);
    return [found];
  }
  const beside = await storage.look(dirname(resolve(folder)));
  const chain: EarlierManifest[] = [];
  for (const other of beside.kind === "folder" ? beside.folders : []) {
    if (resolve(other) === resolve(folder)) continue;
    const found = await manifestAt(storage, other);
    if (found?.manifest.sources.some((source) => sources.includes(source)) === true) chain.push(found);
  }
  const head = headOf(chain.map(asAccepted));
  const last = chain.find((one) => one.sha256 === head?.sha256);
  return last === undefined ? [] : [...chain.filter((one) => one !== last), last];
}

function asAccepted({ manifest, sha256 }: ReadManifest): Accepted {
  const { period, revision, previous, created } = manifest;
  return { source: manifest.sources.join(), sha256, period, revision, previous, created };
}

/** @param address a manifest, or the folder it lies in */
async function manifestAt(storage: Storage, address: string): Promise<EarlierManifest | undefined> {
  const place = await storage.look(address);
  const file = place.kind === "file" ? place.file : place.files.find((one) => one.name === MANIFEST_NAME);
  if (file === undefined) return undefined;
  const read = readManifest(await storage.small(file, LONGEST_MANIFEST), file.address);
  return { ...read, address: file.address };
}

/** Beside it first, so that nobody ever sees half of it. */
async function write(path: string, bytes: Buffer): Promise<void> {
  const beside = `${path}.${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(beside, bytes, { flag: "wx" });
    await rename(beside, path);
  } catch (error) {
    throw new Outage(`${path} could not be written: ${(error as Error).message}`, {
      retry: false,
      cause: error,
    });
  }
}
