// How Amazon Redshift spells SQL.
import type { ColumnType } from "../model/column-type.ts";
import type { BoundKind, Dialect } from "./dialect.ts";
import { cut, postgres } from "./postgres.ts";

/** The longest VARCHAR, in bytes (Redshift, "Character types"). */
const LONGEST_VARCHAR = 65_535;

/** 26 digits before the point and 12 behind it. */
const AVERAGED = "DECIMAL(38, 12)";

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
  average,
  median: { of: median, beside: placeAndKnown },
  keptApart: "",
  widestNumber: AVERAGED,
};

/** AVG gives as many decimals as its values have, and none for whole numbers (Redshift, "AVG function"). */
function average(sql: string): string {
  return `AVG(CAST(${sql} AS ${AVERAGED}))`;
}

/**
 * MEDIAN may stand only once in a statement, and errs on long decimals (Redshift, "MEDIAN function"). So each
 * known value is given its place in the group: of n, the middle ones are (n + 1) / 2 and (n + 2) / 2, rounded down.
 */
function median(value: string): string {
  const middle = `(${value}_known + 1) / 2, (${value}_known + 2) / 2`;
  return average(`CASE WHEN ${value}_place IN (${middle}) THEN ${value} END`);
}

function placeAndKnown(value: string, groups: readonly string[]): readonly string[] {
  const group = groups.length === 0 ? "" : `PARTITION BY ${groups.join(", ")}`;
  // What is not known comes last, so the known values have the first places.
  return [
    `ROW_NUMBER() OVER (${group === "" ? "" : `${group} `}ORDER BY ${value}) AS ${value}_place`,
    `COUNT(${value}) OVER (${group}) AS ${value}_known`,
  ];
}

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
