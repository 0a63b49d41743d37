// `viewfinder hydrate metrics`: how everything stands as OpenMetrics text.
import { Command } from "commander";
import { loadModel } from "../../../generator/index.ts";
import { metricsText, writeMetricsFile } from "../../metrics-file.ts";
import type { GlobalOptions } from "../../options.ts";
import { withWarehouse } from "../../warehouse.ts";

/** The command. */
export function metricsCommand(global: () => GlobalOptions): Command {
  return new Command("metrics")
    .description("print how everything stands as OpenMetrics text, or write it for node_exporter")
    .option("--metrics-file <path>", "write it here instead, for node_exporter's textfile collector")
    .addHelpText(
      "after",
      "\nExample:\n  viewfinder hydrate metrics --metrics-file /var/lib/node_exporter/viewfinder.prom",
    )
    .action(async ({ metricsFile }: { readonly metricsFile?: string }) => {
      const { model: file, environment } = global();
      const model = await loadModel(file, environment);
      await withWarehouse(file, async (stack) => {
        if (metricsFile === undefined) process.stdout.write(await metricsText(model, stack.url));
        else await writeMetricsFile(model, stack.url, metricsFile);
      });
    });
}
