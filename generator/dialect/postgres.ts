// How Postgres (14 and later) spells SQL.
import type { ColumnType } from "../model/column-type.ts";
import type { Timeframe } from "../model/field.ts";
import type { Dialect } from "./dialect.ts";
import { atPercentile, placeAndKnown } from "./places.ts";

/** Postgres: the local warehouse. */
export const postgres: Dialect = {
  name: "postgres",
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  boundType: (kind) => ({ text: "TEXT", number: "NUMERIC", date: "DATE", timestamp: "TIMESTAMP" })[kind],
  columnType,
  tableOptions: () => "",
  enforcesKeys: true,
  timeframe: cut,
  average: (sql) => `AVG(${sql})`,
  median: { of: median, beside: undefined },
  percentile: {
    of: (value, percentile) => atPercentile(value, percentile, (weight) => `(${weight})`),
    beside: placeAndKnown,
  },
  keptApart: "MATERIALIZED ",
  amongFirst: (value, query) => `${value} = ANY (ARRAY(${query}))`,
  widestNumber: "NUMERIC",
};

/**
 * percentile_cont works on doubles and would round a long number. The two middle values keep it exact: of n
 * sorted values the first fraction picks number ceil(n / 2), and the second, a hair more, the next one where n is
 * even (right up to 5,000,000,000 values). One aggregate that is named twice is computed once.
 */
function median(sql: string): string {
  const middle = `(percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY ${sql}))`;
  return `(${middle}[1] + ${middle}[2]) / 2.0`;
}

function columnType(type: ColumnType): string {
  switch (type.kind) {
    case "text":
      // Sizes are in bytes and hydrate holds records to them; Postgres would count characters.
      return "text";
    case "integer":
      return "bigint";
    case "decimal":
      return `numeric(${type.precision}, ${type.scale})`;
    case "double":
      return "double precision";
    case "boolean":
      return "boolean";
    case "date":
      return "date";
    case "timestamp":
      return "timestamp without time zone";
  }
}

/** Looker's own spellings on Postgres and Redshift, which share them. */
export function cut(timeframe: Timeframe, sql: string): string {
  switch (timeframe) {
    case "raw":
      return sql;
    case "date":
      return `CAST(${sql} AS DATE)`;
    case "week":
      return `TO_CHAR(DATE_TRUNC('week', ${sql}), 'YYYY-MM-DD')`;
    case "month":
      return `TO_CHAR(DATE_TRUNC('month', ${sql}), 'YYYY-MM')`;
    case "quarter":
      return `TO_CHAR(DATE_TRUNC('quarter', ${sql}), 'YYYY-MM')`;
    case "year":
      return `CAST(EXTRACT(YEAR FROM ${sql}) AS INTEGER)`;
  }
}
