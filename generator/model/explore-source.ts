// A question to an explore whose answer is a table: what Looker calls a native derived table.
import type { At } from "./at.ts";
import type { ExploreFilter } from "./explore.ts";

/** A filter of each question to the view that is brought to the table's own question: Looker's `bind_filters`. */
export interface BoundFilter {
  /** Full name, as the question names it. */
  readonly from: string;
  /** Full name in the explore that the table is asked of. */
  readonly to: string;
  readonly at: At;
}

/** Looker's `explore_source`. Fields have their full names in the explore. */
export interface ExploreSource {
  readonly explore: string;
  /** The table's columns, each with the field whose values it holds. */
  readonly columns: readonly { readonly name: string; readonly field: string; readonly at: At }[];
  /** Columns that SQL reckons from the others, by their names in the table, window functions among it. */
  readonly derivedColumns: readonly { readonly name: string; readonly sql: string; readonly at: At }[];
  readonly filters: readonly ExploreFilter[];
  /** A condition in Looker's expression language, which must hold as well. */
  readonly customFilter: string | undefined;
  readonly bindFilters: readonly BoundFilter[];
  /** Every filter of the question is brought along. */
  readonly bindAllFilters: boolean;
  readonly sorts: readonly { readonly field: string; readonly direction: string; readonly at: At }[];
  /** The most rows it has; undefined: all. */
  readonly limit: number | undefined;
  /** The zone its times are cut in, by its IANA name. */
  readonly timezone: string | undefined;
  readonly at: At;
}
