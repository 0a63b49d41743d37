// `viewfinder generate`: looker.yml -> lookml/.
import { dirname, join } from "node:path";
import { Command, Option } from "commander";
import {
  compareFiles,
  ddlScript,
  type DialectName,
  DIALECTS,
  diffFiles,
  emitLookml,
  listRefinements,
  loadModel,
  Mistake,
  type Model,
  writeFiles,
} from "../../generator/index.ts";
import type { GlobalOptions } from "../options.ts";

interface GenerateOptions {
  readonly check?: boolean;
  readonly tables?: DialectName;
  readonly out?: string;
}

/** The command. */
export function generateCommand(global: () => GlobalOptions): Command {
  return new Command("generate")
    .description("print the Looker project from looker.yml into lookml/")
    .option("--check", "write nothing; exit 1 with the differences when lookml/ is not up to date")
    .option("--out <folder>", "the project's folder (default: lookml beside the model)")
    .addOption(
      new Option("--tables <warehouse>", "print the CREATE TABLE statements instead").choices(
        Object.keys(DIALECTS),
      ),
    )
    .addHelpText("after", "\nExample:\n  viewfinder generate --check")
    .action(async (options: GenerateOptions) => {
      const { model: file } = global();
      const model = await loadModel(file);
      if (options.tables !== undefined) process.stdout.write(ddlScript(model, DIALECTS[options.tables]));
      else await generate(model, options.out ?? lookmlFolder(file), options.check === true);
    });
}

/** Where a model's Looker project lies: beside it. */
export function lookmlFolder(modelFile: string): string {
  return join(dirname(modelFile), "lookml");
}

/**
 * Prints the project, or (`check`) only compares it.
 * @throws Mistake when it is compared and differs, or when a file of the user's is in the way
 */
export async function generate(model: Model, folder: string, check: boolean): Promise<void> {
  const files = emitLookml(model, await listRefinements(folder));
  if (check) {
    const diff = await diffFiles(folder, files);
    if (diff !== "")
      throw new Mistake(
        `${diff}\n${folder} is not what looker.yml says. Run \`viewfinder generate\` and commit what it writes.`,
      );
    console.log(`${folder} is up to date: ${files.length} files.`);
    return;
  }
  const change = await compareFiles(folder, files);
  await writeFiles(folder, files);
  const { length: written } = change.written;
  const { length: removed } = change.removed;
  if (written + removed === 0) console.log(`${folder} was up to date already: ${files.length} files.`);
  else console.log(`${folder}: ${written} written, ${removed} removed, ${files.length - written} unchanged.`);
}
