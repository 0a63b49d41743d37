// What was found about a drop that is to be proved: what refuses it, and what the admin should know.
import { Mistake } from "../../generator/index.ts";

/** Everything that can be found, each with what it means; `refuses` tells whether the drop is not loaded for it. */
export const FINDINGS = {
  unsigned: { means: "no signature where one is needed", refuses: true },
  unreadable: { means: "a manifest or signature that cannot be read", refuses: true },
  bad_signature: { means: "a signature that is not of these bytes", refuses: true },
  unknown_key: { means: "a key that the model does not name", refuses: true },
  other_sources_key: { means: "a key that another source trusts, and not this one", refuses: true },
  revoked_key: { means: "a key that was revoked", refuses: true },
  key_not_valid: { means: "a manifest made outside the days its key is valid", refuses: true },
  not_yet_valid: { means: "a manifest made in the future", refuses: true },
  expired: { means: "a manifest past its expiry", refuses: true },
  other_source: { means: "a file of a source that the manifest does not name", refuses: true },
  other_period: { means: "a folder called after another month than the manifest", refuses: true },
  missing_file: { means: "a file that is listed and not there", refuses: true },
  unlisted_file: { means: "a file that is there and not listed", refuses: true },
  replaced_file: { means: "a file with other bytes than listed", refuses: true },
  record_count: { means: "a file with more or fewer records than listed", refuses: true },
  gap: { means: "a manifest that follows one that was never loaded", refuses: true },
  fork: { means: "a manifest that follows one that another has followed already", refuses: true },
  old_revision: { means: "a revision not newer than the one that was loaded", refuses: true },
  late_month: { means: "an earlier month, delivered after a later one", refuses: false },
  skipped_month: { means: "a month for which nothing was delivered", refuses: false },
  begins_midway: { means: "the first manifest known here, and not the first of its chain", refuses: false },
  unvouched: { means: "a manifest of a source that trusts no key", refuses: false },
} as const;

/** One of them. */
export type FindingCode = keyof typeof FINDINGS;

/** One thing that was found. */
export interface Finding {
  readonly code: FindingCode;
  /** A sentence without its full stop; more lines say what to do. */
  readonly message: string;
}

/** Those for which the drop is not loaded. */
export function refusing(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => FINDINGS[finding.code].refuses);
}

/** Those that are only to be known. */
export function noting(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => !FINDINGS[finding.code].refuses);
}

/**
 * @param drop its name
 * @throws Mistake with all that refuses the drop
 */
export function refuseFor(findings: readonly Finding[], drop: string): void {
  const found = refusing(findings);
  if (found.length === 0) return;
  throw new Mistake(
    [
      `${drop} is not what was meant to arrive. Nothing of this drop was loaded.`,
      ...found.map((finding) => `  ${finding.message}`),
    ].join("\n"),
  );
}
