// What was typed about Looker -> a Looker to talk to, logged in for as long as a command needs it, and what the model expects of it.
import { type Command, Option } from "commander";
import {
  emitProject,
  findExplore,
  listRefinements,
  type Model,
  readRefinements,
} from "../generator/index.ts";
import {
  type Cargo,
  type ExploreShape,
  type Looker,
  openLooker,
  readLookerSettings,
} from "../generator/looker/index.ts";
import { describeExplore } from "../local/server/api/explore.ts";

/** The options of commands that talk to Looker. */
export interface LookerOptions {
  readonly ini?: string;
  readonly section?: string;
  readonly project?: string;
}

/** The options of commands that go to the project's files as well. */
export interface FilesOptions extends LookerOptions {
  readonly remote?: string;
  readonly direct?: boolean;
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

/** Adds them to a command. @param does what the command does with files, e.g. `write` */
export function withFilesOptions(command: Command, does: string): Command {
  return withLookerOptions(
    command
      .option(
        "--remote <address>",
        "the project's git repository, where it is reached by another address than Looker's",
      )
      .addOption(
        new Option(
          "--direct",
          `${does} the files through Looker, though the project has a git remote`,
        ).conflicts("remote"),
      ),
  );
}

/**
 * The model's project as Looker is to hold it, with what people keep in refinements/.
 * @param folder the LookML's, beside the model
 */
export async function cargoOf(
  model: Model,
  folder: string,
): Promise<Pick<Cargo, "files" | "refinements" | "model">> {
  const paths = await listRefinements(folder);
  const texts = await readRefinements(folder);
  return {
    files: emitProject(model, paths),
    refinements: paths.map((path, index) => ({ path, text: texts[index]?.text ?? "" })),
    model: model.name,
  };
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
