// What was typed about Looker -> a Looker to talk to, logged in for as long as a command needs it, and what the model expects of it.
import { type Command } from "commander";
import { findExplore, type Model } from "../generator/index.ts";
import { type ExploreShape, type Looker, openLooker, readLookerSettings } from "../generator/looker/index.ts";
import { describeExplore } from "../local/server/api/explore.ts";

/** The options of commands that talk to Looker. */
export interface LookerOptions {
  readonly ini?: string;
  readonly section?: string;
  readonly project?: string;
}

/** What `--help` says of where Looker is found. */
export const LOOKER_HELP = `
Looker is the one in LOOKERSDK_BASE_URL, LOOKERSDK_CLIENT_ID and LOOKERSDK_CLIENT_SECRET, or in looker.ini:
  [Looker]
  base_url=https://looker.example.com:19999
  client_id=…
  client_secret=…`;

/** Adds them to a command. */
export function withLookerOptions(command: Command): Command {
  return command
    .option(
      "--ini <file>",
      "where Looker's address and credentials stand (default: looker.ini, if there is one)",
    )
    .option("--section <name>", "the section of it (default: the first)")
    .option("--project <name>", "the project's name in Looker (default: the model's)");
}

/**
 * Logs in, does the work, and logs out, however it ends.
 * @throws Mistake for settings that cannot be right, Outage when Looker cannot be reached
 */
export async function withLooker<Result>(
  { ini, section }: LookerOptions,
  work: (looker: Looker) => Promise<Result>,
): Promise<Result> {
  const looker = await openLooker(await readLookerSettings({ file: ini, section, env: process.env }));
  try {
    return await work(looker);
  } finally {
    await looker.close();
  }
}

/** Every explore of the model as Looker is to describe it, which is how the server describes it, too. */
export function expectedExplores(model: Model): readonly ExploreShape[] {
  return model.explores.map((explore) => describeExplore(model, explore));
}

/** The names a view goes by in the model's explores. */
export function aliasesOf(model: Model): (view: string) => readonly string[] {
  return (view) => [
    ...new Set(
      model.explores.flatMap(({ name }) => {
        const explore = findExplore(model, name);
        const joined = (explore?.joins ?? []).filter((join) => join.view === view).map((join) => join.name);
        return explore?.view === view ? [view, ...joined] : joined;
      }),
    ),
  ];
}
