// The front door: arguments in, exit code out. Knows every room; no room knows it.
import { Command, CommanderError, Option } from "commander";
import { EXIT, report } from "./exit.ts";
import type { GlobalOptions } from "./options.ts";
import { Stopped } from "./stopped.ts";
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
  const asked = COMMANDS.get(args[0] ?? "");
  for (const load of asked === undefined ? COMMANDS.values() : [asked]) {
    const command = (await load())(global, args);
    program.addCommand((await command).exitOverride().helpOption("-h, --help", "explain this command"));
  }
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.mistake;
    else process.exitCode = report(error, global().verbose === true);
    // A load that was left goes on by itself until its connection ends; the user has ended it.
    if (error instanceof Stopped) process.exit();
  }
}

type MakeCommand = (global: () => GlobalOptions, args: readonly string[]) => Command | Promise<Command>;

/** Each with what it brings along, which is loaded when it is asked for; all of them for the help, in its order. */
const COMMANDS: ReadonlyMap<string, () => Promise<MakeCommand>> = new Map(
  Object.entries({
    init: async () => (await import("./commands/init.ts")).initCommand,
    import: async () => (await import("./commands/import.ts")).importCommand,
    check: async () => (await import("./commands/check.ts")).checkCommand,
    fields: async () => (await import("./commands/fields.ts")).fieldsCommand,
    generate: async () => (await import("./commands/generate.ts")).generateCommand,
    strings: async () => (await import("./commands/strings.ts")).stringsCommand,
    diagram: async () => (await import("./commands/diagram.ts")).diagramCommand,
    deploy: async () => (await import("./commands/deploy.ts")).deployCommand,
    drift: async () => (await import("./commands/drift.ts")).driftCommand,
    parity: async () => (await import("./commands/parity.ts")).parityCommand,
    hydrate: async () => (await import("./commands/hydrate.ts")).hydrateCommand,
    serve: async () => (await import("./commands/serve.ts")).serveCommand,
    up: async () => (await import("./commands/up.ts")).upCommand,
    sample: async () => (await import("./commands/sample.ts")).sampleCommand,
    access: async () => (await import("./commands/access.ts")).accessCommand,
    ask: async () => (await import("./commands/ask.ts")).askCommand,
  }),
);

const HELP = `
Start here:
  viewfinder up --sample      see the whole path work on sample drops
  viewfinder check            find every mistake in looker.yml
  viewfinder fields           what can be asked
  viewfinder ask --help       ask a question from the terminal

The database is the one in DATABASE_URL, or else an embedded Postgres whose data lie in .viewfinder/ beside the model.
Exit codes: 0 done, 1 your model or question, 2 the world (database, bucket, network), 70 a bug of ours.`;
