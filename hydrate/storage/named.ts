// The path a user gives -> the storage it is in.
import { Mistake } from "../../generator/index.ts";
import { folderStorage } from "./folder.ts";
import type { Storage } from "./storage.ts";

/** @throws Mistake when the path names a storage that cannot be read */
export function storageOf(path: string): Storage {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(path)?.[1];
  if (scheme === undefined) return folderStorage;
  if (scheme.toLowerCase() === "s3") {
    throw new Mistake(
      `${path}: drops on S3 cannot be read yet. Copy the drop into a folder (aws s3 cp --recursive) and hydrate the folder.`,
    );
  }
  throw new Mistake(`${path}: a drop is a file or a folder; ${scheme}:// cannot be read.`);
}
