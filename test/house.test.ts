// The house stays a house: which room may import which, no cycles, and every file says what it is.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { LONG } from "./long.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ROOMS = ["cli", "generator", "hydrate", "local", "sample"] as const;

/** What each room may import of the others; a file stands for that file alone. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  generator: [],
  hydrate: ["generator/index.ts"],
  local: ["generator/index.ts"],
  sample: [],
  cli: ["generator/index.ts", "generator/looker/index.ts", "hydrate", "local", "sample"],
};

/** Inside the generator, stages run one way; each may use what stands before it. */
const STAGES: Readonly<Record<string, readonly string[]>> = {
  "generator/model": ["generator/model"],
  "generator/read": ["generator/read", "generator/model", "generator/problem.ts"],
  "generator/dialect": ["generator/dialect", "generator/model"],
};

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(ROOT, path)).isDirectory()) return name === "page" ? [] : filesBelow(path);
    return name.endsWith(".ts") ? [path] : [];
  });
}

const files = ROOMS.flatMap(filesBelow);
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(
    (match) => match[1] ?? "",
  );
  return specifiers.map((specifier) =>
    relative(ROOT, resolve(ROOT, dirname(file), specifier)).replaceAll("\\", "/"),
  );
}

const inside = (path: string, allowed: string): boolean => path === allowed || path.startsWith(`${allowed}/`);

test("there is a house to look at", () => {
  expect(files.length).toBeGreaterThan(50);
});

test("each room imports only what it may", () => {
  const wrong = files.flatMap((file) => {
    const room = file.split("/")[0] ?? "";
    const allowed = [room, ...(MAY_IMPORT[room] ?? [])];
    return (imports.get(file) ?? [])
      .filter((target) => !allowed.some((one) => inside(target, one)))
      .map((target) => `${file} imports ${target}`);
  });
  expect(wrong).toEqual([]);
});

test("stages of the generator never call an earlier one's caller", () => {
  const wrong = Object.entries(STAGES).flatMap(([stage, allowed]) =>
    files
      .filter((file) => inside(file, stage))
      .flatMap((file) =>
        (imports.get(file) ?? [])
          .filter((target) => !allowed.some((one) => inside(target, one)))
          .map((target) => `${file} imports ${target}`),
      ),
  );
  expect(wrong).toEqual([]);
});

test("what talks to Looker has a door of its own, and the pure part of the generator does not know it", () => {
  const wrong = files
    .filter((file) => inside(file, "generator") && !inside(file, "generator/looker"))
    .flatMap((file) => (imports.get(file) ?? []).filter((target) => inside(target, "generator/looker")));
  expect(wrong).toEqual([]);
  expect(files).toContain("generator/looker/index.ts");
});

test("no file imports itself, however long the way round", () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      return;
    }
    if (done.has(file)) return;
    for (const target of imports.get(file) ?? []) walk(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});

test("every import leads to a file that exists", () => {
  const missing = files.flatMap((file) =>
    (imports.get(file) ?? [])
      .filter((target) => !files.includes(target))
      .map((target) => `${file} -> ${target}`),
  );
  expect(missing).toEqual([]);
});

test("every file opens with one sentence that says what it is", () => {
  const silent = files.filter((file) => !/^\/\/ .{15,}[.:?]\n/.test(readFileSync(join(ROOT, file), "utf8")));
  expect(silent).toEqual([]);
});

test("nothing is kept in rooms without a name", () => {
  expect(files.filter((file) => /(^|\/)(utils?|common|helpers?|misc|shared)(\/|\.ts)/.test(file))).toEqual(
    [],
  );
});

test("modules keep nothing but what they compute once and for all, so that test files can share a process", () => {
  const keepers = files.filter((file) => /^(?:export )?let /m.test(readFileSync(join(ROOT, file), "utf8")));
  // The templates as they are compiled, and where the built page lies.
  expect(keepers).toEqual(["generator/emit/lookml/print.ts", "local/server/page-files/built.ts"]);
});

test("the test files that are said to take long are there", () => {
  expect(LONG.filter((name) => !existsSync(join(ROOT, "test", `${name}.test.ts`)))).toEqual([]);
});

test("the Looker SDK, the database drivers and the filter language stay in their rooms", () => {
  const holders = (pattern: RegExp): readonly string[] =>
    files
      .filter((file) => pattern.test(readFileSync(join(ROOT, file), "utf8")))
      .map((file) => file.split("/")[0] ?? "");
  const talkers = files.filter((file) => /from "@looker\//.test(readFileSync(join(ROOT, file), "utf8")));
  expect(talkers.filter((file) => !inside(file, "generator/looker"))).toEqual([]);
  expect(new Set(holders(/from "pg"/))).toEqual(new Set(["hydrate", "local"]));
  expect(new Set(holders(/from "fastify"/))).toEqual(new Set(["local"]));
});

test("the page is a house of its own: it knows the server's sheet and nothing else, and each file says what it is", () => {
  const folder = join(ROOT, "local/page");
  const pageFiles = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /\.tsx?$/.test(name));
  expect(pageFiles.length).toBeGreaterThan(40);
  const texts = pageFiles.map((file) => [file, readFileSync(join(folder, file), "utf8")] as const);
  const outside = texts.flatMap(([file, text]) =>
    [...text.matchAll(/^import (type )?.*?from "(\.[^"]+)";/gms)].flatMap(([, type, specifier = ""]) => {
      const target = relative(folder, resolve(folder, dirname(file), specifier)).replaceAll("\\", "/");
      return !target.startsWith("..") || (type !== undefined && target === "../server/sheet.ts")
        ? []
        : [`${file} imports ${target}`];
    }),
  );
  expect(outside).toEqual([]);
  expect(texts.filter(([, text]) => !/^\/\/ .{15,}[.:?]\n/.test(text)).map(([file]) => file)).toEqual([]);
  expect(
    pageFiles.filter((file) => /(^|\/)(utils?|common|helpers?|misc|shared)(\/|\.ts)/.test(file)),
  ).toEqual([]);
});
