// `viewfinder sample`: the sample drops into a folder, with the sample model where there is none.
import { join } from "node:path";
import { Command } from "commander";
import type { GlobalOptions } from "../options.ts";
import { bringSampleDrops, bringSampleModel } from "../sample.ts";
import { stackFolder } from "../warehouse.ts";

/** The command. */
export function sampleCommand(global: () => GlobalOptions): Command {
  return new Command("sample")
    .description("write three monthly drops of invented records into a folder, to try things on")
    .argument("[folder]", "where they go (default: .viewfinder/sample-drops beside the model)")
    .addHelpText("after", "\nExample:\n  viewfinder sample outbox")
    .action(async (given: string | undefined) => {
      const file = global().model;
      await bringSampleModel(file);
      const folder = given ?? join(stackFolder(file), "sample-drops");
      const drops = await bringSampleDrops(folder);
      console.log(
        [
          `Wrote ${drops.length} drops; ${join(folder, "README.md")} says what is wrong with them on purpose:`,
          ...drops.map((drop) => `  ${drop}`),
          `Load them with: viewfinder hydrate ${folder}`,
        ].join("\n"),
      );
    });
}
