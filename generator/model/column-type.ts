// The types a value can have in the warehouse, told without any warehouse's spelling.

/**
 * `text` holds at most `bytes` bytes of UTF-8 (Redshift counts bytes; undefined means as long as the
 * warehouse allows); `integer` is a 64-bit integer; `decimal` is exact, with `precision` digits in all
 * and `scale` of them after the point; `double` is IEEE 754 binary64; `timestamp` has no zone (UTC).
 */
export type ColumnType =
  | { readonly kind: "text"; readonly bytes: number | undefined }
  | { readonly kind: "integer" }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "double" }
  | { readonly kind: "boolean" }
  | { readonly kind: "date" }
  | { readonly kind: "timestamp" };

/** The names looker.yml uses for column types, in the order help texts list them. */
export const COLUMN_TYPE_KINDS = [
  "text",
  "integer",
  "decimal",
  "double",
  "boolean",
  "date",
  "timestamp",
] as const satisfies readonly ColumnType["kind"][];
