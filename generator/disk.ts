// Files as data -> files on disk: the only place that writes, removes or compares generated files.
import type { Dirent, Stats } from "node:fs";
import { lstat, mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { randomUUID } from "node:crypto";
import { type File, isOurs } from "./emit/file.ts";
import { Mistake, Outage } from "./failure.ts";

/** The folder of the user's own LookML inside a generated project; nothing in it is ever ours. */
const REFINEMENTS = "refinements";

/** Whether a path of the project is looked at; what is not is neither written nor removed. */
export type Concerns = (path: string) => boolean;

const EVERYTHING: Concerns = () => true;

/** What writing files into a folder would change. Paths are relative to the folder, in order. */
export interface Comparison {
  /** Files that are new or have other content. */
  readonly written: readonly string[];
  /** Files that an earlier run made and that are no longer among the files. */
  readonly removed: readonly string[];
  /** What the user keeps at a path that a file needs. */
  readonly inTheWay: readonly string[];
}

/**
 * Compares a folder with the files it should hold; changes nothing.
 * @param folder the folder, which need not exist
 * @throws Outage when the disk refuses
 */
export async function compareFiles(
  folder: string,
  files: readonly File[],
  concerns: Concerns = EVERYTHING,
): Promise<Comparison> {
  const found = await survey(folder, files, concerns);
  return {
    written: found.changes.map((change) => change.file.path),
    removed: found.stale.map((file) => file.path),
    inTheWay: found.inTheWay,
  };
}

/**
 * Makes a folder hold exactly these files beside whatever is the user's: writes what differs, each file at
 * once, and removes what an earlier run made and this one does not, with the folders that leaves empty.
 * @returns what was changed
 * @throws Mistake when a file of the user's is in the way, before anything is written; Outage when the disk refuses
 */
export async function writeFiles(
  folder: string,
  files: readonly File[],
  concerns: Concerns = EVERYTHING,
): Promise<Comparison> {
  const found = await survey(folder, files, concerns);
  refuseInTheWay(folder, found.inTheWay);
  for (const { file } of found.changes) await replace(join(folder, file.path), file.text);
  for (const { path } of found.stale) await remove(folder, path);
  return {
    written: found.changes.map((change) => change.file.path),
    removed: found.stale.map((file) => file.path),
    inTheWay: [],
  };
}

/**
 * The differences between a folder and the files it should hold, as a unified diff.
 * @returns the empty text when there are none
 * @throws Mistake when a file of the user's is in the way; Outage when the disk refuses
 */
export async function diffFiles(
  folder: string,
  files: readonly File[],
  concerns: Concerns = EVERYTHING,
): Promise<string> {
  const found = await survey(folder, files, concerns);
  refuseInTheWay(folder, found.inTheWay);
  const patches = [
    ...found.changes.map(({ file, before }) => ({ path: file.path, before, after: file.text })),
    ...found.stale.map(({ path, text }) => ({ path, before: text, after: undefined })),
  ].toSorted((a, b) => compare(a.path, b.path));
  if (patches.length === 0) return "";
  // Few commands compare, and it takes its time to load.
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  return patches
    .map(({ path, before, after }) => {
      const name = join(folder, path);
      const [from, to] = [
        before === undefined ? "/dev/null" : name,
        after === undefined ? "/dev/null" : name,
      ];
      return createTwoFilesPatch(from, to, before ?? "", after ?? "", undefined, undefined, {
        headerOptions: FILE_HEADERS_ONLY,
      });
    })
    .join("");
}

/**
 * The user's own LookML beside the generated files, for the model file to include.
 * @returns paths relative to the folder, in order; none when there is no such folder
 * @throws Outage when the disk refuses
 */
export async function listRefinements(folder: string): Promise<readonly string[]> {
  const paths = await walk(folder, REFINEMENTS);
  return paths.filter((path) => path.endsWith(".lkml"));
}

/**
 * The text of what `listRefinements` lists.
 * @returns files whose paths start with the folder, as problems are to print them
 * @throws Outage when the disk refuses
 */
export async function readRefinements(folder: string): Promise<readonly File[]> {
  const paths = await listRefinements(folder);
  return Promise.all(
    paths.map(async (one) => {
      const path = join(folder, one);
      return { path, text: await onDisk(path, "read", (target) => readFile(target, "utf8")) };
    }),
  );
}

interface Survey {
  readonly changes: readonly { readonly file: File; readonly before: string | undefined }[];
  readonly stale: readonly File[];
  readonly inTheWay: readonly string[];
}

async function survey(folder: string, files: readonly File[], concerns: Concerns): Promise<Survey> {
  const root = await onDisk(folder, "read", (target) => stat(target).catch(ifMissing));
  if (root !== undefined && !root.isDirectory())
    throw new Mistake(`${folder} is a file; name a folder for the generated files.`);
  const changes: { file: File; before: string | undefined }[] = [];
  const inTheWay: string[] = [];
  const concerned = files.filter((file) => concerns(file.path));
  for (const [file, stands] of await standing(folder, concerned)) {
    if (stands.kind === "nothing") changes.push({ file, before: undefined });
    else if (stands.kind === "other") inTheWay.push(stands.path);
    else if (!isOurs(stands.text)) inTheWay.push(file.path);
    else if (stands.text !== file.text) changes.push({ file, before: stands.text });
  }
  const wanted = new Set(files.map((file) => file.path));
  const stale: File[] = [];
  for (const path of await walk(folder, "")) {
    if (wanted.has(path) || !concerns(path) || !/\.(lkml|lookml|strings\.json)$/.test(path)) continue;
    const text = await onDisk(join(folder, path), "read", (target) => readFile(target, "utf8"));
    if (isOurs(text)) stale.push({ path, text });
  }
  return { changes, stale, inTheWay: [...new Set(inTheWay)] };
}

type Standing =
  | { readonly kind: "nothing" }
  | { readonly kind: "file"; readonly text: string }
  | { readonly kind: "other"; readonly path: string };

/** Looks at a path once. */
type Look = (path: string) => Promise<Stats | undefined>;

/** Files that are looked at together; an open file each. */
const TOGETHER = 32;

/** Each file with what is at its path. */
async function standing(
  folder: string,
  files: readonly File[],
): Promise<readonly (readonly [File, Standing])[]> {
  const looked = new Map<string, Promise<Stats | undefined>>();
  const look: Look = (path) => {
    const found =
      looked.get(path) ?? onDisk(join(folder, path), "read", (target) => lstat(target).catch(ifMissing));
    looked.set(path, found);
    return found;
  };
  const all: (readonly [File, Standing])[] = [];
  for (let from = 0; from < files.length; from += TOGETHER) {
    const some = files.slice(from, from + TOGETHER);
    all.push(
      ...(await Promise.all(
        some.map(async (file) => [file, await whatStands(folder, file.path, look)] as const),
      )),
    );
  }
  return all;
}

/** What is at a path, or at the folder it would need: only plain files can be ours. */
async function whatStands(folder: string, path: string, look: Look): Promise<Standing> {
  const steps = path.split("/");
  for (const [index] of steps.entries()) {
    const here = steps.slice(0, index + 1).join("/");
    const target = join(folder, here);
    const found = await look(here);
    if (found === undefined) return { kind: "nothing" };
    const last = index === steps.length - 1;
    if (last && found.isFile())
      return { kind: "file", text: await onDisk(target, "read", (one) => readFile(one, "utf8")) };
    if (last || !found.isDirectory()) return { kind: "other", path: here };
  }
  return { kind: "nothing" };
}

/** Every plain file below a folder; links are the user's and are not followed, hidden folders are not entered. */
async function walk(folder: string, below: string): Promise<readonly string[]> {
  const entries = await onDisk(join(folder, below), "read", (target) =>
    readdir(target, { withFileTypes: true }).catch(ifMissing),
  );
  const paths: string[] = [];
  for (const entry of (entries ?? []).toSorted((a: Dirent, b: Dirent) => compare(a.name, b.name))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isFile()) paths.push(path);
    else if (entry.isDirectory() && !entry.name.startsWith(".") && path !== REFINEMENTS)
      paths.push(...(await walk(folder, path)));
  }
  return paths;
}

/** Writes beside the file and renames, so that nobody ever reads half of it. */
async function replace(target: string, text: string): Promise<void> {
  const folder = dirname(target);
  await onDisk(folder, "made", () => mkdir(folder, { recursive: true }));
  await onDisk(target, "written", async () => {
    // Should the power go between the two, the next run removes this one: it has our header and no model asks for it.
    const beside = target.replace(/\.[^.]+$/, `.${randomUUID()}$&`);
    try {
      // `wx` refuses a name that exists, a link among them: what is there is never ours to write into.
      await writeFile(beside, text, { flag: "wx" });
      await rename(beside, target);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  });
}

async function remove(folder: string, path: string): Promise<void> {
  await onDisk(join(folder, path), "removed", (target) => rm(target));
  for (let above = dirname(path); above !== "."; above = dirname(above)) {
    const target = join(folder, above);
    const left = await onDisk(target, "read", (one) => readdir(one));
    if (left.length > 0) return;
    await onDisk(target, "removed", (one) => rmdir(one));
  }
}

function refuseInTheWay(folder: string, inTheWay: readonly string[]): void {
  if (inTheWay.length === 0) return;
  const [stand, them] = inTheWay.length === 1 ? ["stands", "it"] : ["stand", "them"];
  throw new Mistake(
    [
      ...inTheWay.map((path) => join(folder, path)),
      `${stand} where a generated file must go, and Viewfinder did not make ${them}. Nothing was written.`,
      `Move ${them} into ${join(folder, REFINEMENTS)} or away, and run the command again.`,
    ].join("\n"),
  );
}

async function onDisk<Result>(
  target: string,
  done: string,
  act: (target: string) => Promise<Result>,
): Promise<Result> {
  try {
    return await act(target);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const reason = REASONS[code];
    throw new Outage(`${target} could not be ${done}: ${reason?.words ?? message}`, {
      retry: reason?.retry ?? false,
      cause: error,
    });
  }
}

const REASONS: Readonly<Record<string, { readonly words: string; readonly retry: boolean }>> = {
  EACCES: {
    words: "you have no permission for it. Change its permissions, or run as its owner.",
    retry: false,
  },
  EPERM: { words: "the system does not permit it. Change its owner, or run as its owner.", retry: false },
  EROFS: { words: "the disk is read-only. Choose another folder with --out.", retry: false },
  ENOSPC: { words: "the disk is full. Make room and run the command again.", retry: true },
  EDQUOT: { words: "your disk quota is used up. Make room and run the command again.", retry: true },
  EMFILE: { words: "too many files are open. Run the command again.", retry: true },
  EBUSY: { words: "another program holds it. Close that program and run the command again.", retry: true },
};

function ifMissing(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return undefined;
  throw error;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
