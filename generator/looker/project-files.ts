// A Looker project -> its files, read and written one by one.
//
// Looker's published API only reads what files there are. Google's own tools read and write them with endpoints that
// its documentation does not name (googleapis/mcp-toolbox, looker-open-source/gzr), so whether this Looker has them is
// asked first.
import type { Looker, Workspace } from "./connection.ts";
import { ifThere, LookerRefusal } from "./refusal.ts";

/** How many files are read at once. */
const AT_ONCE = 6;

/** The text of files by path. */
export type Texts = ReadonlyMap<string, string>;

/** The files of one project. What is written is written in the development workspace. All throw LookerRefusal. */
export class ProjectFiles {
  readonly #looker: Looker;
  readonly #project: string;

  constructor(looker: Looker, project: string) {
    this.#looker = looker;
    this.#project = project;
  }

  /** Asks for what only a Looker with these endpoints has. */
  async probe(): Promise<void> {
    await this.#looker.use("dev");
    await this.#get<unknown>("/directories");
  }

  /** Every file of a workspace; none where the project is not there. */
  async read(workspace: Workspace): Promise<Texts> {
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

  /** Makes the folders that these paths need and that are not there. */
  async makeFoldersOf(paths: readonly string[]): Promise<void> {
    await this.#looker.use("dev");
    const there = new Set(await this.#get<readonly string[]>("/directories"));
    const needed = new Set(paths.filter((path) => path.includes("/")).flatMap(foldersOf));
    for (const path of [...needed].sort())
      if (!there.has(path)) await this.#send("post", "/directories", { path });
  }

  /** @param isNew whether there is none of this path yet */
  async write(path: string, text: string, isNew: boolean): Promise<void> {
    await this.#send(isNew ? "post" : "put", "/files", { path, content: text });
  }

  /** Takes a file away, if it is there. */
  async erase(path: string): Promise<void> {
    await ifThere(this.#send("delete", "/files", undefined, { file_path: path }));
  }

  /** Commits all that is not committed, if anything is. */
  async commit(message: string): Promise<void> {
    if (await this.#hasUncommitted()) await this.#send("post", "/commit", { message });
  }

  /** What a workspace is at; undefined before there is a commit, or git. */
  async commitOf(workspace: Workspace): Promise<string | undefined> {
    const { sdk } = this.#looker;
    await this.#looker.use(workspace);
    try {
      return (await sdk.ok(sdk.git_branch(this.#project))).ref ?? undefined;
    } catch (error) {
      if (error instanceof LookerRefusal && (error.status === 404 || error.status === 400)) return undefined;
      throw error;
    }
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
