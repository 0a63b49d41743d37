// The way into a project without a git remote: files written one by one into the development workspace, committed and deployed there.
import { HEADER, isOurs } from "../emit/file.ts";
import { Mistake, Outage } from "../failure.ts";
import { type Change, isNothing, printChange } from "./change.ts";
import { changedThere } from "./checkout.ts";
import type { Looker } from "./connection.ts";
import { ProjectFiles, type Texts } from "./project-files.ts";
import { LookerRefusal } from "./refusal.ts";
import type { Cargo, Route } from "./route.ts";

/**
 * @param writes whether files are to be written
 * @throws Outage when they are, and this Looker does not let them be
 */
export async function routeByFiles(
  looker: Looker,
  project: string,
  cargo: Cargo,
  writes: boolean,
): Promise<Route> {
  const route = new ByFiles(looker, project, cargo);
  if (writes) await route.probe();
  return route;
}

class ByFiles implements Route {
  readonly by = "Looker's own files, one by one";
  readonly #looker: Looker;
  readonly #project: string;
  readonly #files: ProjectFiles;
  readonly #cargo: Cargo;
  readonly #wanted: Texts;
  #production: Texts | undefined;
  #change: Change | undefined;
  #before: string | undefined;
  /** Whether the development workspace held the files at some time. */
  #entered = false;

  constructor(looker: Looker, project: string, cargo: Cargo) {
    this.#looker = looker;
    this.#project = project;
    this.#files = new ProjectFiles(looker, project);
    this.#cargo = cargo;
    this.#wanted = new Map([...cargo.files, ...cargo.refinements].map(({ path, text }) => [path, text]));
  }

  async probe(): Promise<void> {
    try {
      await this.#files.probe();
    } catch (error) {
      if (!(error instanceof LookerRefusal && (error.status === 404 || error.status === 405))) throw error;
      throw new Outage(
        `${this.#looker.host} does not let files of ${this.#project} be written through its API (${error.status}): it has no such endpoint, or this API user lacks the right to develop. Give the project a git remote (Looker: Develop, the project, Project settings, Configure git) and deploy again.`,
        { retry: false, cause: error },
      );
    }
  }

  async look(): Promise<Change> {
    if (this.#change !== undefined) return this.#change;
    const there = await this.#files.read("production");
    this.#production = there;
    this.#before = await this.#files.commitOf("production");
    for (const { path } of this.#cargo.files) {
      const text = there.get(path);
      if (text === undefined || isOurs(text)) continue;
      throw new Mistake(
        `In the Looker project ${path} stands where a generated file must go, and Viewfinder did not make it. Move it into refinements/ there, or away, and deploy again. Nothing was changed.`,
      );
    }
    this.#refuseTwoVersions(there);
    const change: Change = {
      added: [...this.#wanted.keys()].filter((path) => !there.has(path)).sort(),
      changed: [...this.#wanted]
        .flatMap(([path, text]) => (there.has(path) && there.get(path) !== text ? [path] : []))
        .sort(),
      removed: this.#stale(there),
    };
    this.#change = change;
    return change;
  }

  async prepare(): Promise<string> {
    const [mine, now] = [await this.#files.commitOf("dev"), await this.#files.commitOf("production")];
    const isBehind = now !== undefined && mine !== now;
    const theirs = await this.#unfinished(isBehind);
    if (theirs.length > 0 && this.#cargo.resetWorkspace !== true)
      throw new Mistake(
        `${this.#looker.user} has files in this project's development workspace that are not as in production: ${theirs.slice(0, 5).join(", ")}${theirs.length > 5 ? ", …" : ""}. Either somebody works there, or others have deployed since it was last used. Deploy or revert them in Looker; or, where nobody works there, bring it to production first with --reset-workspace. Nothing was changed.`,
      );
    const change = printChange(await this.look());
    if (!isBehind && theirs.length === 0) return change;
    // What others have deployed since has to be below our commit, or production does not take it.
    await this.#looker.use("dev");
    await this.#looker.sdk.ok(this.#looker.sdk.reset_project_to_production(this.#project));
    return `${change}; the development workspace is brought to production`;
  }

  async enter(): Promise<string> {
    const dev = await this.#files.read("dev");
    await this.#files.makeFoldersOf([...this.#wanted.keys()]);
    let written = 0;
    for (const [path, text] of this.#wanted) {
      const standing = dev.get(path);
      if (standing === text) continue;
      await this.#files.write(path, text, standing === undefined);
      written += 1;
    }
    for (const path of this.#stale(dev)) {
      await this.#files.erase(path);
      written += 1;
    }
    await this.#files.commit(`${this.#cargo.model} as looker.yml says it`);
    await this.assertStill();
    this.#entered = true;
    return written === 0
      ? "the development workspace holds them already"
      : `${written} files written and committed`;
  }

  async assertStill(): Promise<void> {
    const dev = await this.#files.read("dev");
    const other = this.#differing(dev);
    if (other.length === 0) return;
    throw new Outage(
      `Somebody changed the development workspace while this was being checked: ${other.join(", ")}. Perhaps two deploys run at once; give each an API user of its own. Production is as it was.`,
      { retry: true },
    );
  }

  async deploy(): Promise<string> {
    if (await this.isDeployed()) return "production holds them already";
    await this.#looker.use("dev");
    await this.#looker.sdk.ok(this.#looker.sdk.deploy_to_production(this.#project));
    return "production holds them";
  }

  async isDeployed(): Promise<boolean> {
    return this.#differing(await this.#files.read("production")).length === 0;
  }

  async goBack(): Promise<string | undefined> {
    if (this.#before === undefined || isNothing(this.#change ?? { added: [], changed: [], removed: [] }))
      return undefined;
    await this.#looker.use("dev");
    await this.#looker.sdk.ok(
      this.#looker.sdk.deploy_ref_to_production({ project_id: this.#project, ref: this.#before }),
    );
    return `Production holds ${this.#before.slice(0, 9)} again.`;
  }

  async isTaken(): Promise<boolean> {
    return this.#entered && this.#differing(await this.#files.read("dev")).length > 0;
  }

  leftBehind(): undefined {
    return undefined;
  }

  async cleanUp(deployed: boolean): Promise<string> {
    if (deployed || this.#before === undefined) return "there is nothing to tidy up";
    if (await this.isTaken()) return "the development workspace is somebody else's by now, and stays";
    // Nothing but our own files differs there: prepare saw to that.
    await this.#looker.use("dev");
    await this.#looker.sdk.ok(this.#looker.sdk.reset_project_to_production(this.#project));
    return "the development workspace is as production is";
  }

  async close(): Promise<void> {}

  /**
   * What differs from production in the development workspace, is no file of ours, and is not what is to be written.
   * @param isBehind whether the two are at different commits: then what it lacks need not have been deleted there
   */
  async #unfinished(isBehind: boolean): Promise<readonly string[]> {
    const dev = await this.#files.read("dev");
    const production = this.#production ?? new Map<string, string>();
    const refinements = new Set(
      this.#cargo.takeRefinements ? [] : this.#cargo.refinements.map(({ path }) => path),
    );
    return [...new Set([...dev.keys(), ...production.keys()])].filter(
      (path) =>
        (refinements.has(path) ? dev.get(path) !== this.#wanted.get(path) : !this.#wanted.has(path)) &&
        dev.get(path) !== production.get(path) &&
        !isOurs(dev.get(path) ?? (isBehind ? HEADER : (production.get(path) ?? HEADER))) &&
        path !== ".gitkeep",
    );
  }

  /** Ours that are no longer among the files. */
  #stale(there: Texts): readonly string[] {
    return [...there]
      .flatMap(([path, text]) => (isOurs(text) && !this.#wanted.has(path) ? [path] : []))
      .sort();
  }

  #differing(there: Texts): readonly string[] {
    const other = [...this.#wanted].flatMap(([path, text]) => (there.get(path) === text ? [] : [path]));
    return [...other, ...this.#stale(there)];
  }

  #refuseTwoVersions(there: Texts): void {
    if (this.#cargo.takeRefinements) return;
    for (const { path, text } of this.#cargo.refinements) {
      const standing = there.get(path);
      if (standing !== undefined && standing !== text) throw changedThere(path, "somebody");
    }
  }
}
