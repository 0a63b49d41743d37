// Process numbers -> who they are: whether a process lives, since when, and what it runs.
import { execFile } from "node:child_process";
import { readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * A process told apart from any later one that gets the same number: `"<pid> <when it started>"`, or
 * `undefined` when no such process lives. A zombie (dead, but not yet collected by its parent, which
 * happens for good where the container's first process collects nobody) counts as dead.
 *
 * Linux: field 22 of `/proc/<pid>/stat` (proc(5)), ticks since boot. macOS: `ps`. Windows: the number
 * alone. Only Linux was run.
 */
export async function identityOf(pid: number): Promise<string | undefined> {
  if (process.platform === "linux") {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
    if (stat === undefined) return undefined;
    // The second field is the program's name in parentheses, and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const state = fields[0];
    const started = fields[19];
    if (started === undefined || state === "Z" || state === "X") return undefined;
    return `${pid} ${started}`;
  }
  if (process.platform === "win32") return answersSignals(pid) ? `${pid}` : undefined;
  const line = await ps(pid, "state=,lstart=");
  const match = line === undefined ? undefined : /^(\S+)\s+(.+)$/.exec(line);
  if (match === null || match === undefined || match[1]?.startsWith("Z") === true) return undefined;
  return `${pid} ${match[2] ?? ""}`;
}

/** Whether the process that an {@link identityOf} text was made of still lives. */
export async function stillLives(identity: string): Promise<boolean> {
  const pid = Number.parseInt(identity, 10);
  return pid > 0 && (await identityOf(pid)) === identity;
}

/**
 * The command line of a process, its words joined by spaces; `undefined` when it is gone or hidden.
 * `/proc/<pid>/cmdline` is readable by every user, which `/proc/<pid>/exe` is not: root in a plain
 * Docker container may not look at the `exe` of a process of another user.
 */
export async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform === "win32") return undefined;
  if (process.platform !== "linux") return ps(pid, "command=");
  const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return words === "" ? undefined : words.split("\0").join(" ").trim();
}

/** The folder a process stands in, where the system tells it (Linux, to the process's own user and mostly to root). */
export async function standsIn(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid}/cwd`).catch(() => undefined);
}

async function ps(pid: number, columns: string): Promise<string | undefined> {
  try {
    const { stdout } = await run("ps", ["-o", columns, "-p", String(pid)], {
      env: { PATH: process.env["PATH"], TZ: "UTC" },
    });
    return stdout.trim() === "" ? undefined : stdout.trim();
  } catch {
    // ps ends with 1 when there is no such process.
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
