// A git repository and the files a project should hold -> a commit on a branch of its own, pushed.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compareFiles, writeFiles } from "../disk.ts";
import { Mistake, Outage } from "../failure.ts";
import type { Change } from "./change.ts";
import { git, GitRefusal, whyOf, withoutSecrets } from "./git.ts";
import type { Cargo } from "./route.ts";

/** What stands in every commit message of ours, so that the next deploy knows them. */
const SIGNED = "Made by `viewfinder deploy`.";

const FOLDERS = "viewfinder-deploy-";

/** A copy of the repository on this machine, with the files in it. */
export interface Checkout {
  readonly change: Change;
  /** Production's branch as it was found; undefined when it has no commit yet. */
  readonly base: string | undefined;
  /** Commits, or finds the commit that an earlier run left on the branch. @returns the commit's hash */
  commit(branch: string): Promise<string>;
  /** Makes a commit the branch's on the remote, whatever is there. */
  push(commit: string, branch: string): Promise<void>;
  /**
   * Moves production's branch forward to a commit.
   * @param from the branch the commit is on, which people can merge
   * @throws Outage when somebody moved it meanwhile (a retry helps) or it is protected (none does)
   */
  advance(commit: string, branch: string, from: string): Promise<void>;
  /** Takes a branch away from the remote. @returns whether it was there, and is gone */
  drop(branch: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Whether git on this machine may read the repository: the reason why not, or undefined when it may. */
export async function whyUnreachable(remote: string): Promise<string | undefined> {
  try {
    await git(tmpdir(), "ls-remote", "--heads", "--", remote);
    return undefined;
  } catch (error) {
    if (error instanceof GitRefusal) return whyOf(error);
    throw error;
  }
}

/**
 * Fetches production's branch and lays the files over it.
 * @param remote the repository's address
 * @param production the name of its production branch
 * @throws Mistake when something of the user's is in the way, Outage when git cannot do it
 */
export async function openCheckout(remote: string, production: string, cargo: Cargo): Promise<Checkout> {
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), `${FOLDERS}${process.pid}-`));
  const run = (...args: readonly string[]): Promise<string> => git(folder, ...args);
  const tryRun = async (what: string, ...args: readonly string[]): Promise<string> => {
    try {
      return await run(...args);
    } catch (error) {
      if (!(error instanceof GitRefusal)) throw error;
      throw new Outage(`${what}: git says: ${whyOf(error)}.`, { retry: true, cause: error });
    }
  };
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await run("init", "--quiet", "--template=");
    // The bytes of the files are what is deployed, on Windows, too.
    await run("config", "core.autocrlf", "false");
    await run("remote", "add", "origin", remote);
    const shown = withoutSecrets(remote);
    const heads = await tryRun(
      `${shown} cannot be read`,
      "ls-remote",
      "--heads",
      "origin",
      `refs/heads/${production}`,
    );
    const there = heads !== "";
    if (there) {
      await tryRun(`${shown} cannot be fetched`, "fetch", "--quiet", "origin", `refs/heads/${production}`);
      await run("checkout", "--quiet", "-B", "work", "FETCH_HEAD");
    } else await run("checkout", "--quiet", "--orphan", "work");
    const base = there ? await run("rev-parse", "HEAD") : undefined;
    const name = ["-c", `user.name=${await nameOf(run)}`, "-c", `user.email=${await mailOf(run)}`];
    await layOver(folder, cargo, run, base);
    await run("add", "--all");
    const tree = await run("write-tree");
    const change = changeOf(
      await run("diff", "--cached", "--name-status", "--no-renames", ...(there ? ["HEAD"] : [])),
    );
    const baseTree = base === undefined ? undefined : await run("rev-parse", "HEAD^{tree}");
    return {
      change,
      base,
      async commit(branch) {
        if (base !== undefined && tree === baseTree) return base;
        const left = await leftBy(run, branch, base, tree);
        if (left !== undefined) return left;
        const parents = base === undefined ? [] : ["-p", base];
        return run(
          ...name,
          "commit-tree",
          tree,
          ...parents,
          "-m",
          `${cargo.model} as looker.yml says it`,
          "-m",
          SIGNED,
        );
      },
      async push(commit, branch) {
        try {
          await run("push", "--quiet", "--force", "origin", `${commit}:refs/heads/${branch}`);
        } catch (error) {
          if (!(error instanceof GitRefusal)) throw error;
          throw notPushed(error, branch, shown);
        }
      },
      async advance(commit, branch, from) {
        try {
          await run("push", "--quiet", "origin", `${commit}:refs/heads/${branch}`);
        } catch (error) {
          if (!(error instanceof GitRefusal)) throw error;
          throw notAdvanced(error, branch, from);
        }
      },
      async drop(branch) {
        try {
          if ((await run("ls-remote", "--heads", "origin", `refs/heads/${branch}`)) === "") return false;
          await run("push", "--quiet", "origin", "--delete", `refs/heads/${branch}`);
          return true;
        } catch (error) {
          // Looker has deployed by now, and a branch too many harms nobody; the next deploy takes it over.
          if (error instanceof GitRefusal) return false;
          throw error;
        }
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a process that was killed left behind; its number is in the folder's name. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = new RegExp(`^${FOLDERS}(\\d+)-`).exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid)))
      // Another user's stays, and does no harm.
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

type Run = (...args: readonly string[]) => Promise<string>;

/** The generated files as `generate` writes them, and the refinements where they may go. */
async function layOver(folder: string, cargo: Cargo, run: Run, base: string | undefined): Promise<void> {
  const { inTheWay } = await compareFiles(folder, cargo.files);
  if (inTheWay.length > 0)
    throw new Mistake(
      `In the project's repository ${inTheWay.join(", ")} ${inTheWay.length === 1 ? "stands" : "stand"} where a generated file must go, and Viewfinder did not make ${inTheWay.length === 1 ? "it" : "them"}. Move ${inTheWay.length === 1 ? "it" : "them"} into refinements/ there, or away, and deploy again. Nothing was changed.`,
    );
  await writeFiles(folder, cargo.files);
  for (const { path, text } of cargo.refinements) {
    const target = join(folder, path);
    const standing = await readFile(target, "utf8").catch(() => undefined);
    if (standing === text) continue;
    if (standing !== undefined && !cargo.takeRefinements && base !== undefined) {
      const message = await run("log", "-1", "--format=%an, %as%n%B", "--", path);
      if (!message.includes(SIGNED)) throw changedThere(path, message.split("\n")[0] ?? "somebody");
    }
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

/** What is said when a refinement has two versions, and only people know which is right. */
export function changedThere(path: string, who: string): Mistake {
  return new Mistake(
    `${path} is another in the Looker project than here: ${who} changed it there. Copy that version into lookml/${path} first, or write over it with --take-refinements. Nothing was changed.`,
  );
}

/** The commit that a run which was cut short left on its branch, when it is the one to make now. */
async function leftBy(
  run: Run,
  branch: string,
  base: string | undefined,
  tree: string,
): Promise<string | undefined> {
  try {
    await run("fetch", "--quiet", "origin", `refs/heads/${branch}`);
  } catch (error) {
    if (error instanceof GitRefusal) return undefined;
    throw error;
  }
  const [commit, ...said] = (await run("log", "-1", "--format=%H%n%T%n%P", "FETCH_HEAD")).split("\n");
  return said[0] === tree && (said[1] ?? "") === (base ?? "") ? commit : undefined;
}

/** A line that is bad may be better later; a right that is missing is missing. */
function notPushed(error: GitRefusal, branch: string, remote: string): Outage {
  const isLine = /could not resolve|timed? ?out|connection (?:reset|closed|refused)|early eof|hung up/i.test(
    error.said,
  );
  const advice = isLine
    ? ""
    : " Let git on this machine push branches that begin with viewfinder-, or write the files through Looker with --direct.";
  return new Outage(`${branch} cannot be pushed to ${remote}: git says: ${whyOf(error)}.${advice}`, {
    retry: isLine,
    cause: error,
  });
}

function notAdvanced(error: GitRefusal, branch: string, from: string): Outage {
  if (/non-fast-forward|fetch first|stale info|cannot lock ref/i.test(error.said))
    return new Outage(
      `Somebody moved ${branch} while this was being checked. Nothing of yours is in production; the next run begins with what they did.`,
      { retry: true, cause: error },
    );
  return new Outage(
    `${branch} does not take the commit: git says: ${whyOf(error)}. If it is protected, open a pull request from ${from} and merge it; \`viewfinder deploy\` then deploys what was merged.`,
    { retry: false, cause: error },
  );
}

function changeOf(listed: string): Change {
  const lines = listed.split("\n").map((line) => line.split("\t"));
  const of = (sign: RegExp): readonly string[] =>
    lines.flatMap(([status = "", path]) => (path !== undefined && sign.test(status) ? [path] : []));
  return { added: of(/^A/), changed: of(/^[MT]/), removed: of(/^D/) };
}

async function nameOf(run: Run): Promise<string> {
  return run("config", "user.name").catch(() => "Viewfinder");
}

async function mailOf(run: Run): Promise<string> {
  return run("config", "user.email").catch(() => "viewfinder@localhost");
}
