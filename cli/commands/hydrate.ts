// `viewfinder hydrate`: drops -> tables.
import { Command } from "commander";
import { loadModel } from "../../generator/index.ts";
import { hydrateDrops } from "../hydrating.ts";
import type { GlobalOptions } from "../options.ts";
import { unlessStopped, withWarehouse } from "../warehouse.ts";

/** The command. */
export function hydrateCommand(global: () => GlobalOptions): Command {
  return new Command("hydrate")
    .description("load drops into the tables: a file, a folder of files, or a folder of monthly drops")
    .argument("<path>", "the file or folder (s3:// is not read yet)")
    .option("--source <name>", "the source the files belong to, when their names do not tell")
    .option("--again", "load files that were loaded before once more, over what came since")
    .addHelpText("after", "\nExample:\n  viewfinder hydrate drops/2026-11")
    .action(async (path: string, options: { readonly source?: string; readonly again?: boolean }) => {
      const { model: file } = global();
      const model = await loadModel(file);
      await withWarehouse(file, (stack, stop) =>
        unlessStopped(stop, hydrateDrops(model, stack.url, path, options.source, options.again === true)),
      );
    });
}
