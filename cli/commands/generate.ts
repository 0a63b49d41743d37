// `viewfinder generate`: looker.yml -> lookml/.
import { dirname, join } from "node:path";
import { Command, Option } from "commander";
import {
  checkRefinements,
  compileFile,
  type Concerns,
  ddlScript,
  type DialectName,
  DIALECTS,
  didYouMean,
  diffFiles,
  emitLookml,
  emitProject,
  type File,
  type Kept,
  listRefinements,
  loadModel,
  type LocatedProblem,
  Mistake,
  type Model,
  ModelMistake,
  openKept,
  readParts,
  readRefinements,
  writeFiles,
} from "../../generator/index.ts";
import type { GlobalOptions } from "../options.ts";
import { watchAndGenerate } from "../watching.ts";

interface GenerateOptions {
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly only?: readonly string[];
  readonly watch?: boolean;
  readonly tables?: DialectName;
  readonly out?: string;
}

/** The command. */
export function generateCommand(global: () => GlobalOptions): Command {
  return new Command("generate")
    .description("print the Looker project from looker.yml into lookml/")
    .addOption(
      new Option(
        "--check",
        "write nothing; exit 1 with the differences when lookml/ is not up to date",
      ).conflicts(["diff", "watch"]),
    )
    .addOption(new Option("--diff", "write nothing; show what would change").conflicts("watch"))
    .option(
      "--only <names...>",
      "only the files of these views, explores or questions; the rest stays as it is",
    )
    .option("--watch", "go on: print again whenever looker.yml or the refinements change")
    .option("--out <folder>", "the project's folder (default: lookml beside the model)")
    .addOption(
      new Option("--tables <warehouse>", "print the CREATE TABLE statements instead").choices(
        Object.keys(DIALECTS),
      ),
    )
    .addHelpText(
      "after",
      "\nExamples:\n  viewfinder generate --check\n  viewfinder generate --diff --only orders tags\n  viewfinder generate --watch",
    )
    .action(async (options: GenerateOptions) => {
      const { model: file, environment } = global();
      const folder = options.out ?? lookmlFolder(file);
      if (options.watch !== true) return generateOnce(file, environment, folder, options);
      const kept = openKept();
      return watchAndGenerate(
        folder,
        async () => (await readParts(file)).map((part) => part.file),
        () => generateOnce(file, environment, folder, options, kept),
        () => warmUp(file, environment, kept),
      );
    });
}

/** Where a model's Looker project lies: beside it. */
export function lookmlFolder(modelFile: string): string {
  return join(dirname(modelFile), "lookml");
}

async function generateOnce(
  file: string,
  environment: string | undefined,
  folder: string,
  options: GenerateOptions,
  kept?: Kept,
): Promise<void> {
  const model = await loadModel(file, environment, kept);
  if (options.tables !== undefined) process.stdout.write(ddlScript(model, DIALECTS[options.tables]));
  else await generate(model, folder, options, kept);
}

/** A process takes several times as long over its first printings as over later ones; nobody waits for these. */
async function warmUp(file: string, environment: string | undefined, kept: Kept): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    const { model } = await compileFile(file, environment, kept);
    if (model !== undefined) emitProject(model, [], kept);
  }
}

/**
 * Prints the project, or (`check`, `diff`) only compares it.
 * @param kept what an earlier call left, where one prints again and again
 * @throws ModelMistake when refinements/ names what is not there; Mistake when it is compared and differs, when a name is nobody's, or when a file of the user's is in the way
 */
export async function generate(
  model: Model,
  folder: string,
  options: Pick<GenerateOptions, "check" | "diff" | "only">,
  kept?: Kept,
): Promise<void> {
  const files = emitProject(model, await listRefinements(folder), kept);
  const problems = await problemsBeside(model, folder, kept);
  if (problems.length > 0) throw new ModelMistake(problems);
  const concerns = concernsOf(options.only, files);
  if (options.check === true || options.diff === true) {
    const diff = await diffFiles(folder, files, concerns);
    if (diff === "")
      console.log(`${folder} is up to date: ${count(files.filter(({ path }) => concerns(path)).length)}.`);
    else if (options.diff === true) process.stdout.write(diff);
    else
      throw new Mistake(
        `${diff}\n${folder} is not what looker.yml says. Run \`viewfinder generate\` and commit what it writes.`,
      );
    return;
  }
  const change = await writeFiles(folder, files, concerns);
  const { length: written } = change.written;
  const { length: removed } = change.removed;
  const looked = files.filter(({ path }) => concerns(path)).length;
  if (written + removed === 0) console.log(`${folder} was up to date already: ${count(looked)}.`);
  else console.log(`${folder}: ${written} written, ${removed} removed, ${looked - written} unchanged.`);
}

/**
 * What is wrong in the LookML people keep in a project's refinements/.
 * @param kept what an earlier call left, where one looks again and again
 * @throws Outage when the disk refuses
 */
export async function problemsBeside(
  model: Model,
  folder: string,
  kept?: Kept,
): Promise<readonly LocatedProblem[]> {
  const refinements = await readRefinements(folder);
  if (refinements.length === 0) return [];
  return checkRefinements(
    model,
    refinements,
    emitLookml(model, [], kept).map((file) => file.path),
  );
}

/** The files of the named views, explores and questions: a file is named after what it is about. */
function concernsOf(only: readonly string[] | undefined, files: readonly File[]): Concerns {
  if (only === undefined) return () => true;
  const names = [...new Set(files.filter(({ path }) => path.includes("/")).map(({ path }) => aboutOf(path)))];
  for (const name of only) {
    if (names.includes(name)) continue;
    const hint = didYouMean(name, names);
    throw new Mistake(
      `The model has no view, explore or question \`${name}\`${hint === undefined ? "" : `; ${hint}`}.`,
    );
  }
  return (path) => path.includes("/") && only.includes(aboutOf(path));
}

function aboutOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).split(".")[0] ?? path;
}

function count(files: number): string {
  return `${files} file${files === 1 ? "" : "s"}`;
}
