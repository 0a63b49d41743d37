// How Postgres (14 and later) spells SQL.
import type { ColumnType } from "../model/column-type.ts";
import { type Interval, INTERVAL_SECONDS } from "../model/interval.ts";
import { USUAL_CALENDAR } from "../model/timeframe.ts";
import { cut } from "./cut.ts";
import type { Dialect } from "./dialect.ts";
import { LIST_MARK } from "./list.ts";
import { atPercentile, placeAndKnown } from "./places.ts";

/** Postgres: the local warehouse. */
export const postgres: Dialect = {
  name: "postgres",
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  boundType: (kind) => ({ text: "TEXT", number: "NUMERIC", date: "DATE", timestamp: "TIMESTAMP" })[kind],
  columnType,
  tableOptions: () => "",
  enforcesKeys: true,
  timeframe: (timeframe, sql, calendar = USUAL_CALENDAR) =>
    cut(timeframe, sql, calendar, (time, months) => `(${time} + INTERVAL '${months} months')`),
  span,
  moved: (sql, periods, { period, datatype }) => {
    const [count, unit] = period === "quarter" ? [3 * periods, "month"] : [periods, UNITS[period]];
    const later = `${/^[\w.]+$/.test(sql) ? sql : `(${sql})`} + INTERVAL '${count} ${unit}'`;
    return datatype === "date" ? `CAST(${later} AS DATE)` : `(${later})`;
  },
  average: (sql) => `AVG(${sql})`,
  median: { of: median, beside: undefined },
  percentile: {
    of: (value, percentile) => atPercentile(value, percentile, (weight) => `(${weight})`),
    beside: placeAndKnown,
  },
  list: (value) => {
    const text = `CAST(${value} AS TEXT)`;
    return `STRING_AGG(DISTINCT ${text}, '${LIST_MARK}' ORDER BY ${text})`;
  },
  listsAlone: false,
  keptApart: "MATERIALIZED ",
  amongFirst: (value, query) => `${value} = ANY (ARRAY(${query}))`,
  widestNumber: "NUMERIC",
};

const UNITS = { date: "day", week: "week", month: "month", year: "year" } as const;

/**
 * percentile_cont works on doubles and would round a long number. The two middle values keep it exact: of n
 * sorted values the first fraction picks number ceil(n / 2), and the second, a hair more, the next one where n is
 * even (right up to 5,000,000,000 values). One aggregate that is named twice is computed once.
 */
function median(sql: string): string {
  const middle = `(percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY ${sql}))`;
  return `(${middle}[1] + ${middle}[2]) / 2.0`;
}

/** AGE counts whole calendar months, and to both sides alike; what lasts always equally long is divided. */
function span(interval: Interval, start: string, end: string): string {
  const [from, to] = [`CAST(${start} AS TIMESTAMP)`, `CAST(${end} AS TIMESTAMP)`];
  const part = (name: string): string => `EXTRACT(${name} FROM AGE(${to}, ${from}))`;
  switch (interval) {
    case "year":
      return `CAST(${part("YEAR")} AS BIGINT)`;
    case "quarter":
      return `CAST(${part("YEAR")} * 4 + TRUNC(${part("MONTH")} / 3) AS BIGINT)`;
    case "month":
      return `CAST(${part("YEAR")} * 12 + ${part("MONTH")} AS BIGINT)`;
    default: {
      const seconds = INTERVAL_SECONDS[interval];
      return `CAST(TRUNC(EXTRACT(EPOCH FROM ${to} - ${from})${seconds === 1 ? "" : ` / ${seconds}`}) AS BIGINT)`;
    }
  }
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
