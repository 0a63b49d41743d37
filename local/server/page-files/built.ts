// Where the built page lies: in the package beside the code, in a clone built when its sources are newer than the last build.
import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** What is where below the built page's folder. */
export const BUILT = {
  /** HTML that is filled in before it is sent. */
  index: "index.html",
  login: "login.html",
  /** Exports `render`; for the server alone. */
  render: "render/render.js",
} as const;

/** Beside this file's folder in the package and in a clone alike; in the package it holds what was built. */
const PAGE = fileURLToPath(new URL("../../page/", import.meta.url));
/** Left out of version control, and out of everything that looks at the sources. */
const KEPT = fileURLToPath(new URL("../../../node_modules/.cache/viewfinder/", import.meta.url));
/** What the page is made of besides its own folder. */
const ALSO = ["../server/sheet.ts", "../../package-lock.json"];
/** A build takes seconds; one that has not ended by then died. */
const GIVEN_UP_MS = 60_000;
/** Builds that are kept, for servers that run on older sources. */
const KEPT_BUILDS = 4;

let found: Promise<string> | undefined;

/**
 * The folder with the built page, once for each process.
 * @throws Error when the sources cannot be built, with what Vite says
 */
export function builtPage(): Promise<string> {
  found ??= findBuilt();
  return found;
}

async function findBuilt(): Promise<string> {
  if (existsSync(join(PAGE, BUILT.render))) return PAGE;
  const name = `page-${await fingerprint()}`;
  const folder = join(KEPT, name);
  // A folder has its name only when it is whole, so that nobody takes half a build.
  if (!existsSync(folder)) await underLock(`${folder}.lock`, folder, () => build(folder));
  const now = new Date();
  await utimes(folder, now, now).catch(() => {});
  return folder;
}

async function build(folder: string): Promise<void> {
  const beside = `${folder}.${randomUUID().slice(0, 8)}.part`;
  try {
    await runBuild(beside);
    await rename(beside, folder).catch((error: unknown) => {
      // Another process was first with the same.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  await prune(folder);
}

/** In a process of its own, in a clone only: Vite is none of the package's dependencies. */
async function runBuild(into: string): Promise<void> {
  const building = spawn(process.execPath, [join(PAGE, "build.js"), into], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  let said = "";
  building.stderr.on("data", (text: Buffer) => (said += text.toString("utf8")));
  const [code] = (await once(building, "close")) as [number | null];
  if (code !== 0) throw new Error(`the page could not be built of its sources:\n${said}`);
}

/** One process builds, the others wait for it; a lock that is left over is taken. */
async function underLock(lock: string, made: string, work: () => Promise<void>): Promise<void> {
  await mkdir(KEPT, { recursive: true });
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const begun = await stat(lock).catch(() => undefined);
    if (begun !== undefined && Date.now() - begun.mtimeMs > GIVEN_UP_MS)
      await rm(lock, { recursive: true, force: true });
    await setTimeout(50);
    if (existsSync(made)) return;
  }
  try {
    if (!existsSync(made)) await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

/** Of every source file's name and text, so that a build is of exactly these. */
async function fingerprint(): Promise<string> {
  const files = (await readdir(PAGE, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(PAGE, join(entry.parentPath, entry.name)))
    .sort();
  const hash = createHash("sha256");
  for (const file of [...files, ...ALSO]) {
    const text = await readFile(join(PAGE, file)).catch(() => "");
    hash.update(`${file}\0${text.length}\0`).update(text);
  }
  return hash.digest("hex").slice(0, 16);
}

async function prune(newest: string): Promise<void> {
  const names = (await readdir(KEPT)).filter((name) => /^page-[0-9a-f]{16}$/.test(name));
  const aged = await Promise.all(
    names.map(async (name) => {
      const path = join(KEPT, name);
      return { path, at: (await stat(path).catch(() => undefined))?.mtimeMs ?? 0 };
    }),
  );
  const old = aged
    .filter(({ path }) => path !== newest)
    .toSorted((one, other) => other.at - one.at)
    .slice(KEPT_BUILDS - 1);
  for (const { path } of old) await rm(path, { recursive: true, force: true });
}
