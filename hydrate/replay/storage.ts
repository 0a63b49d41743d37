// Chosen records of quarantine -> a storage that holds them as files, so that they load like any drop.
import { contentsOf } from "../storage/content.ts";
import type { Storage } from "../storage/storage.ts";
import { type Chosen } from "./choose.ts";

const LF = Buffer.from("\n");
/** How much is gathered before it is handed on. */
const CHUNK = 256 * 1024;

/** What a file of it is found by. @param index its place among the chosen */
export function replayAddress(run: number, index: number, name: string): string {
  return `quarantine of run ${run}, ${index + 1}: ${name}`;
}

/** @param run the run whose quarantine it is */
export function replayStorage(run: number, chosen: readonly Chosen[]): Storage {
  return contentsOf({
    look: (address) => Promise.reject(new Error(`a replay has nothing to list at ${address}`)),
    begin: (file) => {
      const index = chosen.findIndex((one, at) => replayAddress(run, at, one.file.name) === file.address);
      const found = chosen[index];
      if (found === undefined) return Promise.reject(new Error(`a replay has no file ${file.address}`));
      return Promise.resolve({ version: undefined, bytes: bytesOf(found) });
    },
  });
}

async function* bytesOf({ file, passing }: Chosen): AsyncGenerator<Buffer> {
  const wanted = new Set(passing);
  let parts: Buffer[] = [file.header, LF];
  let gathered = 0;
  for await (const { ordinal, raw } of file.records()) {
    if (!wanted.has(ordinal)) continue;
    parts.push(raw, LF);
    gathered += raw.length;
    if (gathered < CHUNK) continue;
    yield Buffer.concat(parts);
    parts = [];
    gathered = 0;
  }
  yield Buffer.concat(parts);
}

/** How many bytes a file of it has. */
export async function sizeOf(chosen: Chosen): Promise<number> {
  let size = 0;
  for await (const chunk of bytesOf(chosen)) size += chunk.length;
  return size;
}
