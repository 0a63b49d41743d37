// `viewfinder hydrate backfill 2026-01..2026-11 <path>`: months in their order, the gaps named first.
import { Command } from "commander";
import { loadModel, Mistake, Outage } from "../../../generator/index.ts";
import { planBackfill, readSpan } from "../../../hydrate/index.ts";
import { sayMonths } from "../../../hydrate/history/months.ts";
import { hydrateDrops, type HydratingOptions } from "../../hydrating.ts";
import { informing, type NotifyOption } from "../../notify.ts";
import type { GlobalOptions } from "../../options.ts";
import { unlessStopped, withWarehouse } from "../../warehouse.ts";

/** The command. */
export function backfillCommand(global: () => GlobalOptions): Command {
  return new Command("backfill")
    .description("load the drops of a span of months in their order, and name those that are missing")
    .argument("<months>", "the first and the last month: 2026-01..2026-11")
    .argument("<path>", "the folder of monthly drops, or s3://bucket/prefix")
    .option("--source <name>", "the source the files belong to, when their names do not tell")
    .option("--again", "load months that were loaded before once more")
    .option(
      "--accept-quarantine",
      "load a source even when more of its records cannot be read than its budget allows",
    )
    .option("--all", "list every table")
    .option(
      "--json",
      "tell what happens as lines of JSON on stdout (viewfinder hydrate events explains them)",
    )
    .option("--metrics-file <path>", "at the end, write metrics here for node_exporter's textfile collector")
    .option("--notify <address>", "tell a webhook in words how it went (or VIEWFINDER_NOTIFY)")
    .addHelpText(
      "after",
      "\nIt stops at the first month that fails; the same command goes on from there.\n\nExample:\n  viewfinder hydrate backfill 2026-01..2026-11 drops",
    )
    .action(async (months: string, path: string, options: HydratingOptions & NotifyOption) => {
      const { model: file, environment } = global();
      const span = readSpan(months);
      const model = await loadModel(file, environment);
      const backfill = await planBackfill(model, path, options.source, span);
      const say = options.json === true ? console.error : console.log;
      if (backfill.gaps.length > 0)
        say(
          `Missing in ${path}: ${sayMonths(backfill.gaps)}. ${backfill.gaps.length === 1 ? "It can" : "They can"} be loaded later: what a later month says stays.`,
        );
      const wanted = new Set(backfill.months);
      await informing(options.notify, (informant) =>
        withWarehouse(file, (stack, stop) =>
          unlessStopped(
            stop,
            resumable(
              hydrateDrops(model, stack.url, path, {
                ...options,
                informant,
                only: (drop) => drop.period !== undefined && wanted.has(drop.period),
              }),
            ),
          ),
        ),
      );
    });
}

/** Says with a failure that the same command goes on where it stopped. */
async function resumable(work: Promise<void>): Promise<void> {
  const more =
    "When that is put right, the same command goes on from there: what is loaded is not loaded twice.";
  try {
    await work;
  } catch (error) {
    if (error instanceof Mistake) throw new Mistake(`${error.message}\n${more}`);
    if (error instanceof Outage)
      throw new Outage(`${error.message}\n${more}`, { retry: error.retry, cause: error.cause });
    throw error;
  }
}
