// Bytes or a text -> its SHA-256, in memory shared with others.
import { hash } from "node:crypto";

/** @returns 32 bytes. A buffer of its own for each would cost the collector of garbage more than the hashing costs. */
export function sha256Of(what: string | Buffer): Buffer {
  return Buffer.from(hash("sha256", what, "binary"), "binary");
}
