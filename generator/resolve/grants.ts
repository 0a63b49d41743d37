// Access grants as written -> access grants, and lists of those that something requires.
import type { AccessGrant } from "../model/access-grant.ts";
import type { AccessGrantDraft } from "../read/shape.ts";

/** @param drafts the model's `access_grants:` */
export function resolveGrants(drafts: Readonly<Record<string, AccessGrantDraft>>): readonly AccessGrant[] {
  return Object.entries(drafts).map(([name, draft]) => ({
    name,
    userAttribute: draft.user_attribute,
    allowed: oneOrMany(draft.allowed),
    at: ["access_grants", name],
  }));
}

/**
 * The grants something takes: those written beside it, and those of what it stands on, each once.
 * @param written its `required_access_grants:`
 * @param below the grants that what it stands on takes
 */
export function grantsOf(
  written: string | readonly string[] | undefined,
  ...below: readonly (readonly string[])[]
): readonly string[] {
  return [...new Set([...oneOrMany(written ?? []), ...below.flat()])];
}

function oneOrMany(written: string | readonly string[]): readonly string[] {
  return typeof written === "string" ? [written] : written;
}
