// `viewfinder hydrate trace <table> <key…>`: from a row to the bytes it came from.
import { Command } from "commander";
import { traceRow } from "../../../hydrate/index.ts";
import type { GlobalOptions } from "../../options.ts";
import { tracePage } from "../../pages/trace-page.ts";
import { type ReadingOptions, showHistory } from "../../reading.ts";

/** The command. */
export function traceCommand(global: () => GlobalOptions): Command {
  return new Command("trace")
    .description("walk from a row of a table to the run, file, line and bytes it came from")
    .argument("<table>", "a table of the model")
    .argument("<key...>", "what names the row: one value for each column of the table's key")
    .option("--all", "values and records at full length; of a row that many records bring, all of them")
    .option("--json", "the same as one line of JSON")
    .addHelpText("after", "\nExample:\n  viewfinder hydrate trace orders 862")
    .action(async (table: string, key: readonly string[], options: ReadingOptions) => {
      await showHistory(
        global(),
        options,
        async (history) => {
          const trace = await traceRow(history, table, key, options.all);
          // A script that asks where a row came from must hear that there is none.
          if (trace.row === undefined) process.exitCode = 1;
          return trace;
        },
        tracePage,
      );
    });
}
