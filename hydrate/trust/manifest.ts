// MANIFEST.json <-> what a vendor says a drop holds: its files, its period, and its place in the chain.
import { hash } from "node:crypto";
import { Mistake } from "../../generator/index.ts";
import { isLegible } from "../storage/legible.ts";
import { shown } from "../words.ts";

/** The file that says what a drop holds, and the one that signs it; both lie beside the drop's files. */
export const MANIFEST_NAME = "MANIFEST.json";
export const SIGNATURE_NAME = "MANIFEST.json.sig";

/** More than any list of files needs. */
export const LONGEST_MANIFEST = 16e6;

/** The only format there is; a manifest names it, so that no other JSON is taken for one. */
const MANIFEST_FORMAT = "viewfinder-manifest/1";

/** A file as the manifest lists it. */
export interface ManifestFile {
  readonly name: string;
  /** In bytes, as stored: of a `.gz` file packed. */
  readonly size: number;
  /** Of the stored bytes, in hexadecimal. */
  readonly sha256: string;
  /** Without the header; undefined when the vendor does not say. */
  readonly records: number | undefined;
}

/** What a vendor says of one drop. */
export interface Manifest {
  /** Names of the model's sources, at least one. */
  readonly sources: readonly string[];
  /** The month the drop is about, `2026-01`. */
  readonly period: string;
  /** 1, and more for each correction of the same month. */
  readonly revision: number;
  /** SHA-256 of the manifest before this one, in hexadecimal; undefined for the first of a chain. */
  readonly previous: string | undefined;
  readonly created: Date;
  /** From when on it must not be loaded any more. */
  readonly expires: Date | undefined;
  readonly files: readonly ManifestFile[];
}

/** A manifest as it lies there. */
export interface ReadManifest {
  readonly manifest: Manifest;
  /** Of its exact bytes; what the next manifest names as `previous`. */
  readonly sha256: string;
}

/**
 * @param address for messages
 * @throws Mistake when the bytes are not a manifest, saying what is wrong with them
 */
export function readManifest(bytes: Buffer, address: string): ReadManifest {
  const wrong = (what: string): Mistake =>
    new Mistake(
      `${address} is no manifest: ${what}. Nothing of this drop was loaded.\nHave it made with \`viewfinder hydrate sign\`, and delivered again.`,
    );
  const fields = mapOf(parse(bytes, wrong), "it", wrong);
  if (fields["format"] !== MANIFEST_FORMAT) throw wrong(`\`format\` is not "${MANIFEST_FORMAT}"`);
  const known = ["format", "sources", "period", "revision", "previous", "created", "expires", "files"];
  const odd = Object.keys(fields).find((name) => !known.includes(name));
  // A word nobody reads could be one that somebody relies on.
  if (odd !== undefined) throw wrong(`it says ${shown(odd)}, which no manifest says`);
  const files = listOf(fields["files"], "files", wrong).map((file, at) => readFile(file, at, wrong));
  const names = new Set<string>();
  const twice = files.find(({ name }) => names.size === names.add(name).size);
  if (twice !== undefined) throw wrong(`it lists \`${twice.name}\` twice`);
  const sources = listOf(fields["sources"], "sources", wrong).map((name) => {
    if (typeof name !== "string" || name === "") throw wrong("`sources` must be a list of names");
    return name;
  });
  const { period, revision, previous, expires } = fields;
  if (typeof period !== "string" || !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(period))
    throw wrong('`period` is not a month such as "2026-01"');
  if (!isCount(revision) || revision < 1) throw wrong("`revision` is not a number from 1 on");
  if (previous !== null && !isHash(previous))
    throw wrong("`previous` is neither null nor the SHA-256 of the manifest before");
  return {
    sha256: hash("sha256", bytes),
    manifest: {
      sources,
      period,
      revision,
      previous: previous ?? undefined,
      created: momentOf(fields["created"], "created", wrong),
      expires: expires === undefined || expires === null ? undefined : momentOf(expires, "expires", wrong),
      files,
    },
  };
}

/** @returns the bytes that are signed and delivered */
export function printManifest(manifest: Manifest): Buffer {
  const { sources, period, revision, previous, created, expires, files } = manifest;
  const written = {
    format: MANIFEST_FORMAT,
    sources,
    period,
    revision,
    previous: previous ?? null,
    created: created.toISOString(),
    expires: expires?.toISOString(),
    files,
  };
  return Buffer.from(`${JSON.stringify(written, undefined, 2)}\n`);
}

type Wrong = (what: string) => Mistake;

function parse(bytes: Buffer, wrong: Wrong): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw wrong(error instanceof SyntaxError ? "it is not JSON" : "it is not UTF-8");
  }
}

function readFile(value: unknown, at: number, wrong: Wrong): ManifestFile {
  const place = `files[${at}]`;
  const { name, size, sha256, records, ...rest } = mapOf(value, place, wrong);
  if (typeof name !== "string" || name === "" || name.includes("/") || !isLegible(name))
    throw wrong(`\`${place}.name\` is not the name of a file beside it`);
  if (!isCount(size)) throw wrong(`\`${place}.size\` is not a number of bytes`);
  if (!isHash(sha256)) throw wrong(`\`${place}.sha256\` is not a SHA-256 in hexadecimal`);
  if (records !== undefined && records !== null && !isCount(records))
    throw wrong(`\`${place}.records\` is not a number of records`);
  const [odd] = Object.keys(rest);
  if (odd !== undefined) throw wrong(`\`${place}\` says ${shown(odd)}, which no manifest says`);
  return { name, size, sha256, records: records ?? undefined };
}

function mapOf(value: unknown, place: string, wrong: Wrong): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw wrong(`${place === "it" ? "it" : `\`${place}\``} is not a map`);
  return value as Readonly<Record<string, unknown>>;
}

function listOf(value: unknown, name: string, wrong: Wrong): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw wrong(`\`${name}\` is not a list with entries`);
  return value;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isHash(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function momentOf(value: unknown, name: string, wrong: Wrong): Date {
  const moment = typeof value === "string" ? new Date(value) : undefined;
  if (
    moment === undefined ||
    !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/.test(String(value)) ||
    Number.isNaN(moment.getTime())
  )
    throw wrong(`\`${name}\` is not a moment such as "2026-02-01T09:00:00Z"`);
  return moment;
}
