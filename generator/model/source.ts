// A source: one kind of file that vendors deliver, and how each of its columns is read.
import type { At } from "./at.ts";
import type { ColumnType } from "./column-type.ts";

/** How a cell is read: one value, or a structure written as a Python or JSON literal. */
export type CellShape =
  | { readonly kind: "scalar"; readonly type: ColumnType }
  | { readonly kind: "list"; readonly fields: readonly SourceField[] }
  | { readonly kind: "object"; readonly fields: readonly SourceField[] };

/** A named value inside the elements of a list column, or inside an object column. */
export interface SourceField {
  readonly name: string;
  readonly type: ColumnType;
}

/** One column of the source's files. */
export interface SourceColumn {
  readonly name: string;
  readonly shape: CellShape;
  /** An empty cell breaks the contract: the record goes to quarantine. */
  readonly required: boolean;
  /** A JavaScript regular expression the whole trimmed cell must match, when not empty. */
  readonly matches: string | undefined;
  readonly at: At;
}

/** Which of two different records with one key stays; the other goes to quarantine with the reason. */
export type DuplicateRule =
  | { readonly keep: "last" }
  | { readonly keep: "first" }
  /** The record with the highest (lowest) value in `column`; among equals the last. */
  | { readonly keep: "highest" | "lowest"; readonly column: string };

/** One kind of file that vendors deliver. */
export interface Source {
  readonly name: string;
  readonly description: string | undefined;
  /** Patterns of file names (`*` stands for any characters but `/`). */
  readonly files: readonly string[];
  /** Columns whose values together name one record. */
  readonly key: readonly string[];
  /** `upsert`: a later record replaces an earlier one. `snapshot`: a drop replaces all that came before. */
  readonly load: "upsert" | "snapshot";
  readonly duplicates: DuplicateRule;
  readonly columns: readonly SourceColumn[];
  readonly at: At;
}
