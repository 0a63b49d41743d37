// A secret -> the hash that is kept in its place, and whether a secret is the one that was hashed.
import { createHash, randomBytes, randomInt, scrypt, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** A hash with all it takes to make it again, so that later ones may cost more. */
export const secretHash = z.strictObject({
  kind: z.literal("scrypt"),
  /** Cost, block size and parallelisation (RFC 7914). */
  n: z.int().min(1024).max(1_048_576),
  r: z.int().min(1).max(32),
  p: z.int().min(1).max(16),
  /** base64url. */
  salt: z.string().min(16),
  /** base64url of 32 bytes. */
  hash: z.string().length(43),
});
/** What is kept of a secret. */
export type SecretHash = Readonly<z.infer<typeof secretHash>>;

/** What a hash costs to make: as in {@link SecretHash}. */
export type HashCost = Readonly<Pick<SecretHash, "n" | "r" | "p">>;

/** 16 MiB and some 40 ms; the secrets are random and long, so this is a second wall behind the first. */
const COST: HashCost = { n: 16_384, r: 8, p: 1 };
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

/** Letters and digits that nobody takes for one another; 5.8 bits each. */
export function randomName(length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}

/** 256 random bits as 43 characters that fit in a header, a cookie or an address. */
export function randomKey(): string {
  return randomBytes(32).toString("base64url");
}

/** What a random key is looked up by: whoever reads the memory, or times the look-up, learns no key. */
export function digestOf(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}

/** Hashes a new secret. @param cost other than usual, for tests that make many; no command or setting reaches it */
export async function hashSecret(secret: string, cost: HashCost = COST): Promise<SecretHash> {
  const salt = randomBytes(16);
  const hash = await derive(secret, salt, cost);
  return { kind: "scrypt", ...cost, salt: salt.toString("base64url"), hash: hash.toString("base64url") };
}

/**
 * Compares in a time that does not depend on the secrets.
 * @param kept undefined where there is nothing to compare with, which takes as long and is never right
 */
export async function isSecret(secret: string, kept: SecretHash | undefined): Promise<boolean> {
  const { salt, hash, ...cost } = kept ?? NOBODY;
  const found = await derive(secret, Buffer.from(salt, "base64url"), cost);
  const same = timingSafeEqual(found, Buffer.from(hash, "base64url"));
  return same && kept !== undefined;
}

const NOBODY: SecretHash = { kind: "scrypt", ...COST, salt: "A".repeat(22), hash: "A".repeat(43) };

function derive(
  secret: string,
  salt: Buffer,
  { n, r, p }: { readonly n: number; readonly r: number; readonly p: number },
): Promise<Buffer> {
  // Node refuses more than 32 MiB unless told (node:crypto, scrypt): this is what these parameters take.
  const options = { N: n, r, p, maxmem: 128 * n * r * 2 };
  return new Promise((done, failed) => {
    scrypt(secret.normalize("NFKC"), salt, 32, options, (error, key) => {
      if (error === null) done(key);
      else failed(error);
    });
  });
}
