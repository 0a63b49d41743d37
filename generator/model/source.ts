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

/**
 * What becomes of a drop whose columns are not those of the model: it is refused; or what the model does not
 * name is kept in the raw records alone, and reported; or the records that show it go to quarantine.
 */
export type Contract = "freeze" | "add" | "quarantine";

/** How many records of a drop may be unreadable before it is refused. */
export type Budget =
  /** Of the records read; `least` may be unreadable however few they are. */
  | { readonly kind: "share"; readonly share: number; readonly least: number }
  | { readonly kind: "records"; readonly records: number };

/** A key that may sign the manifests of a source's drops. */
export interface SigningKey {
  /** What signatures call it. */
  readonly id: string;
  /** The 32 bytes of the ed25519 public key, in base64. */
  readonly publicKey: string;
  /** The first and the last day (`2026-01-31`, UTC) on which a manifest it signs may be made. */
  readonly from: string;
  readonly until: string;
  /** What it has signed is refused, whenever that was. */
  readonly revoked: boolean;
  readonly at: At;
}

/** What a model may say of drops without a signed manifest. */
export type Unsigned = "allow" | "folders" | "refuse";

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
  readonly contract: Contract;
  readonly budget: Budget;
  /** Whose signatures count; more than one while a key gives way to the next. */
  readonly signedBy: readonly SigningKey[];
  /** From where drops without a signed manifest load: from anywhere, from folders of this machine, from nowhere; undefined (nowhere, too) when the model does not say. */
  readonly unsigned: Unsigned | undefined;
  readonly columns: readonly SourceColumn[];
  readonly at: At;
}
