// A git command and its arguments -> what it prints, or what went wrong with it.
import { execFile } from "node:child_process";
import { Outage } from "../failure.ts";

/** Git ran and refused. */
export class GitRefusal extends Error {
  override readonly name = "GitRefusal";
  /** What it wrote to stderr, without secrets. */
  readonly said: string;

  constructor(args: readonly string[], said: string) {
    super(`git ${args[0] ?? ""}: ${said}`);
    this.said = said;
  }
}

/** How long one command may take, in milliseconds: a large project over a slow line. */
const PATIENCE_MS = 300_000;

/**
 * Runs git without ever asking anybody for a password.
 * @param folder where to run it
 * @returns what it wrote to stdout, without the last line end
 * @throws GitRefusal when it fails, Outage when there is no git
 */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const env = {
    ...process.env,
    GIT_TERMINAL_PROMPT: "0",
    GIT_SSH_COMMAND: process.env["GIT_SSH_COMMAND"] ?? "ssh -o BatchMode=yes -o ConnectTimeout=30",
    LC_ALL: "C",
    // A command started from a hook inherits these, and would work on another repository than it is told to.
    GIT_DIR: undefined,
    GIT_WORK_TREE: undefined,
    GIT_INDEX_FILE: undefined,
  };
  return new Promise((resolve, reject) => {
    execFile(
      "git",
      [...args],
      { cwd: folder, env, timeout: PATIENCE_MS, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout.replace(/\n$/, ""));
        else if (error.code === "ENOENT")
          reject(
            new Outage("There is no git on this machine, and the project's files go by git. Install it.", {
              retry: false,
              cause: error,
            }),
          );
        else
          reject(new GitRefusal(args, withoutSecrets(stderr.trim() === "" ? error.message : stderr.trim())));
      },
    );
  });
}

/** An address without the password in it. */
export function withoutSecrets(text: string): string {
  return text.replaceAll(/(\w+:\/\/)[^\s/@]+@/g, "$1");
}

/** The last line of what git says, which is where it says what is the matter. */
export function whyOf(refusal: GitRefusal): string {
  const lines = refusal.said.split("\n").filter((line) => line.trim() !== "");
  const fatal = lines.find((line) => /^(?:fatal|error|remote): /i.test(line) && /\w{3}/.test(line));
  const why = (fatal ?? lines.at(-1) ?? "no reason given").replace(/^(?:(?:fatal|error|remote): *)+/i, "");
  // What comes from the remote is filled up with blanks or a terminal's "clear the rest" (git, sideband.c).
  return why.replaceAll("\u001B[K", "").trimEnd().replace(/\.$/, "");
}
