// `viewfinder hydrate verify`: whether drops are what was meant to arrive, without loading them.
import { existsSync } from "node:fs";
import { Command } from "commander";
import { loadModel, Mistake, type Model } from "../../../generator/index.ts";
import {
  type Accepted,
  readAccepted,
  refusedSentence,
  verifiedLines,
  verifyDrops,
} from "../../../hydrate/index.ts";
import type { GlobalOptions } from "../../options.ts";
import { showProgress } from "../../progress.ts";
import { stackFolder, withWarehouse } from "../../warehouse.ts";

interface Options {
  readonly source?: string;
  readonly json?: boolean;
}

/** The command. */
export function verifyCommand(global: () => GlobalOptions): Command {
  return new Command("verify")
    .description(
      "tell whether drops are what was meant to arrive: signature, files, place in the chain; nothing is loaded",
    )
    .argument("<path>", "a file, a folder of one drop or of several, or s3://bucket/prefix")
    .option("--source <name>", "the source the files belong to, when their names do not tell")
    .option("--json", "one line of JSON for each drop")
    .addHelpText("after", "\nExample:\n  viewfinder hydrate verify s3://drops/vendor-a")
    .action(async (path: string, { source, json = false }: Options) => {
      const { model: file, environment } = global();
      const model = await loadModel(file, environment);
      const accepted = await acceptedIn(file, model);
      const shown = showProgress(process.stderr);
      const drops = await verifyDrops({
        model,
        path,
        source,
        accepted,
        now: () => new Date(),
        progress: (event) => shown.tell(event),
      }).finally(() => shown.clear());
      const lines = json ? drops.map((drop) => JSON.stringify(drop)) : verifiedLines(drops);
      for (const line of lines) console.log(line);
      const refused = refusedSentence(drops);
      if (refused !== undefined) throw new Mistake(refused);
    });
}

/** What was accepted before; nothing when no database was ever made, which verifying is no reason to do. */
async function acceptedIn(file: string, model: Model): Promise<readonly Accepted[]> {
  if (process.env["DATABASE_URL"] === undefined && !existsSync(stackFolder(file))) return [];
  return withWarehouse(file, (stack) => readAccepted(stack.url, model));
}
