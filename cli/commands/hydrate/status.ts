// `viewfinder hydrate status`: what is published, who is at work, and which sources need a look.
import { Command } from "commander";
import { readStatus } from "../../../hydrate/index.ts";
import type { GlobalOptions } from "../../options.ts";
import { statusPage } from "../../pages/status-page.ts";
import { type ReadingOptions, showHistory } from "../../reading.ts";

/** The command. */
export function statusCommand(global: () => GlobalOptions): Command {
  return new Command("status")
    .description("tell what is published, who is at work, and which sources need a look")
    .option("--all", "every source, also those with nothing to look at")
    .option("--json", "the same as one line of JSON")
    .addHelpText("after", "\nExample:\n  viewfinder hydrate status")
    .action((options: ReadingOptions) => showHistory(global(), options, readStatus, statusPage, true));
}
