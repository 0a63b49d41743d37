// An access grant: who may see what asks for it, exactly Looker's meaning.
import type { At } from "./at.ts";

/** Held by whoever has one of the values in a user attribute: Looker's `access_grant`. */
export interface AccessGrant {
  readonly name: string;
  readonly userAttribute: string;
  /** Compared as they are written, capital letters and small ones told apart. */
  readonly allowed: readonly string[];
  readonly at: At;
}
