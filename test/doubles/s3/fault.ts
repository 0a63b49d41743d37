// Faults to happen on purpose: which requests they hit, and what goes wrong.
import { makeWaiting, type Timed, type Waiting } from "../faults.ts";

/** What goes wrong with a request. */
export type FaultKind =
  /** 503, as S3 answers those who ask too fast. */
  | { readonly kind: "slow_down" }
  /** 503 without a reason. */
  | { readonly kind: "unavailable" }
  /** 500. */
  | { readonly kind: "internal_error" }
  /** The connection is cut before any answer. */
  | { readonly kind: "reset" }
  /** The connection is cut after so many bytes of the body. */
  | { readonly kind: "cut"; readonly after: number }
  /** The body stops after so many bytes, and the connection stays open. */
  | { readonly kind: "stall"; readonly after: number }
  /** The body comes in pieces of so many bytes, with a pause after each. */
  | { readonly kind: "slow"; readonly bytes: number; readonly pauseMs: number }
  /** Somebody puts another object under the key just before the request is answered. */
  | { readonly kind: "replace"; readonly body: string }
  /** Somebody deletes the object just before the request is answered. */
  | { readonly kind: "remove" }
  /** One bit of the body differs from what was stored. `at`: which byte. */
  | { readonly kind: "flip"; readonly at: number }
  /** The credentials have run out. */
  | { readonly kind: "expired" }
  /** The credentials lack the right. */
  | { readonly kind: "denied" }
  /** The bucket is in another region. */
  | { readonly kind: "elsewhere"; readonly region: string };

/** A fault in waiting. */
export type Fault = FaultKind &
  Timed & {
    /** S3's name of the operation, e.g. `GetObject`; undefined hits all. */
    readonly on?: string;
    /** Hits keys (for listings: prefixes) that begin so. */
    readonly key?: string;
  };

/** The faults of one double: asked for the operation, and the key or prefix. */
export type Faults = Waiting<Fault, readonly [operation: string, key: string]>;

/** No fault in waiting. */
export function makeFaults(): Faults {
  return makeWaiting(
    (fault, operation, key) =>
      (fault.on === undefined || fault.on === operation) &&
      (fault.key === undefined || key.startsWith(fault.key)),
  );
}
