// The processes that need the running database, one small file each, so that the last one out stops it.
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { identityOf, stillLives } from "./process.ts";

/**
 * Writes down that this process needs the database: `<folder>/<pid>-<random>`, holding the process's
 * identity. Call it under the lock.
 *
 * @returns what strikes it out again; harmless when the file or its folder is gone
 */
export async function register(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${process.pid}-${randomBytes(4).toString("hex")}`);
  await writeFile(file, (await identityOf(process.pid)) ?? "");
  return () => rm(file, { force: true });
}

/** How many registrations belong to living processes; those of dead ones are removed. Call it under the lock. */
export async function countUsers(folder: string): Promise<number> {
  let living = 0;
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    if (await stillLives(await readFile(file, "utf8"))) living += 1;
    else await rm(file, { force: true });
  }
  return living;
}
