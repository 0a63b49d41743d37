// How Amazon Redshift spells SQL.
import type { ColumnType } from "../model/column-type.ts";
import type { BoundKind, Dialect } from "./dialect.ts";
import { cut, postgres } from "./postgres.ts";

/** The longest VARCHAR, in bytes (Redshift, "Character types"). */
const LONGEST_VARCHAR = 65_535;

/** Amazon Redshift: the warehouse Looker reads. */
export const redshift: Dialect = {
  name: "redshift",
  // Redshift folds identifiers to lower case even when quoted, and the model's names are lower case already.
  identifier: postgres.identifier,
  boundType,
  columnType,
  tableOptions,
  enforcesKeys: false,
  timeframe: cut,
  median: (sql) => `MEDIAN(${sql})`,
};

/** A bare VARCHAR holds 256 bytes and a bare DECIMAL no fraction here, so both say their size (Redshift, "Data types"). */
function boundType(kind: BoundKind, value: string): string {
  switch (kind) {
    case "text":
      return `VARCHAR(${LONGEST_VARCHAR})`;
    case "number":
      if (/e/i.test(value)) return "DOUBLE PRECISION";
      return `DECIMAL(38, ${Math.min(37, value.split(".")[1]?.length ?? 0)})`;
    case "date":
      return "DATE";
    case "timestamp":
      return "TIMESTAMP";
  }
}

function columnType(type: ColumnType): string {
  switch (type.kind) {
    case "text":
      return `VARCHAR(${type.bytes ?? LONGEST_VARCHAR})`;
    case "integer":
      return "BIGINT";
    case "decimal":
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case "double":
      return "DOUBLE PRECISION";
    case "boolean":
      return "BOOLEAN";
    case "date":
      return "DATE";
    case "timestamp":
      return "TIMESTAMP";
  }
}

/**
 * A bridge is spread and sorted by the first column it links with, which is how it is joined; every other
 * table is left to AUTO, Amazon's own advice for tables of this size (Redshift, "Choose the best distribution style").
 */
function tableOptions(table: {
  readonly key: readonly string[];
  readonly references: readonly string[];
}): string {
  const link = table.references.find((column) => table.key.includes(column));
  if (table.key.length < 2 || link === undefined) return "\nDISTSTYLE AUTO\nSORTKEY AUTO";
  return `\nDISTKEY ("${link}")\nSORTKEY ("${link}")`;
}
