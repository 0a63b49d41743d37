// A folder -> all that is in it, kept in memory, so that it can be laid elsewhere sooner than it is made.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** A folder as it was. */
export interface KeptFolder {
  /** Where it was. */
  readonly folder: string;
  /** By path from there; undefined for a folder. In an order in which it can be laid. */
  readonly entries: readonly (readonly [path: string, content: Buffer | undefined])[];
}

/** Reads it whole. */
export async function keepFolder(folder: string): Promise<KeptFolder> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const entries = await Promise.all(
    found.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), entry.isFile() ? await readFile(path) : undefined] as const;
    }),
  );
  return { folder, entries: entries.toSorted(([a], [b]) => (a < b ? -1 : 1)) };
}

/** @param naming files that name where the folder is, and are to name where it is now */
export async function layFolder(
  { folder: was, entries }: KeptFolder,
  folder: string,
  naming: readonly string[],
): Promise<void> {
  for (const [path, content] of entries) if (content === undefined) await mkdir(join(folder, path));
  await Promise.all(
    entries.map(async ([path, content]) => {
      if (content === undefined) return;
      const here = naming.includes(path) ? content.toString().replaceAll(was, folder) : content;
      await writeFile(join(folder, path), here);
    }),
  );
}
