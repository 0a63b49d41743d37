// `viewfinder deploy`: looker.yml -> production in Looker, checked on the way.
import { Command, Option } from "commander";
import { loadModel, Mistake, ModelMistake, Outage, readParts } from "../../generator/index.ts";
import {
  byHandNames,
  createProject,
  deploy,
  type Deploying,
  openRoute,
  planDeploy,
} from "../../generator/looker/index.ts";
import {
  aliasesOf,
  cargoOf,
  expectedExplores,
  type FilesOptions,
  LOOKER_HELP,
  withFilesOptions,
  withLooker,
} from "../looker.ts";
import type { GlobalOptions } from "../options.ts";
import { type Paper, showSteps } from "../steps.ts";
import { Stopped } from "../stopped.ts";
import { lookmlFolder, problemsBeside } from "./generate.ts";

/** What can be typed after `deploy`. */
export interface DeployOptions extends FilesOptions {
  readonly create?: boolean;
  readonly dryRun?: boolean;
  readonly without?: readonly ("test" | "content")[];
  readonly takeRefinements?: boolean;
  readonly resetWorkspace?: boolean;
}

/** How long production may take to show what was deployed, in milliseconds. */
const PATIENCE_MS = 60_000;

/** The command. */
export function deployCommand(global: () => GlobalOptions): Command {
  const command = new Command("deploy")
    .description(
      "bring looker.yml into production in Looker: generated, checked by Looker, deployed, and seen there",
    )
    .option("--dry-run", "say what would be done, and touch nothing")
    .option("--create", "make the project in Looker where there is none, with git of Looker's own")
    .addOption(
      new Option(
        "--without <checks...>",
        "leave out the data tests, or the check of dashboards and looks",
      ).choices(["test", "content"]),
    )
    .option(
      "--reset-workspace",
      "give up what lies in this API user's development workspace and is not in production",
    )
    .option("--take-refinements", "write over files of refinements/ that somebody changed in Looker")
    .addHelpText(
      "after",
      `${LOOKER_HELP}

Until the step deploy, production is as it was; a deploy that fails says what it left. A deploy that was cut short goes on when it is run again.

Examples:
  viewfinder deploy --dry-run
  viewfinder deploy --section Production --project sales`,
    )
    .action((options: DeployOptions) => runDeploy(options, global(), process.stdout));
  return withFilesOptions(command, "write");
}

/**
 * The whole of it.
 * @param out where its lines go
 * @throws as openRoute and deploy
 */
export async function runDeploy(
  options: DeployOptions,
  { model: file, environment }: GlobalOptions,
  out: Paper,
  patienceMs: number = PATIENCE_MS,
): Promise<void> {
  const parts = await readParts(file);
  const model = await loadModel(file, environment);
  const folder = lookmlFolder(file);
  const problems = await problemsBeside(model, folder);
  if (problems.length > 0) throw new ModelMistake(problems);
  const cargo = await cargoOf(model, folder);
  const project = options.project ?? model.name;
  await withLooker(options, async (looker) => {
    out.write(`${model.name} into the project ${project} of ${looker.host}, as ${looker.user}\n`);
    if (options.create === true) {
      if (options.dryRun === true)
        throw new Mistake("--create makes something, and --dry-run touches nothing. Use one of the two.");
      const made = await createProject(looker, project);
      if (made !== undefined) out.write(`${made}\n`);
    }
    const shown = showSteps(out);
    const route = await openRoute(
      looker,
      { ...options, project },
      {
        ...cargo,
        takeRefinements: options.takeRefinements === true,
        resetWorkspace: options.resetWorkspace,
      },
    );
    const stopping = new AbortController();
    const deploying: Deploying = {
      looker,
      route,
      project,
      printed: { model, parts, files: cargo.files },
      expected: expectedExplores(model),
      byHand: byHandNames(cargo.refinements, aliasesOf(model)),
      without: options.without ?? [],
      patienceMs,
      tell: (event) => shown.tell(event),
      stop: stopping.signal,
    };
    // Only once: whoever does not want to wait for the tidying up stops again.
    const onSignal = (): void => {
      shown.clear();
      console.error("Stopping, and tidying up; Ctrl-C again ends it at once.");
      stopping.abort();
    };
    process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
    try {
      if (options.dryRun === true) {
        const isMore = await planDeploy(deploying);
        out.write(isMore ? "Nothing was changed.\n" : "There is nothing to do. Nothing was changed.\n");
      } else await deploy(deploying);
    } catch (error) {
      throw stopping.signal.aborted && error instanceof Outage ? new Stopped(error.message) : error;
    } finally {
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
      shown.clear();
      await route.close();
    }
  });
}
