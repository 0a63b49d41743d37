// `viewfinder up`: the whole path in one command: tables from drops, Looker project from the model, page on the answers.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { loadModel } from "../../generator/index.ts";
import { hydrateDrops } from "../hydrating.ts";
import { accessFor, type AccessOptions, withAccessOptions } from "../access.ts";
import type { GlobalOptions } from "../options.ts";
import { bringSampleDrops, bringSampleModel } from "../sample.ts";
import { stackFolder, unlessStopped, withWarehouse } from "../warehouse.ts";
import { generate, lookmlFolder } from "./generate.ts";

interface UpOptions extends AccessOptions {
  readonly sample?: boolean;
  readonly drops?: string;
  readonly port: string;
  readonly host: string;
}

/** The command. */
export function upCommand(global: () => GlobalOptions): Command {
  const command = new Command("up")
    .description("start everything: database, drops hydrated, LookML generated, page open")
    .option("--sample", "hydrate the three monthly sample drops that come with the sample model")
    .option(
      "--drops <folder>",
      "hydrate the drops in this folder (default: drops beside the model, if there is one)",
    )
    .option("-p, --port <number>", "port of the page", "4600")
    .option("--host <address>", "address of the page; only this machine can reach the usual one", "127.0.0.1")
    .addHelpText("after", "\nExample:\n  viewfinder up --sample")
    .action(async (options: UpOptions) => {
      // The server is large, and most commands are not about it.
      const [{ freePort }, { serveUntilStopped }] = await Promise.all([
        import("../port.ts"),
        import("../serving.ts"),
      ]);
      const { model: file, environment } = global();
      const sample = (await bringSampleModel(file)) || options.sample === true;
      const model = await loadModel(file, environment);
      await freePort(options.port, options.host);
      const access = await accessFor(file, options.host, options, (line) => console.error(line));
      await withWarehouse(
        file,
        async (stack, stop) => {
          console.log(
            stack.folder === undefined
              ? "Database: the one in DATABASE_URL."
              : `Database: embedded Postgres, ${stack.how}. Its data lie in ${stack.folder}; delete that folder to start afresh.`,
          );
          for (const drops of await dropFolders(file, options, sample))
            await unlessStopped(stop, hydrateDrops(model, stack.url, drops));
          await generate(model, lookmlFolder(file), {});
          if (!stop.aborted)
            await serveUntilStopped(model, stack, access, { ...options, file, environment }, stop);
        },
        "answer",
      );
    });
  return withAccessOptions(command);
}

async function dropFolders(file: string, options: UpOptions, sample: boolean): Promise<readonly string[]> {
  const own = options.drops ?? join(dirname(file), "drops");
  const given = options.drops !== undefined || existsSync(own) ? [own] : [];
  if (!sample) return given;
  const folder = join(stackFolder(file), "sample-drops");
  await bringSampleDrops(folder);
  return [folder, ...given];
}
