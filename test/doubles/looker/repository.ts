// A Looker project's files: work trees of production and of one developer, over a real git repository.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { File } from "../../../generator/index.ts";
import { git, GitRefusal } from "../../../generator/looker/git.ts";
import { Refusal } from "./refusal.ts";

/** Looker's GitBranch, as far as anybody asks. */
export interface Branch {
  readonly name: string;
  readonly ref: string | null;
  readonly personal: boolean;
  readonly readonly: boolean;
  readonly is_local: boolean;
  readonly is_remote: boolean;
  readonly is_production: boolean;
}

/** The developer's own branch. */
export const OWN_BRANCH = "dev-api-user-x7rk";
const PRODUCTION = "main";
const WHO = ["-c", "user.name=Looker", "-c", "user.email=looker@example.com"];

/** A project's git. */
export class Repository {
  /** The repository everybody pushes to; Looker's own when the project has no remote. */
  readonly remote: string;
  readonly #dev: string;
  readonly #production: string;

  private constructor(folder: string) {
    this.remote = join(folder, "remote.git");
    this.#dev = join(folder, "dev");
    this.#production = join(folder, "production");
  }

  /**
   * Its work trees share the objects of the one repository, so that nothing has to be fetched.
   * @param files what the first commit holds; undefined for a repository without a commit
   */
  static async make(folder: string, files: readonly File[] | undefined): Promise<Repository> {
    const made = new Repository(folder);
    await mkdir(folder, { recursive: true });
    await git(folder, "init", "--quiet", "--bare", `--initial-branch=${PRODUCTION}`, made.remote);
    await git(folder, "clone", "--quiet", "--shared", made.remote, made.#dev);
    if (files !== undefined) {
      for (const { path, text } of files) await made.write(path, text);
      await made.#git("add", "--all");
      await made.#git(...WHO, "commit", "--quiet", "--allow-empty", "-m", "The beginning");
      await made.#git("push", "--quiet", "origin", `HEAD:refs/heads/${PRODUCTION}`);
      await made.#git("checkout", "--quiet", "-B", OWN_BRANCH);
    } else await made.#git("checkout", "--quiet", "--orphan", OWN_BRANCH);
    return made;
  }

  get hasProduction(): boolean {
    return existsSync(this.#production);
  }

  /** The files of a work tree with what git says of each; undefined before there is one. */
  async files(
    workspace: "production" | "dev",
  ): Promise<readonly (File & { readonly action: string | null })[] | undefined> {
    const folder = this.#folder(workspace);
    if (!existsSync(folder)) return undefined;
    // Nobody writes into production but a deploy.
    const status =
      workspace === "production"
        ? ""
        : await git(folder, "status", "--porcelain", "--untracked-files=all", "-z");
    const changed = new Map(
      status
        .split("\0")
        .filter((line) => line !== "")
        .map((line) => [line.slice(3), line.startsWith("??") ? "added" : "modified"]),
    );
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .filter((path) => !path.startsWith(".git/"));
    return Promise.all(
      paths.sort().map(async (path) => ({
        path,
        text: await readFile(join(folder, path), "utf8"),
        action: changed.get(path) ?? null,
      })),
    );
  }

  async branch(workspace: "production" | "dev"): Promise<Branch | undefined> {
    const folder = this.#folder(workspace);
    if (!existsSync(folder)) return undefined;
    const name = await git(folder, "symbolic-ref", "--short", "HEAD");
    return this.#describe(name, await git(folder, "rev-parse", "HEAD").catch(() => null), true, false);
  }

  async branches(): Promise<readonly Branch[]> {
    const [local, remote] = [await headsOf(this.#dev), await headsOf(this.remote)];
    return [...new Set([...local.keys(), ...remote.keys()])].map((name) =>
      this.#describe(name, local.get(name) ?? remote.get(name) ?? null, local.has(name), remote.has(name)),
    );
  }

  async create(name: string, ref: string | undefined): Promise<void> {
    if ((await this.branches()).some((one) => one.name === name))
      throw new Refusal(422, "Validation Failed", [
        { field: "name", message: `branch ${name} exists already` },
      ]);
    const commit = ref === undefined ? await this.#git("rev-parse", "HEAD") : await this.#resolve(ref);
    await this.#git("checkout", "--quiet", "-b", name, commit);
    await git(this.remote, "update-ref", `refs/heads/${name}`, commit);
  }

  /** Looker's: check out, and with a ref reset hard and push with force. */
  async update(name: string, ref: string | undefined): Promise<void> {
    const known = (await this.branches()).find((one) => one.name === name);
    // A branch nobody has committed to is known to git by its name alone.
    if (known === undefined && name !== OWN_BRANCH) throw new Refusal(404, "Not found");
    if (ref !== undefined) {
      const commit = await this.#resolve(ref);
      await this.#git("checkout", "--quiet", "--force", "-B", name, commit);
      await git(this.remote, "update-ref", `refs/heads/${name}`, commit);
    } else if (known === undefined) await this.#git("symbolic-ref", "HEAD", `refs/heads/${name}`);
    else if (known.is_local) await this.#git("checkout", "--quiet", name);
    else await this.#git("checkout", "--quiet", "-b", name, known.ref ?? "HEAD");
  }

  async remove(name: string): Promise<void> {
    const known = (await this.branches()).find((one) => one.name === name);
    if (known === undefined) throw new Refusal(404, "Not found");
    if ((await this.branch("dev"))?.name === name)
      throw new Refusal(422, "Validation Failed", [{ field: "name", message: "this branch is checked out" }]);
    if (known.is_local) await this.#git("branch", "--quiet", "-D", name);
    if (known.is_remote) await git(this.remote, "update-ref", "-d", `refs/heads/${name}`);
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.#dev, path)), { recursive: true });
    await writeFile(join(this.#dev, path), text);
  }

  async erase(path: string): Promise<void> {
    if (!existsSync(join(this.#dev, path))) throw new Refusal(404, "Not found");
    await rm(join(this.#dev, path));
  }

  async commit(message: string): Promise<void> {
    await this.#git("add", "--all");
    await this.#git(...WHO, "commit", "--quiet", "-m", message);
  }

  /** Looker's deploy_to_production: the developer's branch becomes production's, pushed and pulled. */
  async deployOwn(): Promise<void> {
    await this.#git("push", "--quiet", "origin", `HEAD:refs/heads/${PRODUCTION}`);
    await this.#pull(PRODUCTION);
  }

  /** Looker's deploy_ref_to_production. */
  async deployRef(ref: string): Promise<void> {
    await this.#pull(ref);
  }

  async resetToProduction(): Promise<void> {
    const production = await this.branch("production");
    await this.#git("reset", "--quiet", "--hard", production?.ref ?? "HEAD");
    await this.#git("clean", "--quiet", "-fd");
  }

  /** Somebody else commits to a branch of the remote. @returns the commit */
  async elsewhere(branch: string, path: string, text: string): Promise<string> {
    const folder = `${this.remote}-somebody`;
    await rm(folder, { recursive: true, force: true });
    await git(dirname(folder), "clone", "--quiet", "--branch", branch, this.remote, folder);
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
    await git(folder, "add", "--all");
    await git(
      folder,
      "-c",
      "user.name=Ada",
      "-c",
      "user.email=ada@example.com",
      "commit",
      "--quiet",
      "-m",
      "By hand",
    );
    await git(folder, "push", "--quiet", "origin", branch);
    return git(folder, "rev-parse", "HEAD");
  }

  /** Somebody merges a branch's pull request: production's branch moves to it. */
  async merge(branch: string): Promise<void> {
    await git(this.remote, "update-ref", `refs/heads/${PRODUCTION}`, `refs/heads/${branch}`);
  }

  /** What the remote's branches are at. */
  async heads(): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries(await headsOf(this.remote));
  }

  async #pull(ref: string): Promise<void> {
    const commit = await this.#resolve(ref);
    if (!this.hasProduction)
      await git(
        dirname(this.#production),
        "clone",
        "--quiet",
        "--shared",
        "--no-checkout",
        this.remote,
        this.#production,
      );
    await git(this.#production, "checkout", "--quiet", "--force", "-B", PRODUCTION, commit);
  }

  async #resolve(ref: string): Promise<string> {
    try {
      return await git(this.remote, "rev-parse", "--verify", "--quiet", `${ref}^{commit}`);
    } catch (error) {
      if (error instanceof GitRefusal) throw new Refusal(400, `Could not find ref ${ref}`);
      throw error;
    }
  }

  #describe(name: string, ref: string | null, local: boolean, remote: boolean): Branch {
    return {
      name,
      ref,
      personal: name === OWN_BRANCH,
      readonly: name === PRODUCTION,
      is_local: local,
      is_remote: remote,
      is_production: name === PRODUCTION,
    };
  }

  #folder(workspace: "production" | "dev"): string {
    return workspace === "dev" ? this.#dev : this.#production;
  }

  #git(...args: readonly string[]): Promise<string> {
    return git(this.#dev, ...args);
  }
}

/** The branches of one repository with their commits. */
async function headsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await git(folder, "for-each-ref", "--format=%(refname:strip=2) %(objectname)", "refs/heads");
  return new Map(
    text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(" ") as [string, string]),
  );
}
