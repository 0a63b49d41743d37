// The access file: API credentials with roles and user attributes, their secrets hashed.
import { chmod, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { Mistake, Outage } from "../../../generator/index.ts";
import { type Caller, ROLES } from "./caller.ts";
import { type HashCost, hashSecret, randomName, type SecretHash, secretHash } from "./secret.ts";

const credentials = z.strictObject({
  /** Looker's `client_id`. */
  id: z.string().min(1),
  name: z.string().min(1),
  roles: z.array(z.enum(ROLES)),
  attributes: z.record(z.string(), z.string()),
  secret: secretHash,
});
const file = z.strictObject({ credentials: z.array(credentials) });

/** API credentials as they are kept: everything but the secret itself. */
export interface Credentials {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly z.infer<typeof credentials>["roles"][number][];
  readonly attributes: Readonly<Record<string, string>>;
  readonly secret: SecretHash;
}

/** What {@link addCredentials} is told. */
export type NewCredentials = Pick<Credentials, "name" | "roles" | "attributes">;

/** New credentials, or a new secret for old ones: the only time the secret is known. */
export interface ShownOnce {
  readonly id: string;
  readonly secret: string;
}

/** Whoever asks with these credentials. */
export function callerWith({ id, name, roles, attributes }: Credentials): Caller {
  return { id, name, roles: new Set(roles), attributes };
}

/**
 * @param path of the access file
 * @returns the credentials in it; none when there is no such file
 * @throws Mistake when it is not an access file, or others may write to it; Outage when it cannot be read
 */
export async function readCredentials(path: string): Promise<readonly Credentials[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
    const { mode } = await stat(path);
    // Windows has no such bits.
    if ((mode & 0o022) !== 0 && process.platform !== "win32")
      throw new Mistake(
        `Other users of this machine may write to ${path}, and so could give themselves access. Take that right away: chmod go-w ${path}`,
      );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    if (error instanceof Mistake) throw error;
    throw unreadable(path, error);
  }
  const found = file.safeParse(parsed(text));
  if (found.success) return found.data.credentials;
  const issue = found.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  throw new Mistake(
    `${path} is not an access file${where}: ${issue?.message ?? "it is empty"}. Put it back as it was, or delete it and add the credentials again with \`viewfinder access add\`.`,
  );
}

/**
 * Adds API credentials to the file, which is made when there is none.
 * @param cost of the hash, as `hashSecret`
 * @returns the secret, which cannot be read again
 * @throws Mistake when the name is taken; as `readCredentials` else
 */
export async function addCredentials(
  path: string,
  added: NewCredentials,
  cost?: HashCost,
): Promise<ShownOnce> {
  const known = await readCredentials(path);
  if (known.some((one) => one.name === added.name))
    throw new Mistake(
      `There are credentials called "${added.name}" already. Give these another name, or make a new secret for those with \`viewfinder access rotate "${added.name}"\`.`,
    );
  const shown = { id: randomName(20), secret: randomName(32) };
  const secret = await hashSecret(shown.secret, cost);
  await writeCredentials(path, [...known, { id: shown.id, ...added, secret }]);
  return shown;
}

/**
 * Takes credentials away; a running server refuses them, and the tokens they got, within seconds.
 * @param wanted a name or a client id
 * @throws Mistake when there are none such
 */
export async function removeCredentials(path: string, wanted: string): Promise<Credentials> {
  const known = await readCredentials(path);
  const one = findIn(known, wanted, path);
  await writeCredentials(
    path,
    known.filter((other) => other !== one),
  );
  return one;
}

/**
 * Gives credentials a new secret; the old one, and the tokens it got, are refused from then on.
 * @param wanted a name or a client id
 * @throws Mistake when there are none such
 */
export async function rotateCredentials(path: string, wanted: string): Promise<ShownOnce> {
  const known = await readCredentials(path);
  const one = findIn(known, wanted, path);
  const shown = { id: one.id, secret: randomName(32) };
  const secret = await hashSecret(shown.secret);
  await writeCredentials(
    path,
    known.map((other) => (other === one ? { ...one, secret } : other)),
  );
  return shown;
}

function findIn(known: readonly Credentials[], wanted: string, path: string): Credentials {
  const one = known.find((other) => other.id === wanted) ?? known.find((other) => other.name === wanted);
  if (one !== undefined) return one;
  const names = known.map((other) => `"${other.name}"`);
  throw new Mistake(
    `There are no credentials called "${wanted}" in ${path}. ${names.length === 0 ? "It holds none." : `It holds ${names.join(", ")}.`}`,
  );
}

/** Beside the file first, so that a server never reads half of one. */
async function writeCredentials(path: string, all: readonly Credentials[]): Promise<void> {
  const beside = `${path}.${process.pid}.new`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(beside, "wx", 0o600);
    try {
      await handle.writeFile(`${JSON.stringify({ credentials: all }, undefined, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await chmod(beside, 0o600);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw new Outage(`The credentials could not be written to ${path}: ${(error as Error).message}`, {
      retry: false,
      cause: error,
    });
  }
}

function unreadable(path: string, error: unknown): Outage {
  return new Outage(`The credentials in ${path} cannot be read: ${(error as Error).message}`, {
    retry: false,
    cause: error,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
