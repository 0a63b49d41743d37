// A data test as its template shows it: a query, and what must be true of every row it gives.
import type { Entry } from "./print-parameter.ts";

/** One data test (https://docs.cloud.google.com/looker/docs/reference/param-model-test). */
export interface DataTest {
  readonly name: string;
  readonly explore: string;
  readonly columns: readonly { readonly name: string; readonly field: string }[];
  readonly filters: readonly Entry[] | undefined;
  readonly sorts: readonly Entry[] | undefined;
  readonly limit: number | undefined;
  readonly asserts: readonly { readonly name: string; readonly expression: string }[];
}

/** Parts of the names that generated tests have; `check` lets no other test have one. */
export const GENERATED_TEST = /_key_is_(?:unique|known)$|_find_their_|_totals_survive_/;
