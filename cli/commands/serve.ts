// `viewfinder serve`: the fallback server on what is hydrated already.
import { Command } from "commander";
import { loadModel } from "../../generator/index.ts";
import { accessFor, type AccessOptions, withAccessOptions } from "../access.ts";
import type { GlobalOptions } from "../options.ts";
import { withWarehouse } from "../warehouse.ts";

interface ServeOptions extends AccessOptions {
  readonly port: string;
  readonly host: string;
}

/** The command. */
export function serveCommand(global: () => GlobalOptions): Command {
  const command = new Command("serve")
    .description("answer questions over HTTP, in Looker's API and on a page")
    .option("-p, --port <number>", "port to listen on", "4600")
    .option(
      "--host <address>",
      "address to listen on; only this machine can reach the usual one",
      "127.0.0.1",
    )
    .addHelpText("after", "\nExample:\n  viewfinder serve --port 4600")
    .action(async (options: ServeOptions) => {
      // The server is large, and most commands are not about it.
      const { serveUntilStopped } = await import("../serving.ts");
      const { model: file, environment } = global();
      const model = await loadModel(file, environment);
      const access = await accessFor(file, options.host, options, (line) => console.error(line));
      await withWarehouse(
        file,
        (stack, stop) => serveUntilStopped(model, stack, access, { ...options, file, environment }, stop),
        "answer",
      );
    });
  return withAccessOptions(command);
}
