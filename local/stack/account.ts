// Who the server runs as: this user, or for root, to whom Postgres refuses itself, somebody harmless.
import { execFile } from "node:child_process";
import type { ExecFileOptions } from "node:child_process";
import { chown, lchown, lstat, readdir } from "node:fs/promises";
import { join, parse } from "node:path";
import { promisify } from "node:util";
import type { Machine } from "./machine.ts";

const run = promisify(execFile);

/** Under whom initdb and postgres are spawned. */
export interface Account {
  /** The user to spawn as, who must own the data; `undefined` for "as this process". */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  /** Whether to spawn with the owner's user number, or as root under `through`. */
  readonly switchUser: boolean;
  /** Words before the command, e.g. `["unshare", "--user", "--"]`. */
  readonly through: readonly string[];
}

/** The user called nobody. initdb wants a user that the machine's list of users knows; this one always is. */
const NOBODY = 65534;

/**
 * The accounts to try, best first. An ordinary user: only itself. Root: the owner of data that belong to
 * another user already; else nobody, because a server without root's powers is the safest; else root in a
 * user namespace of its own (`unshare --user`), which sees itself as nobody, so that Postgres starts, and
 * still opens what root owns, such as folders under a closed home.
 *
 * Root elsewhere than on Linux has no account: nobody has another number there, and `unshare` is unknown.
 *
 * @param dataOwner whom existing data belong to
 */
export function accountsFor(
  machine: Machine,
  dataOwner: { readonly uid: number; readonly gid: number } | undefined,
): readonly Account[] {
  if (!machine.root) return [{ owner: undefined, switchUser: false, through: [] }];
  if (process.platform !== "linux") return [];
  const foreign = dataOwner !== undefined && dataOwner.uid !== 0 && dataOwner.uid !== NOBODY;
  return [
    ...(foreign ? [asUser(dataOwner.uid, dataOwner.gid)] : []),
    asUser(NOBODY, NOBODY),
    { owner: { uid: 0, gid: 0 }, switchUser: false, through: [machine.unshare, "--user", "--"] },
  ];
}

/** The account that spawns with another user's number; only root can. */
function asUser(uid: number, gid: number): Account {
  return { owner: { uid, gid }, switchUser: true, through: [] };
}

/** A command as an account runs it, for `spawn` and `execFile`. */
export function commandAs(
  account: Account,
  program: string,
  words: readonly string[],
): {
  readonly file: string;
  readonly args: string[];
  readonly options: Pick<ExecFileOptions, "uid" | "gid" | "cwd" | "env" | "windowsHide">;
} {
  const [file = program, ...args] = [...account.through, program, ...words];
  return {
    file,
    args,
    options: {
      ...(account.switchUser ? account.owner : {}),
      // The folder this process stands in may be closed to the account.
      cwd: parse(process.execPath).root,
      env: bareEnvironment(),
      windowsHide: true,
    },
  };
}

/**
 * Whether the account can enter the folder its data shall lie in, and run the server's program if one is
 * named. It is tried rather than worked out of permission bits: access lists, mounts and missing
 * namespaces count too.
 *
 * @param bin the folder holding `postgres`
 */
export async function canServe(account: Account, home: string, bin?: string): Promise<boolean> {
  if (process.platform === "win32") return true;
  const script = 'cd -- "$1" && shift && exec "$@"';
  const program = bin === undefined ? ["true"] : [join(bin, "postgres"), "--version"];
  const { file, args, options } = commandAs(account, "/bin/sh", ["-c", script, "sh", home, ...program]);
  return run(file, args, options).then(
    () => true,
    () => false,
  );
}

/**
 * Gives a folder and all that is in it to the account, when it belongs to somebody else. The folder
 * itself comes last, so that a run cut short is taken up again.
 */
export async function giveTo(account: Account, folder: string): Promise<void> {
  if (account.owner === undefined) return;
  const { uid, gid } = account.owner;
  if ((await lstat(folder)).uid === uid) return;
  for (const entry of await readdir(folder, { recursive: true })) await lchown(join(folder, entry), uid, gid);
  await chown(folder, uid, gid);
}

/** Only what a program needs to run: no PG* settings of the user's, no keys or tokens. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { LC_ALL: "C", TZ: "UTC" };
  for (const name of ["PATH", "LD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMP"]) {
    if (process.env[name] !== undefined) environment[name] = process.env[name];
  }
  return environment;
}
