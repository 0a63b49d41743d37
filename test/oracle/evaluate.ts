// The oracle: a question and all rows -> the answer, by joining everything row by row and counting each row once.
import { filtersFor, termHolds, whereFor } from "./always.ts";
import { cut, later, rankOf, USUAL, valueOf } from "./dimension.ts";
import { type Field, fieldOf } from "./field.ts";
import { eachTerm, holds, textOf } from "./filter.ts";
import { type Fraction, fraction, minus, plus, times } from "./fraction.ts";
import { joinAll, type Joined, selects } from "./join.ts";
import { identityOf, type Value } from "./value.ts";
import {
  type Asked,
  type MeasureType,
  named,
  type Rows,
  type Timeframe,
  viewAt,
  type World,
  type WorldDimension,
} from "./world.ts";
import { measure } from "./measure.ts";
import { sorted } from "./order.ts";

/** What a column of an answer holds. The digits of an average end nowhere, so it is compared as nearly equal. */
export type Kind = "text" | "yesno" | "number" | "average";

/** An answer: its columns in the order asked for, its rows in theirs. */
export interface Expected {
  readonly kinds: readonly Kind[];
  readonly rows: readonly (readonly Value[])[];
}

/**
 * Looker's meaning, taken literally: left joins from the base view to every view that the question names,
 * all filters on each joined row, groups, and in each group every distinct row of a measure's view once.
 * @returns undefined when the joins make more rows than are worth waiting for
 */
export function evaluate(world: World, rows: Rows, asked: Asked): Expected | undefined {
  const asks = asked.fields.map((field) => fieldOf(world, field, asked.parameters));
  const filters = filtersFor(world, asked).map(({ field, filter }) => ({
    filter,
    on: fieldOf(world, field, asked.parameters),
  }));
  const where = whereFor(world, asked)?.map((term) => ({
    term,
    on: fieldOf(world, term.field, asked.parameters),
  }));
  const tested = [...filters, ...(where ?? [])].map((one) => one.on);
  const needed = [...asks, ...tested].flatMap((one) => (one.kind === "selector" ? [] : [one.alias]));
  const joined = joinAll(world, rows, needed);
  if (joined === undefined) return undefined;

  const kept = (moved: Moved | undefined): readonly Joined[] =>
    joined
      .filter(
        (row) =>
          where === undefined ||
          where.some(({ term, on }) => {
            if (on.kind !== "dimension") throw new Error(`${term.field} is no dimension`);
            return termHolds(term, valueOf(world, on.view, on.dimension, row[on.alias] ?? null, "raw"));
          }),
      )
      .filter((row) =>
        filters.every(({ on, filter }) => {
          if (on.kind === "measure") return true;
          // A filter that says nothing is none, and nothing is selected.
          if (on.kind === "selector" && textOf(filter) === "") return true;
          if (on.kind === "selector" && on.keeps === "all")
            return eachTerm(filter).every((one) =>
              selects(world, rows, row, on, (value) => holds(one, value)),
            );
          if (on.kind === "selector")
            return selects(world, rows, row, on, (value) => holds(filter, value)) === (on.keeps === "any");
          // Dates are filtered by when they are, whatever is shown of them; what comes again, as it is shown.
          const timeframe = filter.language === "date" ? "raw" : on.timeframe;
          return holds(filter, at(world, on, row, timeframe, moved));
        }),
      );

  const dimensions = asks.filter((one) => one.kind === "dimension");
  const labels = (row: Joined, moved?: Moved): readonly Value[] =>
    dimensions.map((one) => shown(at(world, one, row, one.timeframe, moved), one.dimension));
  const ranks = (row: Joined): readonly (Value | undefined)[] =>
    dimensions.map((one) => rankOf(world, one.view, one.dimension, row[one.alias] ?? null, one.timeframe));
  // Looker groups by what puts a dimension in order as well.
  const identity = (row: Joined, moved?: Moved): string =>
    JSON.stringify([
      labels(row, moved).map(identityOf),
      ranks(row).map((rank) => (rank === undefined ? "" : identityOf(rank))),
    ]);
  const grouped = (all: readonly Joined[], moved?: Moved): ReadonlyMap<string, Joined[]> => {
    const groups = new Map<string, Joined[]>();
    // Without dimensions there is one group, even of nothing.
    if (dimensions.length === 0) groups.set(JSON.stringify([[], []]), []);
    for (const row of all) {
      const key = identity(row, moved);
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return groups;
  };
  const before = new Map<string, ReadonlyMap<string, Joined[]>>();
  /** The rows of a group as they were a period before. */
  const then = (moved: Moved, key: string): readonly Joined[] | undefined => {
    const name = `${moved.alias}.${moved.time} ${moved.period}`;
    const known = before.get(name);
    if (known !== undefined) return known.get(key);
    const whole = new Set<Timeframe>(["week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"]);
    const days = dimensions.some(
      (one) => one.alias === moved.alias && one.dimension.name === moved.time && !whole.has(one.timeframe),
    );
    const time = named(viewAt(world, moved.alias).dimensions, moved.time);
    const all = kept(moved).filter((row) => {
      const value = valueOf(world, viewAt(world, moved.alias), time, row[moved.alias] ?? null, "raw");
      if (typeof value !== "string") return false;
      return !days || later(later(value, moved.period), moved.period, -1) === value;
    });
    const groups = grouped(all, moved);
    before.set(name, groups);
    return groups.get(key);
  };
  const valued = (one: Extract<Field, { kind: "measure" }>, key: string, group: readonly Joined[]): Value => {
    const { compared, from } = one.measure;
    if (compared === undefined || from === undefined) return measure(world, one, group);
    const base = { ...one, measure: named(one.view.measures, from) };
    const old = then({ alias: one.alias, time: compared.time, period: compared.period }, key);
    const [present, past] = [
      measure(world, base, group),
      old === undefined ? null : measure(world, base, old),
    ];
    if (compared.kind === "previous") return past;
    if (present === null || past === null || typeof present !== "object" || typeof past !== "object")
      return null;
    const difference = minus(present, past);
    if (compared.kind === "difference") return difference;
    return past.top === 0n ? null : times(difference, fraction(past.bottom, past.top));
  };

  const answer = [...grouped(kept(undefined))]
    .filter(([key, group]) =>
      filters.every(({ on, filter }) => on.kind !== "measure" || holds(filter, valued(on, key, group))),
    )
    .map(([key, group]) => {
      const [first] = group;
      const shownLabels = first === undefined ? [] : labels(first);
      const shownRanks = first === undefined ? [] : ranks(first);
      let index = -1;
      const values = asks.map((one): Value => {
        if (one.kind === "measure") return valued(one, key, group);
        index += 1;
        return shownLabels[index] ?? null;
      });
      return { values, ranks: shownRanks };
    });
  const places = asks.flatMap((one, index) => (one.kind === "dimension" ? [index] : []));
  const ordered = sorted(
    answer.map((row) => [...row.values, ...row.ranks.map((rank) => rank ?? null)]),
    asked,
    asks,
    (column) => {
      const dimension = places.indexOf(column);
      const ranked = dimension >= 0 && answer.some((row) => row.ranks[dimension] !== undefined);
      return ranked ? asks.length + dimension : undefined;
    },
  );
  const shownRows = ordered.slice(0, asked.limit ?? answer.length).map((row) => row.slice(0, asks.length));
  return {
    kinds: asks.map(kindOf),
    rows: shownRows.map((row, index) =>
      row.map((value, at) => {
        const type = asks[at]?.kind === "measure" ? asks[at].measure.type : undefined;
        const column = shownRows.map((one) => one[at] ?? null);
        return type === undefined ? value : reckoned(type, column, index, shownRows.length === answer.length);
      }),
    ),
  };
}

/** A time of a view as if it had been a period later. */
interface Moved {
  readonly alias: string;
  readonly time: string;
  readonly period: "date" | "week" | "month" | "quarter" | "year";
}

function at(
  world: World,
  one: Extract<Field, { kind: "dimension" }>,
  row: Joined,
  timeframe: Timeframe,
  moved: Moved | undefined,
): Value {
  const own = row[one.alias] ?? null;
  if (moved?.alias !== one.alias || moved.time !== one.dimension.name)
    return valueOf(world, one.view, one.dimension, own, timeframe);
  const value = valueOf(world, one.view, one.dimension, own, "raw");
  return typeof value === "string"
    ? cut(later(value, moved.period), timeframe, world.calendar ?? USUAL)
    : null;
}

/** What is reckoned down the rows that have come; any other value as it is. */
function reckoned(type: MeasureType, column: readonly Value[], index: number, whole: boolean): Value {
  const number = (value: Value | undefined): Fraction | null =>
    value !== null && typeof value === "object" ? value : null;
  const sum = (values: readonly Value[]): Fraction =>
    values
      .map(number)
      .reduce<Fraction>((total, one) => (one === null ? total : plus(total, one)), fraction(0n));
  const percent = (part: Fraction, of: Fraction): Value =>
    of.top === 0n ? null : times(times(part, fraction(100n)), fraction(of.bottom, of.top));
  const [own, before] = [number(column[index]), number(column[index - 1])];
  switch (type) {
    case "running_total":
      // Nothing has been added up until the first value is known.
      return column.slice(0, index + 1).every((value) => value === null)
        ? null
        : sum(column.slice(0, index + 1));
    case "percent_of_total":
      return own === null || !whole ? null : percent(own, sum(column));
    case "percent_of_previous":
      return own === null || before === null ? null : percent(minus(own, before), before);
    default:
      return column[index] ?? null;
  }
}

function kindOf(field: Field): Kind {
  if (field.kind === "measure") {
    const { type, from, compared } = field.measure;
    if (type === "list" || type === "date" || type === "string") return "text";
    if (type === "yesno") return "yesno";
    if (/^(?:average|number$|percent_of)/.test(type) || compared?.kind === "relative_change")
      return "average";
    return from === undefined ? "number" : kindOf({ ...field, measure: named(field.view.measures, from) });
  }
  if (field.kind === "selector") return "text";
  const { type } = field.dimension;
  if (type === "time") return NUMBERED.test(field.timeframe) ? "number" : "text";
  return type === "string" || type === "place" ? "text" : type;
}

/** Timeframes whose values are numbers. */
const NUMBERED = /^(?:year|hour_of_day|day_of_week_index|day_of_month|day_of_year|week_of_year|.*month_num)$/;

/** A yesno that is not known is shown as No: Looker's `CASE WHEN … THEN 'Yes' ELSE 'No' END`. */
function shown(value: Value, dimension: WorldDimension): Value {
  return dimension.type === "yesno" ? value === true : value;
}
