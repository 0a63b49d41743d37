// The sample drops into a folder of files, with a page that says what is invented.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sampleDrops } from "./months.ts";
import type { SampleOptions } from "./months.ts";
import { readmeOf } from "./readme.ts";

/**
 * Writes `<folder>/<period>/movies_metadata.csv` for each month and `<folder>/README.md`, and returns
 * the drops' folders, the earliest month first. A file that already holds the same bytes is left
 * alone, and nothing else in the folder is touched. Throws what the file system throws.
 */
export async function writeSampleDrops(
  folder: string,
  options: SampleOptions = {},
): Promise<readonly string[]> {
  const drops = sampleDrops(options);
  for (const { period, files } of drops) {
    for (const { name, text } of files) await write(join(folder, period, name), text);
  }
  await write(join(folder, "README.md"), readmeOf(drops));
  return drops.map(({ period }) => join(folder, period));
}

async function write(path: string, text: string): Promise<void> {
  if ((await present(path)) === text) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function present(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (failure) {
    if (failure instanceof Error && "code" in failure && failure.code === "ENOENT") return undefined;
    throw failure;
  }
}
