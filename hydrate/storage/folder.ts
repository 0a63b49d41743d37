// The store on this machine's own disk: files and folders.
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Mistake, Outage } from "../../generator/index.ts";
import type { Place, Store, StoredFile } from "./storage.ts";

/** Between two chunks the warehouse is answered; it must not wait for long. */
const CHUNK_BYTES = 64 * 1024;

/** Reads drops from folders; hidden files and folders (`.name`) are not looked at. */
export const folderStore: Store = {
  async look(address) {
    try {
      const found = await stat(address);
      if (found.isDirectory()) return await lookInto(address);
      return {
        kind: "file",
        file: storedFile(address, found.size),
        folder: basename(dirname(resolve(address))),
      };
    } catch (error) {
      throw inWords(error, address);
    }
  },
  begin: (file, from) => Promise.resolve({ version: undefined, bytes: bytesOf(file, from) }),
};

async function* bytesOf(file: StoredFile, from: number): AsyncIterable<Buffer> {
  try {
    yield* createReadStream(file.address, {
      highWaterMark: CHUNK_BYTES,
      start: from,
    }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw inWords(error, file.address);
  }
}

async function lookInto(folder: string): Promise<Place> {
  const files: StoredFile[] = [];
  const folders: string[] = [];
  // By code point, so that every machine reads the same drops in the same order.
  for (const name of (await readdir(folder)).sort()) {
    if (name.startsWith(".")) continue;
    const address = join(folder, name);
    const found = await stat(address).catch((error: unknown) => {
      throw inWords(error, address);
    });
    if (found.isDirectory()) folders.push(address);
    else if (found.isFile()) files.push(storedFile(address, found.size));
  }
  return { kind: "folder", name: basename(resolve(folder)), files, folders };
}

function storedFile(address: string, size: number): StoredFile {
  return { name: basename(address), address, size };
}

function inWords(error: unknown, address: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined || error instanceof Mistake || error instanceof Outage) return error;
  if (code === "ENOENT")
    return new Mistake(
      `There is no file or folder ${address}, or it is a link that leads nowhere. Check the path.`,
    );
  if (code === "EACCES" || code === "EPERM") {
    return new Outage(
      `${address} may not be read by this user. Give it the right to read, and run the same command again.`,
      {
        retry: false,
        cause: error,
      },
    );
  }
  return new Outage(`${address} could not be read: ${message}`, { retry: true, cause: error });
}
