// `viewfinder hydrate rollback --to <run>`: the tables as they were after an earlier run, and forward again.
import { Command } from "commander";
import { loadModel } from "../../../generator/index.ts";
import { generations, pipelineFrom, rollback } from "../../../hydrate/index.ts";
import { widthOf } from "../../columns.ts";
import { runNumber } from "../../numbers.ts";
import type { GlobalOptions } from "../../options.ts";
import { generationsPage, rollbackPage } from "../../pages/rollback-page.ts";
import { showProgress } from "../../progress.ts";
import { unlessStopped, withWarehouse } from "../../warehouse.ts";

interface RollbackCommandOptions {
  readonly to?: number;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** The command. */
export function rollbackCommand(global: () => GlobalOptions): Command {
  return new Command("rollback")
    .description("bring the tables to what they were after an earlier run, or forward again")
    .option(
      "--to <run>",
      "the run whose rows readers are to see; without it, the runs one can go to",
      runNumber,
    )
    .option("--all", "every table of a large model")
    .option("--json", "the same as one line of JSON")
    .addHelpText("after", "\nExample:\n  viewfinder hydrate rollback --to 11")
    .action(async ({ to, all = false, json = false }: RollbackCommandOptions) => {
      const { model: file, environment } = global();
      const model = await loadModel(file, environment);
      await withWarehouse(file, async (stack, stop) => {
        const page = { width: widthOf(process.stdout), all, now: new Date() };
        if (to === undefined) {
          const found = await generations(stack.url, model);
          const lines = json ? [JSON.stringify(found)] : generationsPage(found, page);
          for (const line of lines) console.log(line);
          return;
        }
        const shown = showProgress(process.stderr);
        const report = await unlessStopped(
          stop,
          rollback({
            model,
            url: stack.url,
            pipeline: pipelineFrom(process.env),
            to,
            now: () => new Date(),
            progress: (event) => shown.tell(event),
          }),
        ).finally(() => shown.clear());
        for (const line of json ? [JSON.stringify(report)] : rollbackPage(report, page)) console.log(line);
      });
    });
}
