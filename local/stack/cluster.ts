// An empty place -> a new Postgres data folder with a password of its own (what Postgres calls a cluster).
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Outage } from "../../generator/index.ts";
import { commandAs, giveTo } from "./account.ts";
import { codeOf } from "./code.ts";
import { dataLink, passwordFile } from "./data.ts";
import type { Footing } from "./footing.ts";
import { linkToShelter } from "./shelter.ts";
import { startFailure } from "./trouble.ts";

const run = promisify(execFile);

/** The first user of a new server, who may do everything; the stack alone signs in as it. */
export const ADMIN = "postgres";

/** Since this version Postgres has sorting rules of its own, the same on every system. */
const BUILT_IN_LOCALE = 17;
const STAGING = "postgres.new-";

/**
 * Makes the data folder at `footing.data`. It is made under another name and renamed when it is whole and
 * on the disk: a folder called `postgres` is never half of one.
 *
 * @param folder the user's folder, where a link to the data is left when they lie elsewhere
 * @throws Outage when initdb fails
 */
export async function createCluster(footing: Footing, folder: string): Promise<void> {
  const home = dirname(footing.data);
  await sweep(home);
  const staging = await mkdtemp(join(home, STAGING));
  try {
    const made = join(staging, "data");
    const password = join(staging, "password");
    await mkdir(made, { mode: 0o700 });
    await writeFile(password, randomBytes(24).toString("hex"), { mode: 0o600, flush: true });
    // The account must read the password and write the data; it is given no more than that.
    await giveTo(footing.account, staging);
    await initdb(footing, made, password, folder);
    await rename(password, passwordFile(made));
    await chmod(passwordFile(made), 0o600);
    await rename(made, footing.data);
    await settle(home);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  if (footing.data !== dataLink(folder)) await linkToShelter(folder, footing.data);
}

/**
 * Removes what earlier attempts left, whose process was killed. Their initdb may still be at work for a
 * moment; what cannot be removed even so is in nobody's way.
 */
async function sweep(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith(STAGING)) continue;
    const left = join(home, name);
    await rm(left, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(() => {});
  }
}

/**
 * The password of existing data.
 *
 * @throws Outage when its file is gone
 */
export async function readPassword(data: string): Promise<string> {
  try {
    return (await readFile(passwordFile(data), "utf8")).trim();
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    throw new Outage(
      `${passwordFile(data)} is missing, and without the password in it nothing can be read from the data. ` +
        `Put the file back, or delete ${data} to start afresh.`,
      { retry: false, cause: error },
    );
  }
}

async function initdb(footing: Footing, made: string, password: string, folder: string): Promise<void> {
  const { file, args, options } = commandAs(footing.account, join(footing.bin, "initdb"), [
    `--pgdata=${made}`,
    `--username=${ADMIN}`,
    `--pwfile=${password}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    ...letters(footing.major),
  ]);
  try {
    await run(file, args, options);
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    throw startFailure("Postgres could not create its data folder", said === "" ? String(error) : said, {
      data: footing.data,
      folder,
      cause: error,
    });
  }
}

/**
 * Text sorts by code point, the same on every machine; upper and lower case are known for all letters,
 * not only for English ones, which plain `C` would leave alone.
 */
function letters(major: number): string[] {
  if (major >= BUILT_IN_LOCALE) return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  return process.platform === "linux" ? ["--lc-ctype=C.UTF-8"] : [];
}

/** Makes the renaming itself survive a power cut. Windows has no way to ask for that. */
async function settle(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
