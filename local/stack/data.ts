// The folder `postgres` in the user's folder -> the data a server can be started on, if there are any.
import { lstat, readdir, readFile, realpath, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { Outage } from "../../generator/index.ts";
import { codeOf } from "./code.ts";

/** Data of a Postgres that was made earlier. */
export interface Data {
  /** The real place, links followed. */
  readonly path: string;
  /** The version of Postgres that made them, and that alone can open them. */
  readonly major: number;
  /** Whom they belong to (0 and 0 on Windows). */
  readonly owner: { readonly uid: number; readonly gid: number };
}

/** Where the user finds the data: the data themselves, or a link to them. */
export function dataLink(folder: string): string {
  return join(folder, "postgres");
}

/** Where data wait, for a moment, while a link takes their place (see shelter.ts). */
export function dataOnTheMove(folder: string): string {
  return join(folder, "postgres.moving");
}

/** The file beside the tables that holds the server's password; it comes and goes with the data. */
export function passwordFile(data: string): string {
  return join(data, "viewfinder-password");
}

/**
 * Looks for data in the user's folder.
 *
 * @returns `undefined` when there are none yet
 * @throws Outage when something else is in their place, or they belong to another user
 */
export async function findData(folder: string): Promise<Data | undefined> {
  const link = dataLink(folder);
  const kind = await lstat(link).catch(() => undefined);
  if (kind === undefined) {
    // A move to the shelter was cut short between its two renames: the data are whole, put them back.
    const moving = dataOnTheMove(folder);
    if ((await lstat(moving).catch(() => undefined)) === undefined) return undefined;
    await rename(moving, link);
    return findData(folder);
  }
  const path = await realpath(link).catch(() => undefined);
  if (path === undefined) {
    throw new Outage(
      `${link} points to a folder that is not there. Bring that folder back, or delete ${link} to start afresh.`,
      { retry: false },
    );
  }
  try {
    const version = await readFile(join(path, "PG_VERSION"), "utf8");
    const { uid, gid } = await stat(path);
    return { path, major: Number.parseInt(version, 10), owner: { uid, gid } };
  } catch (error) {
    if (codeOf(error) === "EACCES" || codeOf(error) === "EPERM") {
      throw new Outage(
        `The data in ${path} belong to another user (number ${(await stat(path)).uid}), as they do when they were ` +
          "made by root. Run the command as that user (or root), or choose another folder, or have the data deleted.",
        { retry: false, cause: error },
      );
    }
    if (codeOf(error) === "ENOENT" && (await readdir(path)).length === 0) return undefined;
    throw new Outage(
      `${path} is in the way: the database's data belong there, and what is there is not a Postgres data folder. ` +
        "Move it elsewhere, or choose another folder.",
      { retry: false, cause: error },
    );
  }
}
