// `viewfinder hydrate replay [<run>]`: records of quarantine put through again, as they came or as they were corrected.
import { Command } from "commander";
import { loadModel } from "../../../generator/index.ts";
import { pipelineFrom, replayQuarantine } from "../../../hydrate/index.ts";
import { widthOf } from "../../columns.ts";
import { runNumber } from "../../numbers.ts";
import type { GlobalOptions } from "../../options.ts";
import { replayPage } from "../../pages/replay-page.ts";
import { telling } from "../../telling.ts";
import { unlessStopped, withWarehouse } from "../../warehouse.ts";

interface ReplayCommandOptions {
  readonly from?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** The command. */
export function replayCommand(global: () => GlobalOptions): Command {
  return new Command("replay")
    .description("put records of quarantine through again, after the model or the records were corrected")
    .argument("[run]", "only those of this run (default: all, the earliest first)", runNumber)
    .option("--from <folder>", "take the corrected records from this folder that `quarantine --export` wrote")
    .option("--all", "every reason for what stays")
    .option("--json", "tell what happens as lines of JSON (see viewfinder hydrate events)")
    .addHelpText(
      "after",
      `
What passes is published as a run of its own, which says whose quarantine it came from; what fails stays.

Examples:
  viewfinder hydrate replay 12                               under the model as it is now
  viewfinder hydrate replay --from corrections/run-12        with the records corrected by hand`,
    )
    .action(async (run: number | undefined, { from, all, json }: ReplayCommandOptions) => {
      const { model: file, environment } = global();
      const model = await loadModel(file, environment);
      await withWarehouse(file, (stack, stop) =>
        telling({ json: json === true }, async (told) => {
          const replays = await unlessStopped(
            stop,
            replayQuarantine({
              model,
              url: stack.url,
              pipeline: pipelineFrom(process.env),
              run,
              corrected: from,
              now: () => new Date(),
              progress: told.progress,
            }),
          );
          told.print(() =>
            replayPage(replays, { width: widthOf(process.stdout), all: all === true, now: new Date() }),
          );
          return replays.flatMap(({ report }) => (report === undefined ? [] : [report]));
        }),
      );
    });
}
