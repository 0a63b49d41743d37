// A table: what exists in the warehouse, filled from sources or given.
import type { At } from "./at.ts";
import type { ColumnType } from "./column-type.ts";
import type { ExploreSource } from "./explore-source.ts";
import type { Expression } from "./expression.ts";
import type { Distribution, Persistence } from "./persistence.ts";

/** Where a table's rows come from: each record of a source, or each element of one of its list columns. */
export interface TableOrigin {
  readonly source: string;
  /** Name of the list column whose elements become rows; undefined when each record becomes a row. */
  readonly list: string | undefined;
}

/**
 * Where a column's value comes from, seen from the row's origin: `element` is a field of the list's
 * element, `record` a column of the record (for a list table: of the record that holds the list),
 * `object` a field inside an object column of the record.
 */
export type ColumnOrigin =
  | { readonly kind: "record"; readonly column: string }
  | { readonly kind: "object"; readonly column: string; readonly field: string }
  | { readonly kind: "element"; readonly field: string }
  /** The table was there before the model; somebody else fills it. */
  | { readonly kind: "given" };

/** One column of a table. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly origin: ColumnOrigin;
  /** True for key columns and for those the source requires. */
  readonly required: boolean;
  readonly at: At;
}

/** A column whose values are the single-column key of another table. */
export interface Reference {
  readonly column: string;
  readonly table: string;
  readonly at: At;
}

/** A table that is a query: Looker's `derived_table`. */
export type Derived = {
  /** Undefined: the query is part of each question. */
  readonly persistence: Persistence | undefined;
} & (
  | {
      /** In it the field `SQL_TABLE_NAME` of any view stands for that view's table, as in Looker. */
      readonly sql: Expression;
      readonly source?: undefined;
    }
  | { readonly sql?: undefined; readonly source: ExploreSource }
);

/** One table of the warehouse. */
export interface Table {
  readonly name: string;
  readonly description: string | undefined;
  /** Empty: the table is given. Hydrate neither makes nor fills it. */
  readonly from: readonly TableOrigin[];
  readonly key: readonly string[];
  readonly columns: readonly Column[];
  readonly references: readonly Reference[];
  readonly distribution: Distribution | undefined;
  /** Columns its rows are kept in the order of, where the warehouse does so; empty: as the dialect sees fit. */
  readonly sort: readonly string[];
  /** Its rows come of a query over other tables. */
  readonly derived?: Derived | undefined;
  readonly at: At;
}
