// `viewfinder diagram`: looker.yml -> a picture of its tables and what refers to what.
import { writeFile } from "node:fs/promises";
import { Command, Option } from "commander";
import {
  DIAGRAM_FORMATS,
  type DiagramFormat,
  emitDiagram,
  loadModel,
  Outage,
} from "../../generator/index.ts";
import type { GlobalOptions } from "../options.ts";

/** The command. */
export function diagramCommand(global: () => GlobalOptions): Command {
  return new Command("diagram")
    .description("draw the tables, their keys and what refers to what")
    .addOption(
      new Option("--format <format>", "Mermaid for Markdown, or SVG to look at")
        .choices(DIAGRAM_FORMATS)
        .default("mermaid"),
    )
    .option("--out <file>", "write it to a file instead of printing it")
    .addHelpText("after", "\nExample:\n  viewfinder diagram --format svg --out model.svg")
    .action(async (options: { readonly format: DiagramFormat; readonly out?: string }) => {
      const { model: file, environment } = global();
      const drawn = emitDiagram(await loadModel(file, environment), options.format);
      if (options.out === undefined) process.stdout.write(drawn);
      else await write(options.out, drawn);
    });
}

async function write(target: string, drawn: string): Promise<void> {
  try {
    await writeFile(target, drawn);
  } catch (error) {
    throw new Outage(`${target} could not be written: ${(error as Error).message}`, {
      retry: false,
      cause: error,
    });
  }
  console.log(`${target} is written.`);
}
