// Keys: a new pair for a vendor, the private one as a file, and how those stand that the model trusts.
import { createPrivateKey, generateKeyPairSync, hash, type KeyObject } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { Mistake, Outage, type SigningKey, type Source } from "../../generator/index.ts";
import { publicBytes } from "./signature.ts";

/** A private key with the name that signatures give it. */
export interface PrivateKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** How a trusted key stands on a day. */
export type KeyState = "valid" | "revoked" | "not yet valid" | "no longer valid";

/** @param id undefined makes one from the source's name and the key itself */
export function newKey(source: string, id: string | undefined): PrivateKey {
  const { privateKey } = generateKeyPairSync("ed25519");
  const mark = hash("sha256", publicBytes(privateKey)).slice(0, 8);
  return { id: id ?? `${source}-${mark}`, key: privateKey };
}

/**
 * Writes a private key so that only its owner can read it.
 * @throws Mistake when the file is there already, Outage when it cannot be written
 */
export async function writeKey({ id, key }: PrivateKey, path: string): Promise<void> {
  const text = [
    "Private key that signs drops for Viewfinder. Whoever has it can sign drops: keep it secret, and never deliver it.",
    `Key-Id: ${id}`,
    key.export({ format: "pem", type: "pkcs8" }).toString(),
  ].join("\n");
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") {
      throw new Mistake(
        `${path} is there already, and a private key that is written over is lost for good. Name another file with --out.`,
      );
    }
    throw new Outage(`${path} could not be written: ${message}`, { retry: false, cause: error });
  }
}

/** @throws Mistake when the file is no such key, Outage when it cannot be read */
export async function readKey(path: string): Promise<PrivateKey> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT")
      throw new Mistake(
        `There is no file ${path}. \`viewfinder hydrate keys new\` makes a key; name its file with --key.`,
      );
    throw new Outage(`${path} could not be read: ${error.message}`, { retry: false, cause: error });
  });
  const id = /^Key-Id: ([\w.-]+)\r?$/m.exec(text)?.[1];
  const pem = /-----BEGIN PRIVATE KEY-----[\s\S]+-----END PRIVATE KEY-----/.exec(text)?.[0];
  const wrong = new Mistake(
    `${path} is not a private key as \`viewfinder hydrate keys new\` writes it: a line \`Key-Id: …\`, and an ed25519 key in PEM below it.`,
  );
  if (id === undefined || pem === undefined) throw wrong;
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw wrong;
  }
  if (key.asymmetricKeyType !== "ed25519") throw wrong;
  return { id, key };
}

/** The line of looker.yml that trusts a key, below `sources.<name>.signed_by`. */
export function trustLine({ id, key }: PrivateKey, from: string, until: string): string {
  return `${id}: {key: "ed25519:${publicBytes(key)}", from: ${from}, until: ${until}}`;
}

/** How a key stands at a moment. */
export function stateOfKey(key: SigningKey, now: Date): KeyState {
  const day = dayOf(now);
  if (key.revoked) return "revoked";
  if (day < key.from) return "not yet valid";
  return day > key.until ? "no longer valid" : "valid";
}

/** `2026-01-31`, in UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/**
 * Whether drops of a source load only when they are signed: unless the model says that others do.
 * @param shared whether the drop lies on S3, where others can write, too
 */
export function needsSignature(source: Source, shared: boolean): boolean {
  return source.unsigned !== "allow" && (source.unsigned !== "folders" || shared);
}
