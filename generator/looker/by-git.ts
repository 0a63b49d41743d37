// The way into a project that has a git remote: a branch of our own, checked in the development workspace, then made production's.
import type { IGitBranch } from "@looker/sdk";
import { Mistake, Outage } from "../failure.ts";
import { type Change, isNothing, printChange } from "./change.ts";
import { type Checkout, openCheckout } from "./checkout.ts";
import type { Looker } from "./connection.ts";
import { withoutSecrets } from "./git.ts";
import { ifThere, LookerRefusal } from "./refusal.ts";
import type { Cargo, Route } from "./route.ts";

/** What a project's branches of ours are called. */
const OURS = "viewfinder-";

/** Where it leads. */
export interface GitPlace {
  readonly project: string;
  readonly remote: string;
  readonly productionBranch: string;
  /** Whether Looker or its git host wants a pull request for every change. */
  readonly needsPullRequest: boolean;
}

/** @throws Mistake when something of the user's is in the way, Outage when git cannot read the repository */
export async function routeByGit(looker: Looker, place: GitPlace, cargo: Cargo): Promise<Route> {
  const checkout = await openCheckout(place.remote, place.productionBranch, cargo);
  return new ByGit(
    looker,
    place,
    `${OURS}${cargo.model.replaceAll("_", "-")}`,
    checkout,
    cargo.resetWorkspace === true,
  );
}

class ByGit implements Route {
  readonly #looker: Looker;
  readonly #place: GitPlace;
  readonly #branch: string;
  readonly #checkout: Checkout;
  readonly #resets: boolean;
  /** Known once prepared. */
  #commit: string | undefined;
  /** What production held before; known once looked at. */
  #before: string | undefined;
  /** Whether production's branch is moved. */
  #advanced = false;
  /** Whether the development workspace was at the commit at some time. */
  #entered = false;
  /** Whether all that is missing is a merge by people. */
  #awaitsMerge = false;
  /** The branch the development workspace was on. */
  #former: string | undefined;

  /** @param resets whether what is not committed in the development workspace may be given up */
  constructor(looker: Looker, place: GitPlace, branch: string, checkout: Checkout, resets: boolean) {
    this.#looker = looker;
    this.#place = place;
    this.#branch = branch;
    this.#checkout = checkout;
    this.#resets = resets;
  }

  get by(): string {
    return `git, by the branch ${this.#branch} of ${withoutSecrets(this.#place.remote)}`;
  }

  async look(): Promise<Change> {
    await this.#looker.use("production");
    this.#before ??= await this.#productionCommit();
    return this.#checkout.change;
  }

  async prepare(): Promise<string> {
    this.#commit = await this.#checkout.commit(this.#branch);
    await this.#checkout.push(this.#commit, this.#branch);
    return `${printChange(this.#checkout.change)}; commit ${short(this.#commit)} on ${this.#branch}`;
  }

  async enter(): Promise<string> {
    const { sdk } = this.#looker;
    const { project } = this.#place;
    const commit = this.#known();
    await this.#looker.use("dev");
    const now = await ifThere(sdk.ok(sdk.git_branch(project)));
    if (now?.name !== this.#branch) await this.#refuseUnfinished();
    this.#former ??= now?.name ?? undefined;
    if (now?.name !== this.#branch || now.ref !== commit) {
      const there = await ifThere(sdk.ok(sdk.find_git_branch(project, this.#branch)));
      const wanted = { name: this.#branch, ref: commit };
      if (there === undefined) await this.#make(wanted);
      await sdk.ok(sdk.update_git_branch(project, wanted));
    }
    await this.assertStill();
    this.#entered = true;
    return `the development workspace is at ${short(commit)}`;
  }

  async assertStill(): Promise<void> {
    const { sdk } = this.#looker;
    await this.#looker.use("dev");
    const now = await sdk.ok(sdk.git_branch(this.#place.project));
    if (now.name === this.#branch && now.ref === this.#commit) return;
    throw new Outage(
      `Somebody moved the development workspace: it is on ${now.name ?? "no branch"} at ${short(now.ref ?? "")}, where it was brought to ${this.#branch} at ${short(this.#known())}. Perhaps two deploys run at once; give each an API user of its own. Production is as it was.`,
      { retry: true },
    );
  }

  async deploy(): Promise<string> {
    const { sdk } = this.#looker;
    const { project, productionBranch, needsPullRequest } = this.#place;
    const commit = this.#known();
    if (!isNothing(this.#checkout.change)) {
      if (needsPullRequest) {
        this.#awaitsMerge = true;
        throw new Outage(
          `Everything holds, and this project takes changes by pull request only. Open one from ${this.#branch} to ${productionBranch} and merge it; \`viewfinder deploy\` then deploys what was merged. Production is as it was.`,
          { retry: false },
        );
      }
      try {
        await this.#checkout.advance(commit, productionBranch, this.#branch);
      } catch (error) {
        // Where trying again does not help, people have to merge the branch, so it stays.
        this.#awaitsMerge = error instanceof Outage && !error.retry;
        throw error;
      }
      this.#advanced = true;
    }
    if (await this.isDeployed()) return `production holds ${short(commit)} already`;
    await this.#looker.use("dev");
    await sdk.ok(sdk.deploy_ref_to_production({ project_id: project, ref: commit }));
    return `production holds ${short(commit)}`;
  }

  async isDeployed(): Promise<boolean> {
    await this.#looker.use("production");
    const found = await this.#productionCommit();
    const wanted = this.#commit ?? (isNothing(this.#checkout.change) ? this.#checkout.base : undefined);
    return found !== undefined && found === wanted;
  }

  async goBack(): Promise<string | undefined> {
    const { sdk } = this.#looker;
    if (this.#before === undefined || this.#before === this.#commit) return undefined;
    await this.#looker.use("dev");
    await sdk.ok(sdk.deploy_ref_to_production({ project_id: this.#place.project, ref: this.#before }));
    return `Production holds ${short(this.#before)} again; the branch ${this.#place.productionBranch} keeps ${short(this.#known())}.`;
  }

  async isTaken(): Promise<boolean> {
    await this.#looker.use("dev");
    return this.#isTakenBy(
      await ifThere(this.#looker.sdk.ok(this.#looker.sdk.git_branch(this.#place.project))),
    );
  }

  leftBehind(): readonly string[] | undefined {
    const { productionBranch } = this.#place;
    return this.#advanced
      ? [`The branch ${productionBranch} holds ${short(this.#known())}, and the next run deploys it.`]
      : undefined;
  }

  async cleanUp(deployed: boolean): Promise<string> {
    const { sdk } = this.#looker;
    const { project } = this.#place;
    await this.#looker.use("dev");
    const now = await ifThere(sdk.ok(sdk.git_branch(project)));
    if (this.#isTakenBy(now)) return `the branch ${this.#branch} is somebody else's by now, and stays`;
    if (now?.name === this.#branch) {
      const home = await this.#home();
      if (home !== undefined) await sdk.ok(sdk.update_git_branch(project, { name: home }));
    }
    // Taking the branch away would close the pull request that people are to merge.
    if (this.#awaitsMerge && !deployed) return `the branch ${this.#branch} stays for the pull request`;
    const ours = await ifThere(sdk.ok(sdk.find_git_branch(project, this.#branch)));
    if (ours !== undefined) await ifThere(sdk.ok(sdk.delete_git_branch(project, this.#branch)));
    const dropped = await this.#checkout.drop(this.#branch);
    return dropped || ours !== undefined
      ? `the branch ${this.#branch} is removed`
      : "there is nothing to tidy up";
  }

  async close(): Promise<void> {
    await this.#checkout.close();
  }

  #isTakenBy(now: IGitBranch | undefined): boolean {
    return this.#entered && now?.name === this.#branch && now.ref !== this.#commit;
  }

  /** Looker may hear of the pushed branch only now, and then there is nothing to make. */
  async #make(wanted: { readonly name: string; readonly ref: string }): Promise<void> {
    const { sdk } = this.#looker;
    try {
      await sdk.ok(sdk.create_git_branch(this.#place.project, wanted));
    } catch (error) {
      if (!(error instanceof LookerRefusal && [400, 409, 422].includes(error.status ?? 0))) throw error;
    }
  }

  #known(): string {
    if (this.#commit === undefined) throw new Error("no commit was prepared");
    return this.#commit;
  }

  async #productionCommit(): Promise<string | undefined> {
    const { sdk } = this.#looker;
    try {
      const found = await sdk.ok(sdk.git_branch(this.#place.project));
      return found.ref ?? undefined;
    } catch (error) {
      // Before the first deploy there is no production project to ask.
      if (error instanceof LookerRefusal && (error.status === 404 || error.status === 400)) return undefined;
      throw error;
    }
  }

  /** The branch to leave the workspace on: the former one, or the user's own when a run that died left ours. */
  async #home(): Promise<string | undefined> {
    if (this.#former !== undefined && !this.#former.startsWith(OURS)) return this.#former;
    const { sdk } = this.#looker;
    const branches = await sdk.ok(sdk.all_git_branches(this.#place.project));
    const own = branches.find((one) => one.personal === true && one.readonly !== true);
    return own?.name ?? undefined;
  }

  /** Another branch is checked out over what lies in the workspace, and that may be somebody's afternoon. */
  async #refuseUnfinished(): Promise<void> {
    const { sdk } = this.#looker;
    const files = (await ifThere(sdk.ok(sdk.all_project_files(this.#place.project)))) ?? [];
    const open = files
      .filter((file) => (file.git_status?.action ?? "") !== "")
      .map((file) => file.path ?? file.id);
    if (open.length === 0) return;
    if (this.#resets) {
      await sdk.ok(sdk.reset_project_to_production(this.#place.project));
      return;
    }
    throw new Mistake(
      `${this.#looker.user} has changes in this project's development workspace that are not committed: ${open.slice(0, 5).join(", ")}${open.length > 5 ? ", …" : ""}. Commit or revert them in Looker; or give them up with --reset-workspace. Nothing was changed.`,
    );
  }
}

/** A commit as people name it. */
export function short(commit: string): string {
  return commit.slice(0, 9);
}
