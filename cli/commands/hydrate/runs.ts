// `viewfinder hydrate runs`: the runs of the ledger, the latest first.
import { Command, Option } from "commander";
import { listRuns, RUN_STATES, type RunFilter } from "../../../hydrate/index.ts";
import { positiveNumber } from "../../numbers.ts";
import type { GlobalOptions } from "../../options.ts";
import { runsPage } from "../../pages/runs-page.ts";
import { type ReadingOptions, showHistory } from "../../reading.ts";

type RunsOptions = ReadingOptions & {
  readonly source?: string;
  readonly state?: (typeof RUN_STATES)[number];
  readonly limit: number;
};

/** The command. */
export function runsCommand(global: () => GlobalOptions): Command {
  return new Command("runs")
    .description("list the runs, the latest first, and why some published nothing")
    .option("--source <name>", "only runs of drops with this source")
    .addOption(new Option("--state <state>", "only runs in this state").choices(RUN_STATES))
    .option("--limit <runs>", "the most runs to list", positiveNumber("--limit"), 20)
    .option("--all", "all of them")
    .option("--json", "the same as one line of JSON")
    .addHelpText("after", "\nExample:\n  viewfinder hydrate runs --state refused --limit 5")
    .action(({ source, state, limit, ...options }: RunsOptions) => {
      const filter: RunFilter = { source, state, limit: options.all === true ? undefined : limit };
      return showHistory(global(), options, (history) => listRuns(history, filter), runsPage);
    });
}
