// MANIFEST.json.sig: which key signed the exact bytes beside it, and whether that is true.
import { createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { Mistake } from "../../generator/index.ts";
import { isLegible } from "../storage/legible.ts";

const SIGNATURE_FORMAT = "viewfinder-signature/1";

/** The most bytes such a file can have. */
export const LONGEST_SIGNATURE = 4_096;

/** A signature as it lies there. */
export interface Signature {
  /** What the model calls the key. */
  readonly key: string;
  /** 64 bytes, ed25519 (RFC 8032). */
  readonly bytes: Buffer;
}

/**
 * @param address for messages
 * @throws Mistake when it is not a signature
 */
export function readSignature(text: Buffer, address: string): Signature {
  const wrong = new Mistake(
    `${address} is no signature. Nothing of this drop was loaded.\nHave the manifest signed with \`viewfinder hydrate sign\`, and delivered again.`,
  );
  let value: unknown;
  try {
    value = JSON.parse(text.toString("utf8"));
  } catch {
    throw wrong;
  }
  const { format, key, ed25519 } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (format !== SIGNATURE_FORMAT || typeof key !== "string" || typeof ed25519 !== "string") throw wrong;
  if (!isLegible(key)) throw wrong;
  // 64 bytes in base64 have this many characters; others would be forgiven silently.
  if (!/^[A-Za-z0-9+/]{86}==$/.test(ed25519)) throw wrong;
  return { key, bytes: Buffer.from(ed25519, "base64") };
}

/**
 * @param manifest its exact bytes
 * @param id what the model calls the key
 * @returns the bytes of the file that signs them
 */
export function signManifest(manifest: Buffer, id: string, privateKey: KeyObject): Buffer {
  const signature = sign(null, manifest, privateKey).toString("base64");
  const written = { format: SIGNATURE_FORMAT, key: id, ed25519: signature };
  return Buffer.from(`${JSON.stringify(written, undefined, 2)}\n`);
}

/** @param publicKey its 32 bytes in base64 */
export function isGenuine(manifest: Buffer, signature: Signature, publicKey: string): boolean {
  return verify(null, manifest, publicKeyOf(publicKey), signature.bytes);
}

/** What stands before the 32 bytes in an ed25519 public key as DER (RFC 8410). */
const DER_BEFORE = Buffer.from("302a300506032b6570032100", "hex");

function publicKeyOf(base64: string): KeyObject {
  const der = Buffer.concat([DER_BEFORE, Buffer.from(base64, "base64")]);
  return createPublicKey({ key: der, format: "der", type: "spki" });
}

/** The 32 bytes of the public key that belongs to a private one, in base64. */
export function publicBytes(privateKey: KeyObject): string {
  return createPublicKey(privateKey)
    .export({ format: "der", type: "spki" })
    .subarray(DER_BEFORE.length)
    .toString("base64");
}
