// How rows are kept: spread over a warehouse's machines, and made anew in tables of Looker's own.

/**
 * How a warehouse of several machines spreads a table's rows: by the values of a column, so that equal ones lie
 * together; all rows on every machine; evenly; or as it sees fit. Undefined: as the dialect sees fit.
 */
export type Distribution =
  | { readonly kind: "column"; readonly column: string }
  | { readonly kind: "all" }
  | { readonly kind: "even" }
  | { readonly kind: "auto" };

/** The words looker.yml has for those that name no column. */
export const DISTRIBUTIONS = ["all", "even", "auto"] as const satisfies readonly Distribution["kind"][];

/**
 * When Looker makes kept rows anew, by its own names: when a datagroup turns over, when a query gives another value
 * than before, or when the rows are so old.
 */
export const RENEWALS = ["datagroup_trigger", "sql_trigger_value", "persist_for"] as const;
/** One of the ways kept rows are made anew. */
export type Renewal = (typeof RENEWALS)[number];

/** How Looker keeps the rows of a derived or an aggregate table: in a table of its own. */
export interface Persistence {
  /** The datagroup's name, the query's SQL, or the age, e.g. `24 hours`. */
  readonly renewed: { readonly by: Renewal; readonly value: string };
  /** Columns of an interleaved sort key, Looker's `indexes`; a plain one is the table's `sort`. */
  readonly indexes: readonly string[];
  /**
   * Only what is new is added: a timeframe of the table's view (of an aggregate table: one of its dimensions, by its
   * full name), and how many of them before the last are made again.
   */
  readonly increment: { readonly key: string; readonly offset: number | undefined } | undefined;
}
