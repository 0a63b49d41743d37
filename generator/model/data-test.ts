// A data test of the user's own: a question, and what must be true of every row of its answer.
import type { At } from "./at.ts";
import type { ExploreFilter } from "./explore.ts";

/** Looker's `test`, as looker.yml says it. Fields have their full names, e.g. `orders.count`. */
export interface OwnTest {
  readonly name: string;
  readonly explore: string;
  readonly fields: readonly string[];
  readonly filters: readonly ExploreFilter[];
  readonly sorts: readonly { readonly field: string; readonly direction: string }[];
  readonly limit: number | undefined;
  /** Looker expressions over the fields, which stand in them as `${orders.count}`. */
  readonly asserts: readonly { readonly name: string; readonly expression: string }[];
  readonly at: At;
}
