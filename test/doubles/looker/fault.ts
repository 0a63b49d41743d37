// Faults to happen on purpose: which requests they hit, before or after their effect, and what goes wrong.
import { makeWaiting, type Timed, type Waiting } from "../faults.ts";

/** What goes wrong with a request. */
export type FaultKind =
  /** An answer of this status in place of Looker's. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly message: string;
      readonly retryAfter?: string;
    }
  /** A page in place of an answer, as a proxy shows that wants somebody to log in. */
  | { readonly kind: "page" }
  /** The connection is cut. */
  | { readonly kind: "cut" }
  /** No answer ever comes. */
  | { readonly kind: "silence" }
  /** The token is no longer known: its session, and the workspace it was in, are gone. */
  | { readonly kind: "expire" }
  /** Something else happens in the world just then. The request waits for it, and goes no further when it says so. */
  | { readonly kind: "meanwhile"; readonly happens: () => void | Promise<void>; readonly thenCut?: boolean };

/** A fault in waiting. */
export type Fault = FaultKind &
  Timed & {
    /** Looker's name of the operation, e.g. `validate_project`. */
    readonly on: string;
    /** Whether the request has had its effect by then; `before` when not said. */
    readonly when?: "before" | "after";
  };

/** The faults of one double: asked for the operation, and whether it has had its effect. */
export type Faults = Waiting<Fault, readonly [operation: string, when: "before" | "after"]>;

/** No fault in waiting. */
export function makeFaults(): Faults {
  return makeWaiting(({ on, when = "before" }, operation, now) => on === operation && when === now);
}
