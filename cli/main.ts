// The front door: arguments in, exit code out. Knows every room; no room knows it.
import { Command, CommanderError, Option } from "commander";
import { accessCommand } from "./commands/access.ts";
import { askCommand } from "./commands/ask.ts";
import { checkCommand } from "./commands/check.ts";
import { deployCommand } from "./commands/deploy.ts";
import { diagramCommand } from "./commands/diagram.ts";
import { driftCommand } from "./commands/drift.ts";
import { generateCommand } from "./commands/generate.ts";
import { hydrateCommand } from "./commands/hydrate.ts";
import { importCommand } from "./commands/import.ts";
import { initCommand } from "./commands/init.ts";
import { parityCommand } from "./commands/parity.ts";
import { sampleCommand } from "./commands/sample.ts";
import { serveCommand } from "./commands/serve.ts";
import { stringsCommand } from "./commands/strings.ts";
import { upCommand } from "./commands/up.ts";
import { EXIT, report } from "./exit.ts";
import type { GlobalOptions } from "./options.ts";
import { Stopped } from "./warehouse.ts";
import { version } from "./version.ts";

/**
 * Runs one command line and sets the process's exit code: 0 done, 1 the model or the question is wrong,
 * 2 the world is (database, bucket, network), 70 our bug.
 * @param args what follows the program's name
 */
export async function main(args: readonly string[]): Promise<void> {
  // `viewfinder ask … | head` closes our output early; that is the reader's right, and no reason to stop working.
  for (const out of [process.stdout, process.stderr]) {
    out.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  const program = new Command("viewfinder")
    .description(
      "One looker.yml: a Looker project, warehouse tables, and a query server that give the same answer.",
    )
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "explain a command, with an example")
    .helpCommand(false)
    .option("-m, --model <file>", "the model", "looker.yml")
    .addOption(
      new Option(
        "--environment <name>",
        "one of the model's environments, with its schema and connection",
      ).env("VIEWFINDER_ENVIRONMENT"),
    )
    .option("--verbose", "print the cause of an error as well")
    .showSuggestionAfterError()
    .configureHelp({ sortSubcommands: false })
    .exitOverride()
    .addHelpText("after", HELP);
  const global = (): GlobalOptions => program.opts<GlobalOptions>();
  for (const command of [
    initCommand,
    importCommand,
    checkCommand,
    generateCommand,
    stringsCommand,
    diagramCommand,
    deployCommand,
    driftCommand,
    parityCommand,
    hydrateCommand,
    serveCommand,
    upCommand,
    sampleCommand,
    accessCommand,
  ]) {
    program.addCommand(command(global).exitOverride().helpOption("-h, --help", "explain this command"));
  }
  program.addCommand(
    (await askCommand(global, args)).exitOverride().helpOption("-h, --help", "explain this command"),
  );
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.mistake;
    else process.exitCode = report(error, global().verbose === true);
    // A load that was left goes on by itself until its connection ends; the user has ended it.
    if (error instanceof Stopped) process.exit();
  }
}

const HELP = `
Start here:
  viewfinder up --sample      see the whole path work on sample drops
  viewfinder check            find every mistake in looker.yml
  viewfinder ask --help       ask a question from the terminal

The database is the one in DATABASE_URL, or else an embedded Postgres whose data lie in .viewfinder/ beside the model.
Exit codes: 0 done, 1 your model or question, 2 the world (database, bucket, network), 70 a bug of ours.`;
