// A path to looker.yml -> the model, or a Mistake that prints every problem at once.
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { isNode, parseDocument } from "yaml";
import { compile, type Compiled, type LocatedProblem, type Part } from "./compile.ts";
import { Mistake, Outage } from "./failure.ts";
import type { Kept } from "./kept.ts";
import type { Model } from "./model/model.ts";

/** The model is wrong; `problems` holds the same as the message, for machines. */
export class ModelMistake extends Mistake {
  readonly problems: readonly LocatedProblem[];

  /**
   * @param problems at least one
   * @param following how many complaints more follow from them
   */
  constructor(problems: readonly LocatedProblem[], following = 0) {
    super(
      `${problems.map((problem) => problem.printed).join("\n\n")}\n\n${sayProblems(problems, following)}`,
    );
    this.problems = problems;
  }
}

/** How many problems there are, in which file, and how many complaints more are left out because they follow from them. */
export function sayProblems(problems: readonly LocatedProblem[], following: number): string {
  const one = problems.length === 1;
  const count = `${problems.length.toLocaleString("en-US")} problem${one ? "" : "s"} in ${whereOf(problems)}`;
  if (following > 0)
    return `${count}; ${following.toLocaleString("en-US")} more ${following === 1 ? "follows" : "follow"} from ${one ? "it" : "them"} and ${following === 1 ? "is" : "are"} left out`;
  return problems.every((problem) => problem.code === "yaml")
    ? `${count}; what it says is checked once it can be read`
    : count;
}

/** The file that problems are in, or how many files there are. */
export function whereOf(problems: readonly LocatedProblem[]): string {
  const files = [...new Set(problems.map((problem) => problem.file))];
  return files.length > 1 ? `${files.length} files` : (files[0] ?? "the model");
}

/**
 * @param file path of the model, printed in problems as it is given here
 * @param environment which of its `environments:` it is wanted for; undefined for none
 * @throws Mistake when there is no such file, ModelMistake when it has problems, Outage when the disk refuses
 */
export async function loadModel(file: string, environment?: string, kept?: Kept): Promise<Model> {
  const compiled = await compileFile(file, environment, kept);
  if (compiled.model === undefined) throw new ModelMistake(compiled.problems, compiled.following);
  return compiled.model;
}

/**
 * @param file path of the model, printed in problems as it is given here
 * @param environment which of its `environments:` it is wanted for; undefined for none
 * @returns the model with its warnings, or its problems
 * @throws Mistake when there is no such file, Outage when the disk refuses
 */
export async function compileFile(file: string, environment?: string, kept?: Kept): Promise<Compiled> {
  const [whole, ...parts] = await readParts(file);
  return compile(whole.text, file, parts, environment, kept);
}

/**
 * The files a model is written in: itself, then those it includes.
 * @param file path of the model, printed in problems as it is given here
 * @throws Mistake when there is no such file, Outage when the disk refuses
 */
export async function readParts(file: string): Promise<readonly [Part, ...Part[]]> {
  const text = await readText(file);
  const parts = await Promise.all(
    (await includedFiles(file, patternsOf(text))).map(async (one) => ({
      file: one,
      text: await readText(one),
    })),
  );
  return [{ file, text }, ...parts];
}

/** What `include:` says, as far as the text can be read at all; what is wrong with it is said later. */
function patternsOf(text: string): readonly string[] {
  // Most models are one file, and reading a long one twice would be felt.
  if (!/^["']?include["']?\s*:/m.test(text)) return [];
  const written: unknown = parseDocument(text).get("include");
  const value: unknown = isNode(written) ? written.toJSON() : written;
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");
}

/** The files that patterns name, beside the model: each once, those of one pattern in the order of their names. */
async function includedFiles(file: string, patterns: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pattern of patterns) {
    const folder = join(dirname(file), dirname(pattern));
    const wanted = basename(pattern);
    if (!wanted.includes("*")) {
      found.push(join(folder, wanted));
      continue;
    }
    const glob = new RegExp(`^${wanted.split("*").map(escaped).join(".*")}$`);
    const names = await readdir(folder).catch(() => []);
    const matching = names.filter((name) => glob.test(name)).sort();
    if (matching.length === 0)
      throw new Mistake(
        `${file} includes ${pattern}, and no file is called so. Change \`include:\`, or add the file.`,
      );
    found.push(...matching.map((name) => join(folder, name)));
  }
  return [...new Set(found)].filter((one) => resolve(one) !== resolve(file));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") {
      throw new Mistake(
        `There is no ${file} here. Run the command where your model is, or name it with --model <file>.`,
      );
    }
    if (code === "EISDIR")
      throw new Mistake(`${file} is a folder; --model takes the file looker.yml itself.`);
    throw new Outage(`${file} could not be read: ${(error as Error).message}`, {
      retry: false,
      cause: error,
    });
  }
}
