// A type as Postgres or Redshift spells it -> a ColumnType.
import type { ColumnType } from "../model/column-type.ts";

const TEXT: ColumnType = { kind: "text", bytes: undefined };
const INTEGER: ColumnType = { kind: "integer" };
const DOUBLE: ColumnType = { kind: "double" };
const BOOLEAN: ColumnType = { kind: "boolean" };
const TIMESTAMP: ColumnType = { kind: "timestamp" };

/**
 * Every spelling, those of looker.yml among them (PostgreSQL, "Data Types", table 8.1; Redshift, "Data types").
 * Types that are texts to whoever asks (uuid, enumerations by their cast, addresses) are read as text.
 */
const TYPES: ReadonlyMap<string, ColumnType> = new Map<string, ColumnType>([
  ...[
    "smallint",
    "integer",
    "int",
    "bigint",
    "int2",
    "int4",
    "int8",
    "smallserial",
    "serial",
    "bigserial",
    "oid",
  ].map((word) => [word, INTEGER] as const),
  ...["double precision", "double", "real", "float", "float4", "float8"].map(
    (word) => [word, DOUBLE] as const,
  ),
  ...["boolean", "bool"].map((word) => [word, BOOLEAN] as const),
  ["date", { kind: "date" }],
  ...["timestamp", "timestamp without time zone", "timestamp with time zone", "timestamptz", "datetime"].map(
    (word) => [word, TIMESTAMP] as const,
  ),
  ...[
    "text",
    "character varying",
    "varchar",
    "nvarchar",
    "character",
    "char",
    "nchar",
    "bpchar",
    "name",
    "citext",
    "uuid",
  ].map((word) => [word, TEXT] as const),
]);

/** The spellings, for suggestions. */
export const WAREHOUSE_TYPES: readonly string[] = [...TYPES.keys(), "numeric", "decimal"];

/** The most digits both warehouses keep (Redshift, "Numeric types"). */
const MOST_DIGITS = 38;

/**
 * @param written e.g. `character varying(108)`, `numeric(14,2)`, `timestamp(6) without time zone`
 * @returns undefined for what no dimension reads: json, super, arrays, bytes, geometry, intervals, times of day
 */
export function readWarehouseType(written: string): ColumnType | undefined {
  const parts = /^([a-z0-9 ]+?)\s*(?:\(\s*(\d+)\s*(?:,\s*(-?\d+)\s*)?\))?((?: [a-z ]+)?)$/.exec(
    written.trim().toLowerCase().replaceAll(/\s+/g, " "),
  );
  if (parts === null) return undefined;
  const [, head = "", first, second, tail = ""] = parts;
  const word = `${head}${tail}`;
  if (word === "numeric" || word === "decimal") {
    // Without sizes Postgres keeps any number of digits; what is computed with it is exact either way.
    if (first === undefined) return { kind: "decimal", precision: MOST_DIGITS, scale: MOST_DIGITS / 2 };
    const [precision, scale] = [Number(first), Number(second ?? 0)];
    return precision <= MOST_DIGITS && scale >= 0 && scale <= precision
      ? { kind: "decimal", precision, scale }
      : undefined;
  }
  const type = TYPES.get(word);
  // A warehouse counts characters or bytes; nothing is written into a given table, so the size says nothing here.
  return first !== undefined && type?.kind !== "text" && type?.kind !== "timestamp" ? undefined : type;
}
