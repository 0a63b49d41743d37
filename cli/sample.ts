// The package's sample -> a folder of the user's: the model where there is none, and three monthly drops.
import { existsSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { Outage } from "../generator/index.ts";
import { writeSampleDrops } from "../sample/drops.ts";
import { packageRoot } from "./version.ts";

/**
 * In a folder without a model the sample model is put there, so that there is something to see and to change.
 * @param file where the model is expected
 * @returns whether it was put there
 * @throws Outage when it cannot be written
 */
export async function bringSampleModel(file: string): Promise<boolean> {
  if (existsSync(file)) return false;
  try {
    await copyFile(new URL("looker.yml", packageRoot()), file);
  } catch (error) {
    throw new Outage(
      `There is no ${file}, and the sample model could not be put there: ${(error as Error).message}`,
      { retry: false, cause: error },
    );
  }
  console.log(`There was no ${file}, so here is the sample model. Change it, or put your own in its place.`);
  return true;
}

/**
 * @param folder made when there is none; what lies there already and is the same is left alone
 * @returns the drops' folders, the earliest month first
 * @throws Outage when they cannot be written
 */
export async function bringSampleDrops(folder: string): Promise<readonly string[]> {
  try {
    return await writeSampleDrops(folder);
  } catch (error) {
    throw new Outage(`The sample drops could not be written to ${folder}: ${(error as Error).message}`, {
      retry: false,
      cause: error,
    });
  }
}
