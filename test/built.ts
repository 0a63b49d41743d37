// A program of ours -> where its compiled copy lies, so that tests which start many processes do not compile the sources for each.
import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { cpSync, existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { builtPage } from "../local/server/page-files/built.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Below node_modules, so that a copy finds the packages it imports, and nobody takes it for source. */
const KEPT = join(ROOT, "node_modules", ".cache", "viewfinder");
const PROJECT = join(ROOT, "test", "built", "tsconfig.json");
const ROOMS = ["cli", "generator", "hydrate", "local", "sample", "test"];
const PAGE = join("local", "page");
/** What lies beside `dist` in the package, and is found from there. */
const BESIDE = ["package.json", "looker.yml", "looker.schema.json", join("cli", "viewfinder.js")];
/** A copy that nobody asked for in so long is of older sources. */
const FORGOTTEN_MS = 3_600_000;

let found: Promise<string> | undefined;

/**
 * Where a program's compiled copy lies, made of the sources as they are now when there is none yet. `node` runs it
 * without tsx, in half the time. That a clone runs from its source is for test/cli.test.ts to prove.
 * @param program by its path in the project, e.g. `cli/viewfinder.js` or `test/killed-run.ts`
 * @throws Error when the compiler fails, with what it says
 */
export async function built(program: string): Promise<string> {
  found ??= findBuilt();
  const copy = await found;
  return extname(program) === ".ts"
    ? join(copy, "dist", program.replace(/\.ts$/, ".js"))
    : join(copy, program);
}

async function findBuilt(): Promise<string> {
  for (;;) {
    const mark = await fingerprint();
    const copy = join(KEPT, `built-${mark}`);
    if (!existsSync(copy)) {
      const beside = `${copy}.${randomUUID().slice(0, 8)}.part`;
      try {
        await build(beside);
        // Somebody saved a file meanwhile: what was built is of neither state.
        if ((await fingerprint()) !== mark) continue;
        // It has its name only when it is whole; whoever comes second takes the first one's.
        await rename(beside, copy).catch((error: unknown) => {
          if (!existsSync(copy)) throw error;
        });
      } finally {
        await rm(beside, { recursive: true, force: true });
      }
      await forgetOld();
    }
    const now = new Date();
    await utimes(copy, now, now);
    return copy;
  }
}

async function build(into: string): Promise<void> {
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
    "bin",
    "tsc",
  );
  const dist = join(into, "dist");
  const [page] = await Promise.all([
    builtPage(),
    promisify(execFile)(process.execPath, [compiler, "-p", PROJECT, "--outDir", dist]),
  ]);
  await cp(page, join(dist, PAGE), { recursive: true });
  // Templates lie beside the code that reads them.
  for (const room of ["generator", "hydrate"]) {
    cpSync(join(ROOT, room), join(dist, room), {
      recursive: true,
      filter: (path) => extname(path) !== ".ts",
    });
  }
  for (const file of BESIDE) await cp(join(ROOT, file), join(into, file));
}

/** Of every source's name and text. */
async function fingerprint(): Promise<string> {
  const hash = createHash("sha256");
  const files = [...BESIDE, "package-lock.json", relative(ROOT, PROJECT)];
  for (const room of ROOMS) {
    for (const entry of await readdir(join(ROOT, room), { recursive: true, withFileTypes: true })) {
      const path = relative(ROOT, join(entry.parentPath, entry.name));
      if (entry.isFile() && (room !== "test" || /(?<!\.test)\.ts$/.test(path))) files.push(path);
    }
  }
  for (const file of files.sort()) {
    const text = await readFile(join(ROOT, file)).catch(() => "");
    hash.update(`${file}\0${text.length}\0`).update(text);
  }
  return hash.digest("hex").slice(0, 16);
}

async function forgetOld(): Promise<void> {
  await mkdir(KEPT, { recursive: true });
  for (const name of await readdir(KEPT)) {
    if (!name.startsWith("built-")) continue;
    const path = join(KEPT, name);
    const used = (await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now();
    if (Date.now() - used > FORGOTTEN_MS) await rm(path, { recursive: true, force: true });
  }
}
