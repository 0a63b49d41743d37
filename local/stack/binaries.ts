// Finds the programs `initdb` and `postgres`, and makes the npm package's copy of them fit to run.
import { execFile } from "node:child_process";
import { constants } from "node:fs";
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { Outage } from "../../generator/index.ts";
import { codeOf } from "./code.ts";
import type { Machine } from "./machine.ts";

const run = promisify(execFile);

/** One Postgres that runs on this machine. */
export interface Binaries {
  /** The folder holding `initdb` and `postgres`. */
  readonly bin: string;
  /** As it calls itself, e.g. `18.4`. */
  readonly version: string;
  /** The part of the version that decides which data it can open. */
  readonly major: number;
  /** Whether it comes from the npm package, and so can be copied to where another user may run it. */
  readonly fromPackage: boolean;
}

/**
 * The Postgres to start: the one of the npm package, else the newest of the distribution.
 *
 * @param folder where a copy may be put when the package is not whole and may not be written to
 * @param data the existing data and the major version that made them, when there are any: only that
 *   version can open them
 * @throws Outage when there is none, or none of that version
 */
export async function findBinaries(
  machine: Machine,
  folder: string,
  data: { readonly path: string; readonly major: number } | undefined,
): Promise<Binaries> {
  const found: Binaries[] = [];
  const failed: string[] = [];
  for (const place of await candidates(machine, folder)) {
    const outcome = await versionOf(place.bin);
    if ("trouble" in outcome) failed.push(`${place.bin}: ${outcome.trouble}`);
    else found.push({ ...place, ...outcome });
  }
  const best = data === undefined ? found[0] : found.find((one) => one.major === data.major);
  if (best !== undefined) return best;
  const other = found[0];
  if (data !== undefined && other !== undefined) {
    throw new Outage(
      `The data in ${data.path} were made by Postgres ${data.major}; here is Postgres ${other.version}, which ` +
        `cannot open them.\nInstall Postgres ${data.major} beside it, or set DATABASE_URL to a database of your ` +
        `own, or delete ${data.path} to start afresh and hydrate the drops again.`,
      { retry: false },
    );
  }
  throw new Outage(
    [
      `There is no Postgres to start: ${
        machine.packageFolder === undefined
          ? `the package ${machine.packageName} is not installed`
          : `the package ${machine.packageName} does not run on this machine`
      }, and no Postgres of the system's packages is here either.`,
      ...failed.map((line) => `  ${line}`),
      "Set DATABASE_URL to a Postgres you have, or install one (Debian: apt-get install postgresql), or run npm ci " +
        "without --omit=optional.",
    ].join("\n"),
    { retry: false },
  );
}

/** A copy of the package's binaries in a folder of ours that any user may read and run; made once per version. */
export async function copyBinaries(machine: Machine, folder: string): Promise<string> {
  const packageFolder = machine.packageFolder ?? "";
  const { version } = Manifest.parse(JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8")));
  const copies = join(folder, "postgres-binaries");
  const copy = join(copies, version);
  if (!(await exists(copy))) {
    // What is there is of another version, or half a copy; no server runs while the lock is held.
    await rm(copies, { recursive: true, force: true });
    const half = join(copies, "half");
    await mkdir(copies);
    await chmod(copies, 0o755);
    await copyOpen(packageFolder, half);
    await addLinks(half);
    await rename(half, copy);
  }
  return join(copy, "native", "bin");
}

/** Copies the programs so that everybody may use them and we may add to them, whatever the originals allow. */
async function copyOpen(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [original, copied] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyOpen(original, copied);
    if (entry.isSymbolicLink()) await symlink(await readlink(original), copied);
    if (!entry.isFile()) continue;
    await copyFile(original, copied, constants.COPYFILE_FICLONE);
    const runs = ((await stat(original)).mode & 0o100) !== 0;
    await chmod(copied, runs ? 0o755 : 0o644);
  }
}

async function candidates(
  machine: Machine,
  folder: string,
): Promise<{ bin: string; fromPackage: boolean }[]> {
  const system = machine.systemFolders.map((bin) => ({ bin, fromPackage: false }));
  if (machine.packageFolder === undefined) return system;
  try {
    await addLinks(machine.packageFolder);
    return [{ bin: join(machine.packageFolder, "native", "bin"), fromPackage: true }, ...system];
  } catch (error) {
    if (!isForbidden(error)) throw error;
  }
  try {
    // Somebody else's package, unpacked without its install script.
    return [{ bin: await copyBinaries(machine, folder), fromPackage: true }, ...system];
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return system;
  }
}

function isForbidden(error: unknown): boolean {
  return ["EACCES", "EPERM", "EROFS"].includes(codeOf(error) ?? "");
}

const Manifest = z.object({ version: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the symlinks that an npm package cannot hold, as the package's own install script does; npm
 * leaves that out with `--ignore-scripts`, and npm 12 by itself.
 *
 * @param packageFolder holds `native/pg-symlinks.json`, whose paths start at it
 */
async function addLinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, "native", "pg-symlinks.json"), "utf8").catch(
    (error: unknown) => {
      // Windows needs no links, and its package has no list.
      if (codeOf(error) === "ENOENT") return "[]";
      throw error;
    },
  );
  for (const { source, target } of Links.parse(JSON.parse(list))) {
    const link = join(packageFolder, target);
    if (await exists(link)) continue;
    await symlink(relative(dirname(target), source), link).catch((error: unknown) => {
      // Another process may be making the same links.
      if (codeOf(error) !== "EEXIST") throw error;
    });
  }
}

async function versionOf(bin: string): Promise<{ version: string; major: number } | { trouble: string }> {
  try {
    const { stdout } = await run(join(bin, "postgres"), ["--version"]);
    const match = /(\d+)[^\s]*/.exec(stdout);
    if (match === null) return { trouble: `it calls itself ${stdout.trim()}` };
    return { version: match[0], major: Number(match[1]) };
  } catch (error) {
    const lines = error instanceof Error ? error.message.trim().split("\n") : [];
    return { trouble: lines.at(-1) ?? "it does not start" };
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
