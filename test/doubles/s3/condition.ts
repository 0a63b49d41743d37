// If-Match and If-None-Match x the object that is there -> whether a read or a write may go on.
import { Refusal } from "./refusal.ts";
import type { Version } from "./shelf.ts";

/**
 * Conditional reads, as HTTP has them.
 * @throws Refusal PreconditionFailed or NotModified
 */
export function checkRead(headers: Readonly<Record<string, string>>, version: Version): void {
  const match = headers["if-match"];
  if (match !== undefined && !names(match, version)) throw failed("If-Match");
  const none = headers["if-none-match"];
  if (none !== undefined && names(none, version)) throw new Refusal("NotModified", "Not Modified");
}

/**
 * Conditional writes (S3 user guide, "Conditional writes"). Call it and write without anything in between:
 * that is what lets only one of several writers win.
 * @param version the one that is there
 * @throws Refusal PreconditionFailed, or NoSuchKey when something must be there and is not
 */
export function checkWrite(headers: Readonly<Record<string, string>>, version: Version | undefined): void {
  const none = headers["if-none-match"];
  if (none !== undefined && none !== "*")
    throw new Refusal("NotImplemented", "If-None-Match takes * alone when writing");
  if (none === "*" && version !== undefined) throw failed("If-None-Match");
  const match = headers["if-match"];
  if (match === undefined) return;
  if (version === undefined) throw new Refusal("NoSuchKey", "The specified key does not exist.");
  if (!names(match, version)) throw failed("If-Match");
}

function names(header: string, version: Version): boolean {
  return header === "*" || header.replace(/^W\//, "").replaceAll('"', "") === version.etag;
}

function failed(condition: string): Refusal {
  return new Refusal("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    Condition: condition,
  });
}
