// Measures that are compared with a time before -> plans of what was then, read as if it were now.
import { Mistake, type PeriodComparison, type Timeframe } from "../../generator/index.ts";
import type { FilterContext } from "../filter/context.ts";
import type { AskedDimension, AskedMeasure, Compared } from "./asked.ts";
import type { SqlExpression } from "./expand.ts";
import type { MovedTime } from "./liquid.ts";
import type { Earlier, Plan, PlannedColumn } from "./planned.ts";
import type { Predicate } from "./predicate.ts";

/**
 * Looker's documentation says that such a measure gives the value of a period before, and leaves open what becomes
 * of filters, of days that the period before does not have, and of groups that were there only then. Here filters on
 * the time are those of now, moved back with it; the 31st has nothing to be compared with in a shorter month; and a
 * group that is not there now is not shown.
 * @param measures all that the question measures
 * @param columns what it shows
 * @param planOf plans the question for other measures, with a time moved
 * @throws Mistake when the question shows no timeframe that a period holds whole
 */
export function earlierOf(
  measures: readonly AskedMeasure[],
  columns: readonly PlannedColumn[],
  context: FilterContext,
  planOf: (fields: readonly string[], by: MovedTime) => Plan,
): readonly Earlier[] {
  const groups = new Map<string, AskedMeasure[]>();
  for (const measure of measures) {
    if (measure.compared === undefined) continue;
    const { by, toDate } = measure.compared;
    const name = `${by.alias}.${by.group} ${by.period} ${toDate}`;
    groups.set(name, [...(groups.get(name) ?? []), measure]);
  }
  return [...groups.values()].map((together): Earlier => {
    const [first] = together;
    const compared = first?.compared;
    if (first === undefined || compared === undefined) throw new Error("a comparison of nothing");
    const times = timesOf(columns, compared.by);
    if (!times.some(({ timeframe }) => isWithin(timeframe, compared.by.period)))
      throw new Mistake(
        `${first.name} compares with the ${PERIOD_NAMES[compared.by.period]} before, so the question must show ${compared.by.alias}.${compared.by.group} by a timeframe of which a ${PERIOD_NAMES[compared.by.period]} is made. Add ${example(compared.by)} to the fields.`,
      );
    const names = [...new Set(together.map((measure) => measure.compared?.from.name ?? measure.name))];
    const planned = planOf(names, compared.by);
    const days = times.some(({ timeframe }) => LONG[timeframe] === undefined);
    return {
      measures: together,
      plan: {
        ...planned,
        where: [
          ...planned.where,
          ...(days && !ALIKE.has(compared.by.period)
            ? onSameDay(planned, compared)
            : [known(planned, compared)]),
          ...(compared.toDate ? until(planned, compared, context, first.name) : []),
        ],
        having: [],
        havingSql: undefined,
      },
    };
  });
}

/** Those longer than a day, with the periods that hold them whole; a day and its parts are in all of them. */
const LONG: Readonly<Partial<Record<Timeframe, readonly PeriodComparison["period"][]>>> = {
  week: ["week"],
  month: ["month", "quarter", "year"],
  quarter: ["quarter", "year"],
  year: ["year"],
  fiscal_quarter: [],
  fiscal_year: [],
};

function isWithin(timeframe: Timeframe, period: PeriodComparison["period"]): boolean {
  return LONG[timeframe]?.includes(period) ?? true;
}

const PERIOD_NAMES: Readonly<Record<PeriodComparison["period"], string>> = {
  date: "day",
  week: "week",
  month: "month",
  quarter: "quarter",
  year: "year",
};

function example(by: MovedTime): string {
  return `${by.alias}.${by.group}_${by.period}`;
}

interface Shown {
  readonly column: AskedDimension;
  readonly timeframe: Timeframe;
}

function timesOf(columns: readonly PlannedColumn[], by: MovedTime): readonly Shown[] {
  return columns.flatMap((column): readonly Shown[] => {
    if (column.kind !== "dimension" || !column.isTime) return [];
    const timeframe = column.shownSql.timeframe ?? "raw";
    return column.name === `${by.alias}.${by.group}_${timeframe}` ? [{ column, timeframe }] : [];
  });
}

/** All of them last equally long, and every day has its day before. */
const ALIKE: ReadonlySet<PeriodComparison["period"]> = new Set(["date", "week"]);

/** What has no time was at no time before. */
function known(planned: Plan, { by }: Compared): Predicate {
  return onRow(by, { pieces: [movedOf(planned, by), " IS NOT NULL"], timeframe: undefined });
}

/** Moved on and back again it must be the same: a day that the later month does not have would fall on another. */
function onSameDay(planned: Plan, { by }: Compared): readonly Predicate[] {
  const later = movedOf(planned, by);
  const [piece] = later.pieces;
  if (piece === undefined || typeof piece === "string" || !("moved" in piece)) return [];
  const back: SqlExpression = { pieces: [{ moved: later, periods: -1, by }], timeframe: undefined };
  return [onRow(by, { pieces: [back, " = ", piece.moved], timeframe: undefined })];
}

/** No later than now: of a period that has not ended, the one before is cut off at the same point. */
function until(
  planned: Plan,
  { by }: Compared,
  { now, timeZone }: FilterContext,
  name: string,
): readonly Predicate[] {
  if (now === undefined)
    throw new Mistake(
      `${name} compares up to now, and what the time is was not said. Ask it where it is known.`,
    );
  if (timeZone !== "UTC")
    throw new Mistake(
      `${name} compares up to now, and when days begin in ${timeZone} cannot be answered yet. Leave query_timezone out for UTC.`,
    );
  const text = now.toISOString();
  const value =
    by.datatype === "date"
      ? { value: text.slice(0, 10), kind: "date" as const }
      : { value: text.slice(0, 19).replace("T", " "), kind: "timestamp" as const };
  return [onRow(by, { pieces: [movedOf(planned, by), " <= ", value], timeframe: undefined })];
}

function movedOf(planned: Plan, by: MovedTime): SqlExpression {
  const [time] = timesOf(planned.columns, by);
  if (time === undefined) throw new Error(`${by.alias}.${by.group} is not shown`);
  return { ...time.column.sql, timeframe: undefined };
}

function onRow(by: MovedTime, sql: SqlExpression): Predicate {
  const how = { language: "yesno", condition: undefined, caseSensitive: true, strict: false } as const;
  return { kind: "row", test: { alias: by.alias, sql, ...how }, excluded: false };
}
