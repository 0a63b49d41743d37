// How Amazon Redshift spells SQL.
import type { ColumnType } from "../model/column-type.ts";
import { type Interval, INTERVAL_SECONDS } from "../model/interval.ts";
import type { Distribution } from "../model/persistence.ts";
import { USUAL_CALENDAR } from "../model/timeframe.ts";
import type { BoundKind, Dialect, TableLayout } from "./dialect.ts";
import { LIST_MARK } from "./list.ts";
import { atPercentile, placeAndKnown } from "./places.ts";
import { cut } from "./cut.ts";
import { postgres } from "./postgres.ts";

/** The longest VARCHAR, in bytes (Redshift, "Character types"). */
const LONGEST_VARCHAR = 65_535;

/**
 * What is averaged: 26 digits before the point and 12 behind it. AVG gives as many decimals as its values have, and
 * none for whole numbers (Redshift, "AVG function"), so that 1 and 2 would have the average 1.
 */
export const AVERAGED = "DECIMAL(38, 12)";

/** Amazon Redshift: the warehouse Looker reads. */
export const redshift: Dialect = {
  name: "redshift",
  // Redshift folds identifiers to lower case even when quoted, and the model's names are lower case already.
  identifier: postgres.identifier,
  boundType,
  columnType,
  tableOptions,
  enforcesKeys: false,
  timeframe: (timeframe, sql, calendar = USUAL_CALENDAR) =>
    cut(timeframe, sql, calendar, (time, months) => `DATEADD(month, ${months}, ${time})`),
  span,
  // A month later than the last of January is the last of February, in both warehouses.
  moved: (sql, periods, { period, datatype }) => {
    const later = `DATEADD(${period === "date" ? "day" : period}, ${periods}, ${sql})`;
    return datatype === "date" ? `CAST(${later} AS DATE)` : later;
  },
  average,
  median: { of: median, beside: placeAndKnown },
  percentile: { of: percentile, beside: placeAndKnown },
  list: (value) => {
    const text = `CAST(${value} AS VARCHAR(${LONGEST_VARCHAR}))`;
    return `LISTAGG(DISTINCT ${text}, '${LIST_MARK}') WITHIN GROUP (ORDER BY ${text})`;
  },
  // LISTAGG stands beside no other aggregate of different values, and two of them only with one order.
  listsAlone: true,
  keptApart: "",
  amongFirst: undefined,
  widestNumber: AVERAGED,
};

/** DATEDIFF counts how often an interval begins, so it is asked for the shortest one, which is divided. */
function span(interval: Interval, start: string, end: string): string {
  if (interval === "month" || interval === "quarter" || interval === "year") {
    const [from, to] = [`CAST(${start} AS TIMESTAMP)`, `CAST(${end} AS TIMESTAMP)`];
    const inMonth = (time: string): string => `TO_CHAR(${time}, 'DDHH24MISSUS')`;
    // A month that has begun has not passed before its day and hour have come again.
    const begun = `CASE WHEN ${from} <= ${to} AND ${inMonth(to)} < ${inMonth(from)} THEN 1 WHEN ${from} > ${to} AND ${inMonth(to)} > ${inMonth(from)} THEN -1 ELSE 0 END`;
    const months = `DATEDIFF(month, ${from}, ${to}) - ${begun}`;
    return interval === "month" ? months : `(${months}) / ${interval === "quarter" ? 3 : 12}`;
  }
  return `DATEDIFF(microsecond, ${start}, ${end}) / ${INTERVAL_SECONDS[interval]}000000`;
}

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

/**
 * A product has as many digits as its factors together and one more, of which there may be 38 (Redshift, "Computations
 * with numeric values"); so a weight has no more of them than it needs.
 */
function percentile(value: string, which: number): string {
  return atPercentile(
    value,
    which,
    (weight, decimals) => `CAST(${weight} AS DECIMAL(${decimals + 1}, ${decimals}))`,
  );
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
 * Where the model says nothing: a bridge is spread and sorted by the first column it links with, which is how it
 * is joined; every other table is left to AUTO, Amazon's own advice (Redshift, "Choose the best distribution style").
 */
function tableOptions({ key, references, distribution, sort }: TableLayout): string {
  const linking = key.length < 2 ? undefined : references.find((column) => key.includes(column));
  const usual =
    linking === undefined ? ({ kind: "auto" } as const) : { kind: "column" as const, column: linking };
  const sorted = sort.length > 0 ? sort : linking === undefined ? [] : [linking];
  const columns = sorted.map(postgres.identifier).join(", ");
  return `\n${spread(distribution ?? usual)}\n${columns === "" ? "SORTKEY AUTO" : `SORTKEY (${columns})`}`;
}

function spread(distribution: Distribution): string {
  return distribution.kind === "column"
    ? `DISTKEY (${postgres.identifier(distribution.column)})`
    : `DISTSTYLE ${distribution.kind.toUpperCase()}`;
}
