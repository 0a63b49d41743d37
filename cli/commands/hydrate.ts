// `viewfinder hydrate`: drops -> tables; its subcommands show what happened and put right what went wrong.
import { existsSync } from "node:fs";
import { Command } from "commander";
import { didYouMean, loadModel, Mistake } from "../../generator/index.ts";
import { hydrateDrops, type HydratingOptions } from "../hydrating.ts";
import { informing, type NotifyOption } from "../notify.ts";
import type { GlobalOptions } from "../options.ts";
import { unlessStopped, withWarehouse } from "../warehouse.ts";
import { keysCommand } from "./hydrate/keys.ts";
import { backfillCommand } from "./hydrate/backfill.ts";
import { deliverCommand } from "./hydrate/deliver.ts";
import { eventsCommand } from "./hydrate/events.ts";
import { metricsCommand } from "./hydrate/metrics.ts";
import { planCommand } from "./hydrate/plan.ts";
import { quarantineCommand } from "./hydrate/quarantine.ts";
import { replayCommand } from "./hydrate/replay.ts";
import { rollbackCommand } from "./hydrate/rollback.ts";
import { runsCommand } from "./hydrate/runs.ts";
import { showCommand } from "./hydrate/show.ts";
import { signCommand } from "./hydrate/sign.ts";
import { statusCommand } from "./hydrate/status.ts";
import { traceCommand } from "./hydrate/trace.ts";
import { watchCommand } from "./hydrate/watch.ts";
import { verifyCommand } from "./hydrate/verify.ts";

/** What stands behind `viewfinder hydrate`, in the order its help lists them. Each has a file of its own beside this one's folder. */
const SUBCOMMANDS: readonly ((global: () => GlobalOptions) => Command)[] = [
  planCommand,
  statusCommand,
  runsCommand,
  showCommand,
  quarantineCommand,
  replayCommand,
  traceCommand,
  rollbackCommand,
  backfillCommand,
  watchCommand,
  metricsCommand,
  eventsCommand,
  verifyCommand,
  keysCommand,
  signCommand,
  deliverCommand,
];

/** The command: with a path it loads drops, with a subcommand's name it is that subcommand. */
export function hydrateCommand(global: () => GlobalOptions): Command {
  const command = new Command("hydrate")
    .description("load drops into the tables: a file, a folder of files, or a folder of monthly drops")
    .usage("[options] <path>\n       viewfinder hydrate <command> …")
    .argument("[path]", "a file, a folder, or s3://bucket/prefix (a folder called like a command: ./status)")
    .option("--source <name>", "the source the files belong to, when their names do not tell")
    .option("--again", "load files that were loaded before once more, over what came since")
    .option(
      "--accept-quarantine",
      "load a source even when more of its records cannot be read than its budget allows",
    )
    .option("--all", "list every file and table of a large drop")
    .option(
      "--json",
      "tell what happens as lines of JSON on stdout (viewfinder hydrate events explains them)",
    )
    .configureHelp({ sortSubcommands: false })
    .option("--metrics-file <path>", "at the end, write metrics here for node_exporter's textfile collector")
    .helpCommand(false)
    .option("--notify <address>", "tell a webhook in words how it went (or VIEWFINDER_NOTIFY)")
    .addHelpText("after", "\nExample:\n  viewfinder hydrate drops/2026-11");
  for (const subcommand of SUBCOMMANDS) {
    command.addCommand(
      subcommand(global)
        .exitOverride()
        .helpOption("-h, --help", "explain this command")
        .showSuggestionAfterError(),
    );
  }
  return command
    .hook("preAction", handDown)
    .action(async (path: string | undefined, options: HydratingOptions & NotifyOption, self: Command) => {
      if (path === undefined) return self.help({ error: true });
      refuseMistyped(
        path,
        self.commands.map((one) => one.name()),
      );
      const { model: file, environment } = global();
      await informing(options.notify, async (informant) => {
        const model = await loadModel(file, environment);
        await withWarehouse(file, (stack, stop) =>
          unlessStopped(stop, hydrateDrops(model, stack.url, path, { ...options, informant })),
        );
      });
    });
}

/**
 * Options that this command has too (`--source`, `--json`) are read by it even where they stand after a
 * subcommand's name, and belong to the subcommand.
 * @throws Mistake for one that the subcommand does not have
 */
function handDown(parent: Command, called: Command): void {
  if (called === parent) return;
  for (const option of parent.options) {
    const name = option.attributeName();
    if (parent.getOptionValueSource(name) !== "cli") continue;
    if (!called.options.some((one) => one.attributeName() === name))
      throw new Mistake(
        `viewfinder hydrate ${called.name()} has no option ${option.long}; see viewfinder hydrate ${called.name()} --help.`,
      );
    called.setOptionValueWithSource(name, parent.getOptionValue(name), "cli");
  }
}

/** @throws Mistake for a word that is no path and nearly a command: nobody calls a drop `stattus` */
function refuseMistyped(path: string, commands: readonly string[]): void {
  if (/[/\\.:]/.test(path) || existsSync(path)) return;
  const hint = didYouMean(path, commands);
  if (hint?.startsWith("did you mean") === true)
    throw new Mistake(`There is no file or folder ${path}, and no command of this name (${hint}).`);
}
