// The path a user gives -> the storage it is in.
import { Mistake } from "../../generator/index.ts";
import { contentsOf } from "./content.ts";
import { folderStore } from "./folder.ts";
import type { Storage, Store } from "./storage.ts";

/** @throws Mistake when the path names a storage that cannot be read */
export function storageOf(path: string): Storage {
  const scheme = schemeOf(path);
  if (scheme === undefined) return contentsOf(folderStore);
  if (scheme === "s3") return contentsOf(s3WhenAsked());
  throw new Mistake(
    `${path}: a drop is a file, a folder, or s3://bucket/prefix; ${scheme}:// cannot be read.`,
  );
}

/** S3's client is large, and most commands ask nothing of it: it is read when the first thing is. */
function s3WhenAsked(): Store {
  let opened: Promise<Store> | undefined;
  const store = (): Promise<Store> => (opened ??= openS3());
  return {
    look: async (address) => (await store()).look(address),
    begin: async (file, from) => (await store()).begin(file, from),
  };
}

async function openS3(): Promise<Store> {
  const { connectS3 } = await import("./s3/client.ts");
  const { s3Store } = await import("./s3/store.ts");
  return s3Store(connectS3());
}

/** Whether a path lies where others can write, too: then who delivered a drop must be proved. */
export function isShared(path: string): boolean {
  return schemeOf(path) !== undefined;
}

function schemeOf(path: string): string | undefined {
  return /^([a-z][a-z0-9+.-]+):\/\//i.exec(path)?.[1]?.toLowerCase();
}
