// A catalog: what a live database says of the tables in one of its schemas.

/** A column as the database has it. */
export interface CatalogColumn {
  readonly name: string;
  /** As the database spells it, e.g. `character varying(108)`. */
  readonly type: string;
  readonly comment: string | undefined;
}

/** A table as the database has it. */
export interface CatalogTable {
  readonly name: string;
  readonly comment: string | undefined;
  readonly columns: readonly CatalogColumn[];
  /** Columns of its primary key, in order; empty when it has none. */
  readonly key: readonly string[];
  /** Foreign keys of one column to another table's key. */
  readonly references: readonly { readonly column: string; readonly table: string }[];
  /** A column, `all` or `even`: how Redshift was told to spread its rows; undefined where it chooses, and elsewhere. */
  readonly distribution?: string | undefined;
  /** The columns of Redshift's sort key, in order. */
  readonly sort?: readonly string[];
}

/** A schema as the database has it. */
export interface Catalog {
  readonly schema: string;
  readonly tables: readonly CatalogTable[];
}
