// A dimension's block in LookML -> the SQL that Looker makes of it on Postgres, told by its documentation and by SQL that it wrote.
import type { Block } from "../../cases/parse.ts";
import { textOf } from "./project.ts";

/** How times are cut: the model's `week_start_day`, counted from Monday as 0, and its `fiscal_month_offset`. */
export interface Calendar {
  readonly firstDay: number;
  readonly fiscalOffset: number;
}

/** What a value is to filters and to an answer. */
export type Holds = "text" | "number" | "date";

/** SQL of a view's fields, as its scope reads it. */
type Read = (sql: string) => string;

/** The value of a dimension, before a yesno is spelled as Yes and No. */
export function dimensionSql(block: Block, read: Read): string {
  const type = textOf(block, "type", "string");
  if (block["case"] !== undefined) return caseSql(block, read);
  if (type === "tier" || type === "bin") {
    const { value, numbers, labels, unknown } = tier(block, read);
    return `COALESCE((ARRAY[${labels.map(quoted).join(", ")}])[width_bucket(${value}, ${numbers}) + 1], ${quoted(unknown)})`;
  }
  if (type === "location") {
    const both = ["sql_latitude", "sql_longitude"].map((one) => `(${read(textOf(block, one))})::text`);
    return both.join(" || ',' || ");
  }
  return read(textOf(block, "sql"));
}

/** What Looker calls `__sort_`: a number in the order of the values; undefined where they stand by themselves. */
export function rankSql(block: Block, read: Read): string | undefined {
  const type = textOf(block, "type", "string");
  if (type === "tier" || type === "bin") {
    const { value, numbers, labels } = tier(block, read);
    return `COALESCE(width_bucket(${value}, ${numbers}), ${labels.length})`;
  }
  if (block["case"] === undefined || block["alpha_sort"] === true) return undefined;
  const labels = [...whens(block).map(({ label }) => label), ...otherwise(block)];
  return `array_position(ARRAY[${labels.map(quoted).join(", ")}], ${caseSql(block, read)})`;
}

function caseSql(block: Block, read: Read): string {
  const branches = whens(block).map(({ label, sql }) => `WHEN (${read(sql)}) THEN ${quoted(label)}`);
  const [last] = otherwise(block);
  return `(CASE ${branches.join(" ")}${last === undefined ? "" : ` ELSE ${quoted(last)}`} END)`;
}

function whens(block: Block): readonly { readonly label: string; readonly sql: string }[] {
  const found = (block["case"] as Block)["when"] as Block | readonly Block[];
  return [found].flat().map((one) => ({ label: textOf(one, "label"), sql: textOf(one, "sql") }));
}

function otherwise(block: Block): readonly string[] {
  const inside = block["case"] as Block;
  return inside["else"] === undefined ? [] : [textOf(inside, "else")];
}

/** The labels as the documentation and SQL written by Looker have them. */
function tier(block: Block, read: Read) {
  const numbers = ((block["tiers"] ?? block["bins"]) as readonly (string | number)[]).map(Number);
  const style = textOf(block, "style", "classic");
  const decimals = numbers.map((one) => (Number.isInteger(one) ? one.toFixed(1) : String(one)));
  const spans = [...decimals, "inf"].map((end, index) => [index === 0 ? "-inf" : decimals[index - 1], end]);
  const labels = spans.map(([start = "", end = ""], index) => {
    const interval = `${start === "-inf" ? "(" : "["}${start},${end})`;
    switch (style) {
      case "interval":
        return interval;
      case "classic":
        return `T${String(index).padStart(2, "0")} ${interval}`;
      case "relational":
        if (start === "-inf") return `< ${end}`;
        return end === "inf" ? `>= ${start}` : `>= ${start} and < ${end}`;
      case "integer":
        if (start === "-inf") return `Below ${numbers[0]}`;
        if (end === "inf") return `${numbers.at(-1)} or Above`;
        return `${numbers[index - 1]} to ${Number(numbers[index]) - 1}`;
      default:
        throw new Error(`no style ${style}`);
    }
  });
  return {
    value: `(${read(textOf(block, "sql"))})::numeric`,
    numbers: `ARRAY[${numbers.join(", ")}]::numeric[]`,
    labels,
    unknown: style === "classic" ? "TXX Undefined" : "Undefined",
  };
}

/** The time that a group stands for, whatever way it is stored. */
export function pointSql(block: Block, read: Read): string {
  const sql = read(textOf(block, "sql"));
  switch (block["datatype"]) {
    case "epoch":
      return `(to_timestamp((${sql})::double precision) AT TIME ZONE 'UTC')`;
    case "yyyymmdd":
      return `((${sql})::text::date)`;
    default:
      return sql;
  }
}

/** How many whole intervals have passed: of those begun, the last counts when as much of it has passed as at the start. */
export function spanSql(block: Block, interval: string, read: Read): string {
  const [start = "", end = ""] = ["sql_start", "sql_end"].map(
    (one) => `(${read(textOf(block, one))})::timestamp`,
  );
  const later = `SIGN(EXTRACT(EPOCH FROM ${end}) - EXTRACT(EPOCH FROM ${start}))`;
  switch (interval) {
    case "month":
    case "quarter":
    case "year": {
      const months = (time: string): string =>
        `EXTRACT(YEAR FROM ${time}) * 12 + EXTRACT(MONTH FROM ${time})`;
      const rest = (time: string): string => `(${time} - DATE_TRUNC('month', ${time}))`;
      const missing = `(CASE WHEN ${later} > 0 THEN ${rest(end)} < ${rest(start)} ELSE ${rest(end)} > ${rest(start)} END)`;
      const passed = `(${months(end)} - (${months(start)}) - ${later} * ${missing}::integer)`;
      return `DIV(${passed}, ${{ month: 1, quarter: 3, year: 12 }[interval]})`;
    }
    default: {
      const seconds = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 }[interval];
      if (seconds === undefined) throw new Error(`no interval ${interval}`);
      const passed = `ABS(EXTRACT(EPOCH FROM ${end}) - EXTRACT(EPOCH FROM ${start}))`;
      return `(${later} * FLOOR(${passed} / ${seconds}))`;
    }
  }
}

/** What a timeframe's values are: those that come again are numbers or texts. */
export function timeframeHolds(timeframe: string): Holds {
  if (/^(hour_of_day|day_of_(week_index|month|year)|week_of_year|(fiscal_)?month_num)$/.test(timeframe))
    return "number";
  return /^(time_of_day|day_of_week|month_name|(fiscal_)?quarter_of_year)$/.test(timeframe) ? "text" : "date";
}

/** A time as Looker shows it on Postgres. */
export function timeframeSql(sql: string, timeframe: string, calendar: Calendar): string {
  const fiscal = `((${sql}) - make_interval(months => ${calendar.fiscalOffset}))`;
  const [, every, count] = /^(hour|minute|millisecond)(\d+)$/.exec(timeframe) ?? [];
  if (every !== undefined)
    return `TO_CHAR(date_bin('${count} ${every}s', (${sql})::timestamp, DATE_TRUNC('day', (${sql})::timestamp)), 'YYYY-MM-DD HH24:MI:SS${every === "millisecond" ? ".MS" : ""}')`;
  const part = (name: string, of = sql): string => `EXTRACT(${name} FROM ${of})::integer`;
  switch (timeframe) {
    case "time":
    case "second":
      return `TO_CHAR(${sql}, 'YYYY-MM-DD HH24:MI:SS')`;
    case "millisecond":
      return `TO_CHAR(${sql}, 'YYYY-MM-DD HH24:MI:SS.MS')`;
    case "microsecond":
      return `TO_CHAR(${sql}, 'YYYY-MM-DD HH24:MI:SS.US')`;
    case "time_of_day":
      return `TO_CHAR(${sql}, 'HH24:MI')`;
    case "minute":
      return `TO_CHAR(${sql}, 'YYYY-MM-DD HH24:MI')`;
    case "hour":
      return `TO_CHAR(${sql}, 'YYYY-MM-DD HH24')`;
    case "hour_of_day":
      return part("HOUR");
    case "raw":
      return sql;
    case "date":
      return `DATE(${sql})`;
    case "day_of_week":
      return `TO_CHAR(${sql}, 'FMDay')`;
    case "day_of_week_index":
      return `((${part("ISODOW")} - 1 - ${calendar.firstDay} + 7) % 7)`;
    case "day_of_month":
      return part("DAY");
    case "day_of_year":
      return part("DOY");
    case "week":
      return `TO_CHAR(DATE(${sql}) - (${part("ISODOW")} - 1 - ${calendar.firstDay} + 7) % 7, 'YYYY-MM-DD')`;
    case "week_of_year":
      return `TO_CHAR(${sql}, 'IW')::integer`;
    case "month":
      return `TO_CHAR(${sql}, 'YYYY-MM')`;
    case "quarter":
      return `TO_CHAR(make_date(${part("YEAR")}, 3 * ${part("QUARTER")} - 2, 1), 'YYYY-MM')`;
    case "fiscal_quarter":
      return `TO_CHAR(${fiscal}, '"FY"YYYY"-Q"Q')`;
    case "month_num":
      return part("MONTH");
    case "fiscal_month_num":
      return part("MONTH", fiscal);
    case "month_name":
      return `TO_CHAR(${sql}, 'FMMonth')`;
    case "quarter_of_year":
      return `TO_CHAR(${sql}, '"Q"Q')`;
    case "fiscal_quarter_of_year":
      return `TO_CHAR(${fiscal}, '"Q"Q')`;
    case "year":
      return part("YEAR");
    case "fiscal_year":
      return `TO_CHAR(${fiscal}, '"FY"YYYY')`;
    default:
      throw new Error(`no timeframe ${timeframe}`);
  }
}

/** The order of a timeframe's values, where they are no order of their own. */
export function timeframeRank(timeframe: string): string | undefined {
  return { day_of_week: "day_of_week_index", month_name: "month_num" }[timeframe];
}

/** A circle around a place, by the spherical law of cosines; the other location filters are worked out by hand elsewhere. */
export function circleSql(filter: string, block: Block, read: Read): string | undefined {
  if (filter.trim() === "") return undefined;
  const place = dimensionSql(block, read);
  if (/^(?:NOT )?NULL$/.test(filter)) return `(${place}) IS ${filter}`;
  const [, miles, north, east] = /^(\d+) miles from (-?[\d.]+), (-?[\d.]+)$/.exec(filter) ?? [];
  if (miles === undefined) throw new Error(`${filter} is no circle in miles`);
  const [latitude, longitude] = ["sql_latitude", "sql_longitude"].map(
    (one) => `radians(${read(textOf(block, one))})`,
  );
  const cosine = `sin(radians(${north})) * sin(${latitude}) + cos(radians(${north})) * cos(${latitude}) * cos(${longitude} - radians(${east}))`;
  return `3958.7613 * acos(least(1, ${cosine})) <= ${miles} AND ${latitude} + ${longitude} IS NOT NULL`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
