// Data that only root may reach -> a place where the server's unprivileged account reaches them.
import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { dataLink, dataOnTheMove } from "./data.ts";

const run = promisify(execFile);

/** Makes a new folder of its own in the shelter that every user may enter, and returns it. */
export async function openShelter(shelter: string): Promise<string> {
  await mkdir(shelter, { recursive: true });
  const place = await mkdtemp(join(shelter, "database-"));
  for (const open of [shelter, place]) await chmod(open, 0o755);
  return place;
}

/** Leaves in the user's folder a link to data that lie elsewhere. */
export async function linkToShelter(folder: string, sheltered: string): Promise<void> {
  await symlink(sheltered, dataLink(folder));
}

/**
 * Moves data to the shelter and leaves a link. The old data go away only when the copy is on the disk;
 * a move cut short is put right by `findData`.
 */
export async function moveToShelter(folder: string, data: string, sheltered: string): Promise<void> {
  await cp(data, sheltered, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  await run("sync", []);
  const moving = dataOnTheMove(folder);
  await rm(moving, { recursive: true, force: true });
  await rename(dataLink(folder), moving);
  await linkToShelter(folder, sheltered);
  await rm(moving, { recursive: true });
}
