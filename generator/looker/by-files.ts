// The way into a project without a git remote: files written one by one into the development workspace, committed and deployed there.
//
// Looker's published API only reads files. Google's own tools write them with endpoints that its documentation does
// not name (googleapis/mcp-toolbox, looker-open-source/gzr), so whether this Looker has them is asked first.
import { HEADER, isOurs } from "../emit/file.ts";
import { Mistake, Outage } from "../failure.ts";
import { type Change, isNothing, printChange } from "./change.ts";
import { changedThere } from "./checkout.ts";
import type { Looker, Workspace } from "./connection.ts";
import { ifThere, LookerRefusal } from "./refusal.ts";
import type { Cargo, Route } from "./route.ts";

/** How many files are read at once. */
const AT_ONCE = 6;

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

/** The text of files by path. */
type Texts = ReadonlyMap<string, string>;

class ByFiles implements Route {
  readonly by = "Looker's own files, one by one";
  readonly #looker: Looker;
  readonly #project: string;
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
    this.#cargo = cargo;
    this.#wanted = new Map([...cargo.files, ...cargo.refinements].map(({ path, text }) => [path, text]));
  }

  async probe(): Promise<void> {
    try {
      await this.#looker.use("dev");
      await this.#get<unknown>("/directories");
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
    const there = await this.#read("production");
    this.#production = there;
    this.#before = await this.#commitOf("production");
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
    const dev = await this.#read("dev");
    const production = this.#production ?? new Map<string, string>();
    const theirs = [...new Set([...dev.keys(), ...production.keys()])].filter(
      (path) =>
        !this.#wanted.has(path) &&
        dev.get(path) !== production.get(path) &&
        !isOurs(dev.get(path) ?? HEADER) &&
        path !== ".gitkeep",
    );
    if (theirs.length > 0)
      throw new Mistake(
        `${this.#looker.user} has changes in this project's development workspace that are not in production: ${theirs.slice(0, 5).join(", ")}${theirs.length > 5 ? ", …" : ""}. They would go into production with yours. Deploy or revert them in Looker, or deploy as an API user of its own. Nothing was changed.`,
      );
    return printChange(await this.look());
  }

  async enter(): Promise<string> {
    const dev = await this.#read("dev");
    await this.#makeFolders();
    let written = 0;
    for (const [path, text] of this.#wanted) {
      const standing = dev.get(path);
      if (standing === text) continue;
      const body = { path, content: text };
      if (standing === undefined) await this.#send("post", "/files", body);
      else await this.#send("put", "/files", body);
      written += 1;
    }
    for (const path of this.#stale(dev)) {
      await ifThere(this.#send("delete", "/files", undefined, { file_path: path }));
      written += 1;
    }
    if (await this.#hasUncommitted())
      await this.#send("post", "/commit", { message: `${this.#cargo.model} as looker.yml says it` });
    await this.assertStill();
    this.#entered = true;
    return written === 0
      ? "the development workspace holds them already"
      : `${written} files written and committed`;
  }

  async assertStill(): Promise<void> {
    const dev = await this.#read("dev");
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
    return this.#differing(await this.#read("production")).length === 0;
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
    return this.#entered && this.#differing(await this.#read("dev")).length > 0;
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

  /** Every file of LookML, and our own of any kind. */
  async #read(workspace: Workspace): Promise<Texts> {
    const { sdk } = this.#looker;
    await this.#looker.use(workspace);
    const files = (await ifThere(sdk.ok(sdk.all_project_files(this.#project, "id,path,git_status")))) ?? [];
    const paths = files.flatMap((file) => file.path ?? file.id ?? []);
    const texts = new Map<string, string>();
    for (let at = 0; at < paths.length; at += AT_ONCE) {
      const some = await Promise.all(
        paths.slice(at, at + AT_ONCE).map(async (path) => {
          const text = await ifThere(this.#get<unknown>("/file/content", { file_path: path }));
          return [path, text === undefined ? undefined : asText(text)] as const;
        }),
      );
      for (const [path, text] of some) if (text !== undefined) texts.set(path, text);
    }
    return texts;
  }

  async #makeFolders(): Promise<void> {
    await this.#looker.use("dev");
    const there = new Set(await this.#get<readonly string[]>("/directories"));
    const needed = new Set([...this.#wanted.keys()].filter((path) => path.includes("/")).flatMap(foldersOf));
    for (const path of [...needed].sort())
      if (!there.has(path)) await this.#send("post", "/directories", { path });
  }

  async #hasUncommitted(): Promise<boolean> {
    const { sdk } = this.#looker;
    await this.#looker.use("dev");
    const files = await sdk.ok(sdk.all_project_files(this.#project, "id,path,git_status"));
    const workspace = await ifThere(sdk.ok(sdk.project_workspace(this.#project, "git_status,git_head")));
    return (
      files.some((file) => (file.git_status?.action ?? "") !== "") ||
      /^(?!clean$).+/.test(workspace?.git_status ?? "")
    );
  }

  async #commitOf(workspace: Workspace): Promise<string | undefined> {
    const { sdk } = this.#looker;
    await this.#looker.use(workspace);
    try {
      return (await sdk.ok(sdk.git_branch(this.#project))).ref ?? undefined;
    } catch (error) {
      if (error instanceof LookerRefusal && (error.status === 404 || error.status === 400)) return undefined;
      throw error;
    }
  }

  #get<Told>(path: string, query?: Readonly<Record<string, string>>): Promise<Told> {
    const { sdk } = this.#looker;
    return sdk.ok(sdk.get<Told, unknown>(this.#under(path), query));
  }

  #send(
    method: "post" | "put" | "delete",
    path: string,
    body: object | undefined,
    query?: Readonly<Record<string, string>>,
  ): Promise<unknown> {
    const { sdk } = this.#looker;
    return sdk.ok(sdk[method]<unknown, unknown>(this.#under(path), query, body));
  }

  #under(path: string): string {
    return `/projects/${encodeURIComponent(this.#project)}${path}`;
  }
}

/** Every folder above a path, from the root down. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** The SDK reads what comes as JSON, and a file may be JSON. */
function asText(read: unknown): string {
  return typeof read === "string" ? read : JSON.stringify(read);
}
