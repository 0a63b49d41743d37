// The cases: each folder holds a looker.yml beside what must come of it, LookML in expected/ with warnings.txt, or problems in problems.txt.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, type Compiled, emitLookml, type File } from "../../generator/index.ts";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
/** With UPDATE=1 the expectations are rewritten; read the diff like prose. */
const UPDATE = process.env["UPDATE"] === "1";

/** One case, compiled. */
export interface Case {
  readonly name: string;
  readonly text: string;
  readonly compiled: Compiled;
}

/** Every case, in order of name. */
export const CASES: readonly Case[] = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()
  .map((name) => {
    const text = readFileSync(join(FOLDER, name, "looker.yml"), "utf8");
    return { name, text, compiled: compile(text, "looker.yml") };
  });

/** What a case gives: its LookML, and its problems as they are printed. */
export interface Outcome {
  readonly files: readonly File[];
  readonly problems: string;
  readonly warnings: string;
}

/** What comes of a case. */
export function outcomeOf(one: Case): Outcome {
  const { model, problems, warnings } = one.compiled;
  const printed = (list: Compiled["problems"]): string =>
    list.map((problem) => `${problem.printed}\n`).join("\n");
  return {
    files: model === undefined ? [] : inOrder(emitLookml(model)),
    problems: printed(problems),
    warnings: printed(warnings),
  };
}

/** What must come of a case; with UPDATE=1, what comes of it is written down first. */
export function expectedOf(one: Case): Outcome {
  const folder = join(FOLDER, one.name);
  if (UPDATE) writeDown(folder, outcomeOf(one));
  const textOf = (name: string): string =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : "";
  return {
    files: inOrder(filesBelow(join(folder, "expected"), "")),
    problems: textOf("problems.txt"),
    warnings: textOf("warnings.txt"),
  };
}

function writeDown(folder: string, outcome: Outcome): void {
  rmSync(join(folder, "expected"), { recursive: true, force: true });
  for (const [name, text] of [
    ["problems.txt", outcome.problems],
    ["warnings.txt", outcome.warnings],
  ] as const) {
    rmSync(join(folder, name), { force: true });
    if (text !== "") writeFileSync(join(folder, name), text);
  }
  for (const file of outcome.files) {
    const target = join(folder, "expected", file.path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, file.text);
  }
}

/** Every file below a folder, as the generator would hand it over. */
export function filesBelow(folder: string, below: string): readonly File[] {
  if (!existsSync(join(folder, below))) return [];
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry): readonly File[] => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(folder, path);
    return [{ path, text: readFileSync(join(folder, path), "utf8") }];
  });
}

/** Files sorted by path, so that two lists compare. */
export function inOrder(files: readonly File[]): readonly File[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
