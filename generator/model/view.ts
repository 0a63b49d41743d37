// A view: a table as questions see it, exactly Looker's meaning.
import type { At } from "./at.ts";
import type { ByHand } from "./by-hand.ts";
import type { Field } from "./field.ts";

/** A table as questions see it. */
export interface View {
  readonly name: string;
  readonly label: string;
  readonly description: string | undefined;
  /** What one row is called in sentences, e.g. `movie`, `movies`. */
  readonly noun: { readonly one: string; readonly many: string };
  readonly table: string;
  /** In Looker's order: keys, other hidden dimensions, parameters and filters, dimensions, groups, measures. */
  readonly fields: readonly Field[];
  /** Names of the grants it takes to see any of its fields. */
  readonly requiredAccessGrants: readonly string[];
  /** What Looker is told beside it: LookML written by hand. */
  readonly lookml?: ByHand | undefined;
  /** Fields shown when someone asks for the rows behind a number. */
  readonly detail: readonly string[];
  readonly at: At;
}
