// A path -> the drops that lie there: which files belong together, and which source each of them is.
import { didYouMean, Mistake, type Model, type Source } from "../generator/index.ts";
import { refuseIllegible } from "./storage/legible.ts";
import { isShared } from "./storage/named.ts";
import type { Place, Storage, StoredFile } from "./storage/storage.ts";
import { unpackedName } from "./storage/unpack.ts";
import { needsSignature } from "./trust/keys.ts";
import { MANIFEST_NAME, SIGNATURE_NAME } from "./trust/manifest.ts";
import { listed } from "./words.ts";

/** A file of a drop, told what it is. */
export interface DropFile {
  readonly file: StoredFile;
  readonly source: Source;
}

/** One delivery. */
export interface Drop {
  /** The folder's name, or the file's when a file was named. */
  readonly name: string;
  /** `2026-01` when the folder is called so: the month the drop is about. */
  readonly period: string | undefined;
  /** At least one; sources in the model's order, the files of one source in the order of their names. */
  readonly files: readonly DropFile[];
  /** Names of files that look like data and match no source. */
  readonly strays: readonly string[];
  /** Where it lies, for messages. */
  readonly address: string;
  /** All files that lie there. */
  readonly listing: readonly StoredFile[];
  /** Whether it lies where others can write, too. */
  readonly shared: boolean;
}

/** What was asked for. */
export interface DropRequest {
  readonly model: Model;
  readonly path: string;
  /** The source's name, when the file's name does not tell. */
  readonly source: string | undefined;
}

/**
 * Finds the drops. A file is a drop of one file; a folder with files of the model's sources is a drop; a
 * folder of such folders is several, in the order of their names, which is the order of their months.
 * @returns at least one
 * @throws Mistake when there is none or it is not clear what a file is, Outage when the storage does not answer
 */
export async function findDrops(request: DropRequest, storage: Storage): Promise<readonly Drop[]> {
  const sources = chosenSources(request);
  const place = await storage.look(request.path);
  if (place.kind === "file") {
    refuseIllegible([place.file.name]);
    return [await fileDrop(place, request, sources, storage)];
  }
  const own = folderDrop(place, request.path, sources);
  const inside: Drop[] = [];
  for (const folder of place.folders) {
    const sub = await storage.look(folder);
    const drop = sub.kind === "folder" ? folderDrop(sub, folder, sources) : undefined;
    if (drop !== undefined) inside.push(drop);
  }
  if (own !== undefined && inside.length > 0) {
    throw new Mistake(
      `${request.path} holds files of the model's sources (${own.files[0]?.file.name}, …) and folders with such files (${inside[0]?.name}, …), so it is not clear what belongs together.\nName one of them, or move the files into a folder of their own.`,
    );
  }
  if (own !== undefined) return [own];
  if (inside.length > 0) return inside;
  throw new Mistake(
    [
      `No file in ${request.path} or in the folders inside it belongs to a source of the model. The sources and their files:`,
      ...patternLines(sources),
      "Name the right folder, name one file with --source <name>, or change `files:` of the source in the model.",
    ].join("\n"),
  );
}

function chosenSources({ model, source }: DropRequest): readonly Source[] {
  if (model.sources.length === 0) {
    throw new Mistake(
      "The model names no sources, so there is nothing a drop could hold. Say what vendors deliver under `sources:`.",
    );
  }
  if (source === undefined) return model.sources;
  const chosen = model.sources.filter((one) => one.name === source);
  if (chosen.length > 0) return chosen;
  const names = model.sources.map((one) => one.name);
  const hint = didYouMean(source, names) ?? `one of: ${listed(names)}`;
  throw new Mistake(`The model has no source \`${source}\` (${hint}).`);
}

async function fileDrop(
  place: Extract<Place, { kind: "file" }>,
  request: DropRequest,
  sources: readonly Source[],
  storage: Storage,
): Promise<Drop> {
  const { file, folder } = place;
  const [only] = sources;
  const source = request.source !== undefined && only !== undefined ? only : sourceOf(file.name, sources);
  if (source === undefined) {
    throw new Mistake(
      [
        `${file.name} belongs to no source of the model by its name. The sources and their files:`,
        ...patternLines(sources),
        "Name the source with --source <name>, or change `files:` of the source in the model.",
      ].join("\n"),
    );
  }
  const { address, name } = file;
  const shared = isShared(address);
  const beside = needsSignature(source, shared) ? await storage.look(parentOf(address)) : undefined;
  const listing = beside?.kind === "folder" ? beside.files : [file];
  return { name, period: periodOf(folder), files: [{ file, source }], strays: [], address, listing, shared };
}

function parentOf(address: string): string {
  return /^(.*)[/\\][^/\\]*$/su.exec(address)?.[1] ?? ".";
}

function folderDrop(
  place: Extract<Place, { kind: "folder" }>,
  address: string,
  sources: readonly Source[],
): Drop | undefined {
  const told = place.files
    .filter(({ name }) => name !== MANIFEST_NAME && name !== SIGNATURE_NAME)
    .map((file) => ({ file, source: sourceOf(file.name, sources) }));
  const files = sources.flatMap((source) =>
    told.flatMap((one): readonly DropFile[] => (one.source === source ? [{ file: one.file, source }] : [])),
  );
  if (files.length === 0) return undefined;
  refusePackedTwins(files.map(({ file }) => file.name));
  const strays = told
    .filter((one) => one.source === undefined && looksLikeData(one.file.name, sources))
    .map((one) => one.file.name);
  refuseIllegible([place.name, ...files.map(({ file }) => file.name), ...strays]);
  return {
    name: place.name,
    period: periodOf(place.name),
    files,
    strays,
    address,
    listing: place.files,
    shared: isShared(address),
  };
}

/** Two files that are one when unpacked: what is kept of either is called the same, and nobody said which is meant. */
function refusePackedTwins(names: readonly string[]): void {
  const there = new Set(names);
  const twin = names.find((name) => unpackedName(name) !== name && there.has(unpackedName(name)));
  if (twin === undefined) return;
  throw new Mistake(
    `${unpackedName(twin)} lies there twice, once packed as ${twin}, so it is not clear which is meant. Nothing of this drop was loaded.\nTake one of them away, and run the same command again.`,
  );
}

/** A packed file belongs where it would belong unpacked, too. */
function sourceOf(name: string, sources: readonly Source[]): Source | undefined {
  const names = [...new Set([name, unpackedName(name)])];
  const matches = (pattern: string): boolean => {
    const glob = globOf(pattern);
    return names.some((one) => (glob === undefined ? one === pattern : glob.test(one)));
  };
  const found = sources.filter((source) => source.files.some(matches));
  if (found.length > 1) {
    throw new Mistake(
      [
        `${name} belongs to several sources of the model by its name:`,
        ...patternLines(found),
        "Name the source with --source <name>, or make the patterns differ.",
      ].join("\n"),
    );
  }
  return found[0];
}

/** Patterns that were read: a thousand sources times a thousand files ask for each a thousand times. */
const globs = new Map<string, RegExp>();

/** @returns undefined for a pattern that is a name */
function globOf(pattern: string): RegExp | undefined {
  if (!pattern.includes("*")) return undefined;
  const known = globs.get(pattern) ?? readGlob(pattern);
  globs.set(pattern, known);
  return known;
}

function readGlob(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join("[^/]*")}$`, "su");
}

function patternLines(sources: readonly Source[]): readonly string[] {
  return sources.map((source) => `  ${source.name}: ${source.files.join(", ")}`);
}

/** Whether a file ends like the files of a source do: a README beside them is nobody's loss, a misspelt month is. */
function looksLikeData(name: string, sources: readonly Source[]): boolean {
  const ending = /\.[^.*]+$/.exec(unpackedName(name))?.[0].toLowerCase();
  return sources.some((source) =>
    source.files.some((pattern) => /\.[^.*]+$/.exec(pattern)?.[0].toLowerCase() === ending),
  );
}

function periodOf(folder: string): string | undefined {
  return /^\d{4}-(?:0[1-9]|1[0-2])$/.test(folder) ? folder : undefined;
}
