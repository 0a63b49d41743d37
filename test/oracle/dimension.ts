// A dimension and a row -> its value.
import { compare, fraction, minus, readFraction, times } from "./fraction.ts";
import type { Value } from "./value.ts";
import {
  type Cell,
  type ColumnKind,
  type Formula,
  named,
  type Row,
  type Timeframe,
  type World,
  type WorldCalendar,
  type WorldDimension,
  type WorldView,
} from "./world.ts";

/** A dimension of one row; of the row a left join made up, whatever its formula makes of nothing. */
export function valueOf(
  world: World,
  view: WorldView,
  dimension: WorldDimension,
  row: Row | null,
  timeframe: Timeframe,
): Value {
  const value = formulaValue(world, view, dimension, row);
  const known =
    value !== null &&
    dimension.unknown !== undefined &&
    (typeof value === "object"
      ? compare(value, readFraction(dimension.unknown)) === 0
      : value === dimension.unknown)
      ? null
      : value;
  return dimension.type === "time" ? cut(known, timeframe, world.calendar ?? USUAL) : known;
}

/** What a dimension's values are put in order by; undefined where they stand by themselves. */
export function rankOf(
  world: World,
  view: WorldView,
  dimension: WorldDimension,
  row: Row | null,
  timeframe: Timeframe,
): Value | undefined {
  const { formula, orderBy } = dimension;
  const numbered = (index: number): Value => fraction(BigInt(index));
  if (orderBy !== undefined) {
    const by = named(view.dimensions, orderBy);
    const value = valueOf(world, view, by, row, "raw");
    return by.type === "yesno" ? value === true : value;
  }
  if (timeframe === "day_of_week") return valueOf(world, view, dimension, row, "day_of_week_index");
  if (timeframe === "month_name") return valueOf(world, view, dimension, row, "month_num");
  if (formula.kind !== "tier" && (formula.kind !== "case" || formula.alphaSort)) return undefined;
  const value = valueOf(world, view, dimension, row, "raw");
  const labels =
    formula.kind === "tier"
      ? [...tierLabels(formula), unknownTier(formula)]
      : [...formula.cases.map((one) => one.label), formula.otherwise];
  return value === null ? null : numbered(labels.findIndex((label) => label === value));
}

/** Weeks from Monday, fiscal years from January. */
export const USUAL: WorldCalendar = { firstDay: 0, fiscalOffset: 0 };

type Tier = Extract<Formula, { readonly kind: "tier" }>;

/** As Looker's documentation has them. */
function tierLabels({ tiers, style }: Tier): readonly string[] {
  const dotted = tiers.map((tier) => (tier.includes(".") ? tier : `${tier}.0`));
  return [...tiers, ""].map((tier, index) => {
    const [low, high] = [dotted[index - 1], dotted[index]];
    const interval = `${low === undefined ? "(-inf" : `[${low}`},${high ?? "inf"})`;
    switch (style) {
      case "classic":
        return `T${index < 10 ? "0" : ""}${index} ${interval}`;
      case "interval":
        return interval;
      case "relational":
        if (low === undefined) return `< ${high}`;
        return high === undefined ? `>= ${low}` : `>= ${low} and < ${high}`;
      case "integer":
        if (index === 0) return `Below ${tier}`;
        return high === undefined
          ? `${tiers[index - 1]} or Above`
          : `${tiers[index - 1]} to ${Number(tier) - 1}`;
    }
  });
}

function unknownTier({ style }: Tier): string {
  return style === "classic" ? "TXX Undefined" : "Undefined";
}

/** In milliseconds; a day is its midnight. */
function momentOf(value: string): number {
  return Date.parse(`${value.length === 10 ? `${value} 00:00:00` : value}Z`);
}

/** A time so many periods later; a day that a month does not have is its last. */
export function later(value: string, period: "date" | "week" | "month" | "quarter" | "year", by = 1): string {
  const [day, clock] = [value.slice(0, 10), value.slice(10)];
  const days = { date: 1, week: 7 };
  if (period === "date" || period === "week") {
    const moved = new Date(Date.parse(`${day}T00:00:00Z`) + by * days[period] * 86_400_000);
    return `${moved.toISOString().slice(0, 10)}${clock}`;
  }
  const months =
    Number(day.slice(0, 4)) * 12 +
    Number(day.slice(5, 7)) -
    1 +
    by * { month: 1, quarter: 3, year: 12 }[period];
  const [year, month] = [Math.floor(months / 12), months % 12];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const date = new Date(Date.UTC(year, month, Math.min(last, Number(day.slice(8)))));
  return `${date.toISOString().slice(0, 10)}${clock}`;
}

/** Whole intervals from one time to another; the other way round they count the same below 0. */
function lapse(
  start: string,
  end: string,
  interval: Extract<Formula, { readonly kind: "lapse" }>["interval"],
): bigint {
  if (momentOf(end) < momentOf(start)) return -lapse(end, start, interval);
  const months = { month: 1, quarter: 3, year: 12 };
  if (interval === "month" || interval === "quarter" || interval === "year") {
    // Month by month, as long as the same day and hour of the next one has come; a day too many is of the one after.
    const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
    const rest = start.slice(8).padEnd(11, " 00:00:00");
    let passed = 0;
    const reached = (count: number): boolean => {
      const next = year * 12 + month - 1 + count;
      const name = `${String(Math.floor(next / 12)).padStart(4, "0")}-${String((next % 12) + 1).padStart(2, "0")}`;
      return `${name}-${rest}` <= (end.length === 10 ? `${end} 00:00:00` : end);
    };
    while (reached(passed + 1)) passed += 1;
    return BigInt(Math.floor(passed / months[interval]));
  }
  const seconds = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 }[interval];
  return BigInt(Math.floor((momentOf(end) - momentOf(start)) / 1000 / seconds));
}

function formulaValue(world: World, view: WorldView, dimension: WorldDimension, row: Row | null): Value {
  const formula = dimension.formula;
  const column = (name: string): Value => {
    const kind = kindOfColumn(world, view.table, name);
    return cellValue(kind, row?.[name] ?? null);
  };
  const other = (name: string): Value => valueOf(world, view, named(view.dimensions, name), row, "raw");
  switch (formula.kind) {
    case "column":
      return column(formula.column);
    case "otherwise":
      return (
        column(formula.column) ?? cellValue(kindOfColumn(world, view.table, formula.column), formula.value)
      );
    case "minus":
    case "times": {
      const [left, right] = [other(formula.left), other(formula.right)];
      if (left === null || right === null || typeof left !== "object" || typeof right !== "object")
        return null;
      return formula.kind === "minus" ? minus(left, right) : times(left, right);
    }
    case "sized":
      return isAbove(other(formula.of), formula.over) === true ? "large" : "small";
    case "above":
      return isAbove(other(formula.of), formula.over);
    case "tier": {
      const value = other(formula.of);
      if (value === null || typeof value !== "object") return unknownTier(formula);
      const passed = formula.tiers.filter((tier) => compare(value, readFraction(tier)) >= 0).length;
      return tierLabels(formula)[passed] ?? null;
    }
    case "case": {
      const first = formula.cases.find((one) => isAbove(other(one.of), one.over) === true);
      return first?.label ?? formula.otherwise ?? null;
    }
    case "lapse": {
      const [start, end] = [other(formula.start), other(formula.end)];
      if (typeof start !== "string" || typeof end !== "string") return null;
      return fraction(lapse(start, end, formula.interval));
    }
    case "place": {
      // Decimals are kept as they are spelled.
      const [north, east] = [row?.[formula.latitude], row?.[formula.longitude]];
      return typeof north === "string" && typeof east === "string" ? `${north},${east}` : null;
    }
  }
}

function isAbove(value: Value, over: string): boolean | null {
  return value === null || typeof value !== "object" ? null : compare(value, readFraction(over)) > 0;
}

/** What a column holds. */
export function kindOfColumn(world: World, table: string, column: string): ColumnKind {
  return named(named(world.tables, table).columns, column).kind;
}

/** A cell as a value to compute with. */
export function cellValue(kind: ColumnKind, cell: Cell): Value {
  if (cell === null || typeof cell === "boolean") return cell;
  return kind === "integer" || kind === "decimal" || kind === "double" ? readFraction(cell) : cell;
}

/** A time as a timeframe shows it, Looker's spellings. */
export function cut(value: Value, timeframe: Timeframe, calendar: WorldCalendar): Value {
  if (typeof value !== "string") return null;
  const [year, month, day] = [value.slice(0, 4), value.slice(5, 7), value.slice(8, 10)];
  const time = value.length === 10 ? `${value} 00:00:00` : value;
  const [hour, minute] = [time.slice(11, 13), time.slice(14, 16)];
  const date = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  const monday = (date.getUTCDay() + 6) % 7;
  const number = (text: string | number): Value => readFraction(String(text));
  const two = (count: number): string => String(count).padStart(2, "0");
  const dayBefore = (days: number): Date => new Date(date.getTime() - days * 86_400_000);
  const quarter = (of: number): number => Math.floor(of / 3) + 1;
  // Months since the year 0, moved to where the fiscal year begins.
  const fiscal = Number(year) * 12 + Number(month) - 1 - calendar.fiscalOffset;
  const [fiscalYear, fiscalMonth] = [`FY${Math.floor(fiscal / 12)}`, fiscal % 12];
  switch (timeframe) {
    case "raw":
      return value;
    case "time":
    case "second":
      return time;
    case "time_of_day":
      return `${hour}:${minute}`;
    case "minute":
      return time.slice(0, 16);
    case "minute15":
      return `${time.slice(0, 14)}${two(Math.floor(Number(minute) / 15) * 15)}:00`;
    case "hour":
      return time.slice(0, 13);
    case "hour_of_day":
      return number(Number(hour));
    case "hour6":
      return `${time.slice(0, 11)}${two(Math.floor(Number(hour) / 6) * 6)}:00:00`;
    case "date":
      return value.slice(0, 10);
    case "day_of_week":
      return ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][monday] ?? null;
    case "day_of_week_index":
      return number((monday - calendar.firstDay + 7) % 7);
    case "day_of_month":
      return number(Number(day));
    case "day_of_year":
      return number((date.getTime() - Date.parse(`${year}-01-01T00:00:00Z`)) / 86_400_000 + 1);
    case "week":
      return dayBefore((monday - calendar.firstDay + 7) % 7)
        .toISOString()
        .slice(0, 10);
    case "week_of_year": {
      // ISO: the week of its Thursday, counted in that day's year.
      const thursday = dayBefore(monday - 3);
      const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
      return number(Math.floor((thursday.getTime() - first) / 86_400_000 / 7) + 1);
    }
    case "month":
      return `${year}-${month}`;
    case "month_num":
      return number(Number(month));
    case "month_name":
      return date.toLocaleString("en-US", { month: "long", timeZone: "UTC" });
    case "fiscal_month_num":
      return number(fiscalMonth + 1);
    case "quarter":
      return `${year}-${two(quarter(Number(month) - 1) * 3 - 2)}`;
    case "quarter_of_year":
      return `Q${quarter(Number(month) - 1)}`;
    case "fiscal_quarter":
      return `${fiscalYear}-Q${quarter(fiscalMonth)}`;
    case "fiscal_quarter_of_year":
      return `Q${quarter(fiscalMonth)}`;
    case "year":
      return readFraction(year);
    case "fiscal_year":
      return fiscalYear;
  }
}
