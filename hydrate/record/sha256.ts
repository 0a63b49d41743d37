// Bytes or a text -> its SHA-256, in memory shared with others.
import { hash } from "node:crypto";

/** @returns 32 bytes. A buffer of its own for each would cost the collector of garbage more than the hashing costs. */
export function sha256Of(what: string | Uint8Array): Buffer {
  return Buffer.from(hash("sha256", what, "binary"), "binary");
}

/** The same, written to the first 32 bytes of `into`. */
export function sha256Into(what: string | Uint8Array, into: Buffer): void {
  into.write(hash("sha256", what, "binary"), 0, "binary");
}
