// A project's name -> the way into it: by its git remote, or by files where it has none.
import { setTimeout as pause } from "node:timers/promises";
import { type IProject, PullRequestMode } from "@looker/sdk";
import { Mistake, Outage } from "../failure.ts";
import { routeByFiles } from "./by-files.ts";
import { routeByGit } from "./by-git.ts";
import { whyUnreachable } from "./checkout.ts";
import type { Looker } from "./connection.ts";
import { withoutSecrets } from "./git.ts";
import { ifThere, inWords, LookerRefusal } from "./refusal.ts";
import type { Cargo, Route } from "./route.ts";

/** Which project, and what the user wants of the way into it. */
export interface Destination {
  readonly project: string;
  /** The repository's address for git on this machine, where Looker's own will not do. */
  readonly remote?: string | undefined;
  /** Files one by one, though the project has a remote. */
  readonly direct?: boolean | undefined;
  /** Whether the files are only looked at, so that it need not be asked whether they can be written. */
  readonly onlyLooks?: boolean | undefined;
}

/** How often a project that was made a moment ago is asked for its git. */
const MOST_TRIES = 10;

/**
 * @throws Mistake when there is no such project or something of the user's is in the way; Outage when neither git nor
 *   Looker's files can be had
 */
export async function openRoute(
  looker: Looker,
  { project: name, remote, direct, onlyLooks }: Destination,
  cargo: Cargo,
): Promise<Route> {
  try {
    const project = await findProject(looker, name);
    if (project === undefined)
      throw new Mistake(
        `${looker.host} has no project ${name}, or this API user may not see it. Name another with --project, or have it made with --create.`,
      );
    const address = remote ?? project.git_remote_url ?? "";
    if (direct === true && onlyLooks !== true && project.pull_request_mode === PullRequestMode.required)
      throw new Mistake(
        `The project ${name} takes changes by pull request only, and files that are written one by one come with none. Leave --direct out.`,
      );
    if (direct === true || address === "") return await routeByFiles(looker, name, cargo, onlyLooks !== true);
    const why = await whyUnreachable(address);
    if (why !== undefined)
      throw new Outage(
        `The project's repository ${withoutSecrets(address)} cannot be read from here: git says: ${why}. Give git access to it, name it as it is reached from here with --remote <address>, or write the files through Looker with --direct.`,
        { retry: false },
      );
    return await routeByGit(
      looker,
      {
        project: name,
        remote: address,
        productionBranch: branchOf(project),
        needsPullRequest: project.pull_request_mode === PullRequestMode.required,
      },
      cargo,
    );
  } catch (error) {
    throw inWords(error, `The project ${name} could not be opened`, looker.host);
  }
}

/** The project as production has it, or as only its developers do so far; undefined when there is none. */
export async function findProject(looker: Looker, name: string): Promise<IProject | undefined> {
  const { sdk } = looker;
  await looker.use("production");
  const found = await ifThere(sdk.ok(sdk.project(name)));
  if (found !== undefined) return found;
  await looker.use("dev");
  return ifThere(sdk.ok(sdk.project(name)));
}

/**
 * Makes a project whose git is Looker's own, unless it is there.
 * @returns what was done, in words; undefined when it was there
 */
export async function createProject(looker: Looker, name: string): Promise<string | undefined> {
  const { sdk } = looker;
  try {
    const found = await findProject(looker, name);
    if (found !== undefined && (found.uses_git === true || (found.git_service_name ?? "") !== ""))
      return undefined;
    await looker.use("dev");
    if (found === undefined) await sdk.ok(sdk.create_project({ name }));
    // For some seconds Looker has the project and not yet its files.
    for (let tries = 1; ; tries += 1) {
      try {
        await sdk.ok(sdk.update_project(name, { git_service_name: "bare" }));
        return `project ${name} is made, with git of Looker's own`;
      } catch (error) {
        if (!(error instanceof LookerRefusal && error.status === 400) || tries === MOST_TRIES) throw error;
        await pause(1000);
      }
    }
  } catch (error) {
    throw inWords(error, `The project ${name} could not be made`, looker.host);
  }
}

/** Looker's own word for it where the project says none (Looker: Project settings, Git production branch name). */
export function branchOf({ git_production_branch_name }: IProject): string {
  const name = git_production_branch_name ?? "";
  return name === "" ? "main" : name;
}
