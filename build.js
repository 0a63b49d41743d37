// The source -> dist/: compiled, with the templates beside the code that reads them, and the page as browsers take it.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");
const compiler = join(
  dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
  "bin",
  "tsc",
);

/** Folders that hold no TypeScript and are read at run time. */
const CARRIED = ["generator/emit/lookml/templates", "hydrate/infra"];

rmSync(dist, { recursive: true, force: true });
const compiled = spawnSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json")], {
  stdio: "inherit",
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
for (const folder of CARRIED) {
  if (existsSync(join(root, folder))) cpSync(join(root, folder), join(dist, folder), { recursive: true });
}
const built = spawnSync(
  process.execPath,
  [join(root, "local", "page", "build.js"), join(dist, "local", "page")],
  { stdio: "inherit", env: { ...process.env, NODE_ENV: "production" } },
);
if (built.status !== 0) process.exit(built.status ?? 1);
