// `viewfinder import`: a Looker project -> a looker.yml that says the same, with a report of what did not come along.
import { access, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { Command } from "commander";
import {
  emitSchema,
  type Fate,
  type File,
  importProject,
  type ImportedTypes,
  Mistake,
  Outage,
} from "../../generator/index.ts";
import type { GlobalOptions } from "../options.ts";

/** The command. */
export function importCommand(global: () => GlobalOptions): Command {
  return new Command("import")
    .description("write a looker.yml that says what a LookML project says")
    .argument("<folder>", "the project's folder")
    .option("--stdout", "print the model instead of writing it")
    .addHelpText(
      "after",
      "\nWhat looker.yml cannot say is named with its file and line; put such LookML into refinements/. Nothing is overwritten.\n\nExample:\n  viewfinder import ../looker-project --model looker.yml",
    )
    .action(async (folder: string, options: { readonly stdout?: boolean }) => {
      const { model: file } = global();
      const { text, fates, types } = importProject(await readFolder(folder), nameOf(folder));
      if (options.stdout === true) process.stdout.write(text);
      else {
        if (await isThere(file))
          throw new Mistake(
            `${file} is there already, and import overwrites nothing. Name another with --model <file>, or print it with --stdout.`,
          );
        const schema = emitSchema();
        await write(file, text);
        await write(join(dirname(file), schema.path), schema.text);
      }
      // The report is no part of the model that --stdout prints.
      console.error(printFates(fates));
      if (types.columns > 0) console.error(`\n${sayTypes(types)}`);
      if (options.stdout !== true)
        console.error(`\n${file} is written. Read it through, then: viewfinder check`);
    });
}

/**
 * What became of a project, the losses one by one and the rest as a number.
 * @returns lines without the last line end
 */
export function printFates(fates: readonly Fate[]): string {
  const carried = fates.filter((fate) => fate.fidelity === "carried").length;
  const others = fates.filter((fate) => fate.fidelity !== "carried");
  const said = others.map(
    ({ fidelity, what, spot, note }) =>
      `${spot.file}:${spot.line} ${fidelity}: ${what}${note === undefined ? "" : ` (${note})`}`,
  );
  const count = (fidelity: Fate["fidelity"]): number =>
    others.filter((fate) => fate.fidelity === fidelity).length;
  return [
    ...said,
    ...(said.length === 0 ? [] : [""]),
    `${carried.toLocaleString("en-US")} carried, ${count("approximated")} approximated, ${count("left out")} left out.`,
  ].join("\n");
}

/** How many columns a sentence names. */
const NAMED = 8;

/** What the types of columns stand on, and what to do about it. */
export function sayTypes({ columns, guessed, schema }: ImportedTypes): string {
  const read = columns - guessed.length;
  const names = guessed.slice(0, NAMED).join(", ");
  const more = guessed.length > NAMED ? `, and ${guessed.length - NAMED} more` : "";
  const count = (number: number): string => number.toLocaleString("en-US");
  return [
    "LookML says no types of columns, so those in looker.yml are taken from the project's fields:",
    `  ${count(read)} of ${count(columns)} columns have the type of a dimension that reads them, a number being a decimal of any size;`,
    ...(guessed.length === 0
      ? []
      : [
          `  ${count(guessed.length)} ${guessed.length === 1 ? "stands in SQL alone and is" : "stand in SQL alone and are"} taken for text: ${names}${more}.`,
        ]),
    `Compare them with the warehouse before you rely on them: viewfinder --model warehouse.yml init --from redshift://… --schema ${schema}`,
    "writes its tables with their types, to be copied from; or write the types under `tables:` yourself.",
  ].join("\n");
}

async function readFolder(folder: string): Promise<readonly File[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder, { recursive: true });
  } catch (error) {
    throw new Mistake(`${folder} cannot be read as a folder: ${(error as Error).message}`);
  }
  const wanted = names
    .map((name) => name.split(sep).join("/"))
    .filter(
      (name) => /\.(lkml|lookml|strings\.json)$/.test(name) && !/(^|\/)(node_modules|\.git)\//.test(name),
    )
    .sort();
  if (wanted.length === 0) throw new Mistake(`${folder} holds no LookML: no file there ends in .lkml.`);
  return Promise.all(
    wanted.map(async (path) => ({ path, text: await readFile(join(folder, path), "utf8") })),
  );
}

/** A name for a project whose model file does not tell one. */
function nameOf(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[^a-z]+|_$/g, "");
  return name === "" ? "model" : name;
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new Outage(`${relative(".", file)} could not be written: ${(error as Error).message}`, {
      retry: false,
      cause: error,
    });
  }
}
