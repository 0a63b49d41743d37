// A Looker project's files: work trees of production and of one developer, over a real git repository.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { File } from "../../../generator/index.ts";
import { git, GitRefusal } from "../../../generator/looker/git.ts";
import { type KeptFolder, keepFolder, layFolder } from "./kept-folder.ts";
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
/** Repositories as they were begun, by the files in them: most tests begin with the same. */
const BEGUN = new Map<string, KeptFolder>();
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
    const key = JSON.stringify(files?.map(({ path, text }) => [path, text]) ?? null);
    const kept = BEGUN.get(key);
    if (kept !== undefined) {
      await layFolder(kept, folder, ["dev/.git/config", "dev/.git/objects/info/alternates"]);
      return made;
    }
    await made.#begin(files);
    BEGUN.set(key, await keepFolder(folder));
    return made;
  }

  async #begin(files: readonly File[] | undefined): Promise<void> {
    const folder = dirname(this.remote);
    await git(
      folder,
      "init",
      "--quiet",
      "--bare",
      "--template=",
      `--initial-branch=${PRODUCTION}`,
      this.remote,
    );
    await git(folder, "clone", "--quiet", "--shared", "--template=", this.remote, this.#dev);
    if (files === undefined) return void (await this.#git("checkout", "--quiet", "--orphan", OWN_BRANCH));
    for (const { path, text } of files) await this.write(path, text);
    await this.#git("add", "--all");
    await this.#git(...WHO, "commit", "--quiet", "--allow-empty", "-m", "The beginning");
    await this.#git("push", "--quiet", "origin", `HEAD:refs/heads/${PRODUCTION}`);
    await this.#git("checkout", "--quiet", "-B", OWN_BRANCH);
  }

  get hasProduction(): boolean {
    return existsSync(this.#production);
  }

  /** What git says of the files of a work tree that differ from its commit, by path: `added` or `modified`. */
  async changed(workspace: "production" | "dev"): Promise<ReadonlyMap<string, string>> {
    // Nobody writes into production but a deploy.
    if (workspace === "production") return new Map();
    const status = await this.#git("status", "--porcelain", "--untracked-files=all", "-z");
    return new Map(
      status
        .split("\0")
        .filter((line) => line !== "")
        .map((line) => [line.slice(3), line.startsWith("??") ? "added" : "modified"]),
    );
  }

  /** The files of a work tree; undefined before there is one. */
  async files(workspace: "production" | "dev"): Promise<readonly File[] | undefined> {
    const folder = this.#folder(workspace);
    if (!existsSync(folder)) return undefined;
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .filter((path) => !path.startsWith(".git/"));
    return Promise.all(
      paths.sort().map(async (path) => ({
        path,
        text: await readFile(join(folder, path), "utf8"),
      })),
    );
  }

  async branch(workspace: "production" | "dev"): Promise<Branch | undefined> {
    const folder = this.#folder(workspace);
    if (!existsSync(folder)) return undefined;
    const head = await readFile(join(folder, ".git", "HEAD"), "utf8");
    const name = head.trim().replace("ref: refs/heads/", "");
    return this.#describe(name, (await headsOf(join(folder, ".git"))).get(name) ?? null, true, false);
  }

  async branches(): Promise<readonly Branch[]> {
    const [local, remote] = [await headsOf(join(this.#dev, ".git")), await headsOf(this.remote)];
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
    try {
      await this.#git("push", "--quiet", "origin", `HEAD:refs/heads/${PRODUCTION}`);
    } catch (error) {
      if (!(error instanceof GitRefusal)) throw error;
      throw new Refusal(400, `Could not push to ${PRODUCTION}: it has commits that this branch lacks.`);
    }
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

/**
 * The branches of one repository with their commits, as git keeps them: a file each, or a line of packed-refs
 * (gitrepository-layout). Asked of git itself, they would be most of what a test waits for.
 */
async function headsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const packed = await readFile(join(folder, "packed-refs"), "utf8").catch(() => "");
  const heads = new Map(
    [...packed.matchAll(/^([0-9a-f]{40}) refs\/heads\/(.+)$/gm)].map(([, commit = "", name = ""]) => [
      name,
      commit,
    ]),
  );
  const loose = join(folder, "refs", "heads");
  for (const entry of await readdir(loose, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith(".lock")) continue;
    const path = join(entry.parentPath, entry.name);
    // One that is deleted just now is gone.
    const commit = await readFile(path, "utf8").catch(() => undefined);
    if (commit !== undefined) heads.set(relative(loose, path), commit.trim());
  }
  return heads;
}
