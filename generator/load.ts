// A path to looker.yml -> the model, or a Mistake that prints every problem at once.
import { readFile } from "node:fs/promises";
import { compile, type LocatedProblem } from "./compile.ts";
import { Mistake, Outage } from "./failure.ts";
import type { Model } from "./model/model.ts";

/** The model is wrong; `problems` holds the same as the message, for machines. */
export class ModelMistake extends Mistake {
  readonly problems: readonly LocatedProblem[];

  /** @param problems at least one */
  constructor(problems: readonly LocatedProblem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(
      `${problems.map((problem) => problem.printed).join("\n\n")}\n\n${count} in ${problems[0]?.file ?? "the model"}`,
    );
    this.problems = problems;
  }
}

/**
 * @param file path of the model, printed in problems as it is given here
 * @throws Mistake when there is no such file, ModelMistake when it has problems, Outage when the disk refuses
 */
export async function loadModel(file: string): Promise<Model> {
  const compiled = compile(await readText(file), file);
  if (compiled.model === undefined) throw new ModelMistake(compiled.problems);
  return compiled.model;
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
