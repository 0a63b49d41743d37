// A point in time -> the part of it that a timeframe shows, spelled as Looker spells it on Postgres and Redshift.
import { type Calendar, type Timeframe, WEEKDAYS } from "../model/timeframe.ts";
import { partOfDay } from "./part-of-day.ts";

/**
 * @param sql a date or timestamp
 * @param laterBy writes a time so many months later
 */
export function cut(
  timeframe: Timeframe,
  sql: string,
  { weekStart, fiscalMonthOffset }: Calendar,
  laterBy: (sql: string, months: number) => string,
): string {
  const shown = (unit: string, format: string, of = sql): string =>
    `TO_CHAR(DATE_TRUNC('${unit}', ${of}), '${format}')`;
  const part = (name: string, of = sql): string => `CAST(EXTRACT(${name} FROM ${of}) AS INTEGER)`;
  // The fiscal year is the calendar's, moved.
  const fiscal = fiscalMonthOffset === 0 ? sql : laterBy(sql, -fiscalMonthOffset);
  const days = WEEKDAYS.indexOf(weekStart);
  const parts = partOfDay(timeframe);
  if (parts?.unit === "millisecond") {
    // Not EXTRACT: the one warehouse counts the seconds in milliseconds, too, and the other does not.
    const said = `CAST(TO_CHAR(DATE_TRUNC('millisecond', ${sql}), 'MS') AS INTEGER)`;
    const start = `${said} / ${parts.count} * ${parts.count}`;
    return `${shown("second", `${SECONDS}.`)} || LPAD(CAST(${start} AS VARCHAR(3)), 3, '0')`;
  }
  if (parts !== undefined) {
    const { unit, count } = parts;
    const start = `DATE_TRUNC('${unit === "hour" ? "day" : "hour"}', ${sql})`;
    return `TO_CHAR(${start} + (${part(unit.toUpperCase())} / ${count}) * INTERVAL '${count} ${unit}s', '${SECONDS}')`;
  }
  switch (timeframe) {
    case "raw":
      return sql;
    case "time":
      return `TO_CHAR(${sql}, '${SECONDS}')`;
    case "time_of_day":
      return `TO_CHAR(${sql}, 'HH24:MI')`;
    case "microsecond":
      return `TO_CHAR(${sql}, '${SECONDS}.US')`;
    case "millisecond":
      return shown("millisecond", `${SECONDS}.MS`);
    case "second":
      return shown("second", SECONDS);
    case "minute":
      return shown("minute", "YYYY-MM-DD HH24:MI");
    case "hour":
      return shown("hour", "YYYY-MM-DD HH24");
    case "hour_of_day":
      return part("HOUR");
    case "date":
      return `CAST(${sql} AS DATE)`;
    case "day_of_week":
      return `TRIM(TO_CHAR(${sql}, 'Day'))`;
    case "day_of_week_index":
      // DOW counts from Sunday.
      return days === 6 ? part("DOW") : `MOD(${part("DOW")} + ${6 - days}, 7)`;
    case "day_of_month":
      return part("DAY");
    case "day_of_year":
      return part("DOY");
    case "week": {
      if (days === 0) return shown("week", "YYYY-MM-DD");
      // DATE_TRUNC's weeks begin on Monday, so a time is moved back before it is cut.
      const moved = `DATE_TRUNC('week', ${sql} - INTERVAL '${days} days') + INTERVAL '${days} days'`;
      return `TO_CHAR(${moved}, 'YYYY-MM-DD')`;
    }
    case "week_of_year":
      return part("WEEK");
    case "month":
      return shown("month", "YYYY-MM");
    case "month_num":
      return part("MONTH");
    case "month_name":
      return `TRIM(TO_CHAR(${sql}, 'Month'))`;
    case "fiscal_month_num":
      return part("MONTH", fiscal);
    case "quarter":
      return shown("quarter", "YYYY-MM");
    case "quarter_of_year":
      return `'Q' || CAST(${part("QUARTER")} AS VARCHAR(1))`;
    case "fiscal_quarter":
      return `'FY' || TO_CHAR(${fiscal}, 'YYYY') || '-Q' || TO_CHAR(${fiscal}, 'Q')`;
    case "fiscal_quarter_of_year":
      return `'Q' || CAST(${part("QUARTER", fiscal)} AS VARCHAR(1))`;
    case "year":
      return part("YEAR");
    case "fiscal_year":
      return `'FY' || TO_CHAR(${fiscal}, 'YYYY')`;
    default:
      throw new Error(`nobody cuts a time to ${timeframe}`);
  }
}

const SECONDS = "YYYY-MM-DD HH24:MI:SS";
