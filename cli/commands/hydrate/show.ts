// `viewfinder hydrate show <run>`: everything the ledger knows of one run.
import { Command } from "commander";
import { readRun } from "../../../hydrate/index.ts";
import { runNumber } from "../../numbers.ts";
import type { GlobalOptions } from "../../options.ts";
import { runPage } from "../../pages/run-page.ts";
import { type ReadingOptions, showHistory } from "../../reading.ts";

/** The command. */
export function showCommand(global: () => GlobalOptions): Command {
  return new Command("show")
    .description("show one run: files, tables, quarantine, what was changed on reading, and how usual it was")
    .argument("<run>", "its number", runNumber)
    .option("--all", "every file, table and reason")
    .option("--json", "the same as one line of JSON")
    .addHelpText("after", "\nExample:\n  viewfinder hydrate show 12")
    .action((run: number, options: ReadingOptions) =>
      showHistory(global(), options, (history) => readRun(history, run), runPage),
    );
}
