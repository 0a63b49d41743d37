// The project -> its package, packed and unpacked as whoever installs it has it.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A folder somebody installed the package in. */
export interface Packed {
  readonly folder: string;
  /** Where the package itself lies. */
  readonly root: string;
  /** Every file of the tarball, by its path in the package, in order. */
  readonly files: readonly string[];
  /** What the tarball weighs, in bytes. */
  readonly bytes: number;
  remove(): void;
}

/**
 * Packs the project as `npm publish` would, and unpacks it below `node_modules`. What it depends on is what is
 * installed here; that nothing else is imported is for a test of its own.
 */
export function packProject(): Packed {
  const folder = mkdtempSync(join(tmpdir(), "viewfinder-packed-"));
  const said = execFileSync("npm", ["pack", "--json", "--silent", "--pack-destination", folder], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [told] = JSON.parse(said.slice(said.indexOf("["))) as readonly {
    readonly filename: string;
    readonly size: number;
  }[];
  if (told === undefined) throw new Error("npm pack packed nothing");
  execFileSync("tar", ["-xzf", join(folder, told.filename), "-C", folder]);
  const root = join(folder, "node_modules", "viewfinder");
  mkdirSync(join(folder, "node_modules"));
  renameSync(join(folder, "package"), root);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  return {
    folder,
    root,
    files,
    bytes: told.size,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
