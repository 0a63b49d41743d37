// The oracle: a question and all rows -> the answer, by joining everything row by row and counting each row once.
import { filtersFor, termHolds, whereFor } from "./always.ts";
import { valueOf } from "./dimension.ts";
import { type Field, fieldOf } from "./field.ts";
import { eachTerm, holds, textOf } from "./filter.ts";
import { compare, type Fraction, fraction, minus, plus, readFraction, times } from "./fraction.ts";
import { joinAll, type Joined, selects } from "./join.ts";
import { identityOf, inOrder, type Value } from "./value.ts";
import {
  type Asked,
  type MeasureType,
  named,
  type Row,
  type Rows,
  type World,
  type WorldDimension,
} from "./world.ts";

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

  const passes = (row: Joined): boolean =>
    where === undefined ||
    where.some(({ term, on }) => {
      if (on.kind !== "dimension") throw new Error(`${term.field} is no dimension`);
      return termHolds(term, valueOf(world, on.view, on.dimension, row[on.alias] ?? null, "raw"));
    });
  const kept = joined.filter(passes).filter((row) =>
    filters.every(({ on, filter }) => {
      if (on.kind === "measure") return true;
      // A filter that says nothing is none, and nothing is selected.
      if (on.kind === "selector" && textOf(filter) === "") return true;
      if (on.kind === "selector" && on.keeps === "all")
        return eachTerm(filter).every((one) => selects(world, rows, row, on, (value) => holds(one, value)));
      if (on.kind === "selector")
        return selects(world, rows, row, on, (value) => holds(filter, value)) === (on.keeps === "any");
      return holds(filter, valueOf(world, on.view, on.dimension, row[on.alias] ?? null, "raw"));
    }),
  );

  const groups = new Map<string, Joined[]>();
  const label = (one: Field, row: Joined | undefined): Value => {
    if (one.kind !== "dimension" || row === undefined) throw new Error("a group has no such label");
    const value = valueOf(world, one.view, one.dimension, row[one.alias] ?? null, one.timeframe);
    return shown(value, one.dimension);
  };
  const dimensions = asks.filter((one) => one.kind !== "measure");
  // Without dimensions there is one group, even of nothing.
  if (dimensions.length === 0) groups.set("", []);
  for (const row of kept) {
    const identity = dimensions.map((one) => identityOf(label(one, row))).join(" ");
    groups.set(identity, [...(groups.get(identity) ?? []), row]);
  }

  const answer = [...groups.values()]
    .filter((group) =>
      filters.every(({ on, filter }) => on.kind !== "measure" || holds(filter, measure(world, on, group))),
    )
    .map((group) =>
      asks.map((one) => (one.kind === "measure" ? measure(world, one, group) : label(one, group[0]))),
    );
  const shownRows = sorted(answer, asked, asks).slice(0, asked.limit ?? answer.length);
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
    const { type, from } = field.measure;
    if (/^(?:average|number$|percent_of)/.test(type)) return "average";
    return from === undefined ? "number" : kindOf({ ...field, measure: named(field.view.measures, from) });
  }
  if (field.kind === "selector") return "text";
  if (field.dimension.type === "time") return field.timeframe === "year" ? "number" : "text";
  return field.dimension.type === "string" ? "text" : field.dimension.type;
}

/** A yesno that is not known is shown as No: Looker's `CASE WHEN … THEN 'Yes' ELSE 'No' END`. */
function shown(value: Value, dimension: WorldDimension): Value {
  return dimension.type === "yesno" ? value === true : value;
}

/** A measure over a group: each row of its view once, told apart by its key; made-up rows have none. */
function measure(world: World, field: Extract<Field, { kind: "measure" }>, group: readonly Joined[]): Value {
  const { share, from, distinctKey } = field.measure;
  if (from !== undefined)
    return measure(world, { ...field, measure: named(field.view.measures, from) }, group);
  if (share !== undefined) {
    const part = (name: string): Value =>
      measure(world, { ...field, measure: named(field.view.measures, name) }, group);
    const [top, bottom] = [part(share.top), part(share.bottom)];
    if (top === null || bottom === null || typeof top !== "object" || typeof bottom !== "object") return null;
    return bottom.top === 0n ? null : times(top, fraction(bottom.bottom, bottom.top));
  }
  const { key } = named(world.tables, field.view.table);
  const distinct = new Map<string, Row>();
  for (const joined of group) {
    const row = joined[field.alias] ?? null;
    if (row !== null) distinct.set(JSON.stringify(key.map((column) => row[column])), row);
  }
  const { of, percentile, filters } = field.measure;
  const matching = [...distinct.values()].filter((row) =>
    filters.every(({ dimension, filter }) =>
      holds(filter, valueOf(world, field.view, named(field.view.dimensions, dimension), row, "raw")),
    ),
  );
  const rows = distinctKey === undefined ? matching : onceEach(world, field, distinctKey, matching);
  const type = distinctKey === undefined ? field.measure.type : field.measure.type.replace("_distinct", "");
  if (of === undefined) return fraction(BigInt(rows.length));
  const values = rows.map((row) => valueOf(world, field.view, named(field.view.dimensions, of), row, "raw"));
  if (type === "count_distinct")
    return fraction(BigInt(new Set(values.filter((value) => value !== null).map(identityOf)).size));
  const numbers = values.filter((value) => value !== null && typeof value === "object");
  const ordered = numbers.toSorted(compare);
  const total = numbers.reduce(plus, fraction(0n));
  const size = BigInt(numbers.length);
  const at = (index: bigint): Value => ordered[Number(index)] ?? null;
  switch (type) {
    case "count":
    case "number":
      throw new Error(`a ${type} has no operand`);
    case "sum":
      return total;
    case "average":
      return size === 0n ? null : times(total, fraction(1n, size));
    case "min":
      return at(0n);
    case "max":
      return at(size - 1n);
    case "median": {
      const [low, high] = [at((size - 1n) / 2n), at(size / 2n)];
      if (low === null || high === null || typeof low !== "object" || typeof high !== "object") return null;
      return times(plus(low, high), fraction(1n, 2n));
    }
    case "percentile": {
      if (percentile === undefined) throw new Error("a percentile has no number");
      const place = times(readFraction(String(percentile)), fraction(size - 1n, 100n));
      // Places count from 0; between two of them lies as much of the way from value to value.
      const before = place.top / place.bottom;
      const [low, high] = [at(before), at(place.top % place.bottom === 0n ? before : before + 1n)];
      if (low === null || high === null || typeof low !== "object" || typeof high !== "object") return null;
      return plus(low, times(minus(high, low), minus(place, fraction(before))));
    }
    default:
      throw new Error(`a ${type} is taken from no rows`);
  }
}

/** One row for each value of a dimension; none for those where it is not known. */
function onceEach(
  world: World,
  field: Extract<Field, { kind: "measure" }>,
  dimension: string,
  rows: readonly Row[],
): readonly Row[] {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const value = valueOf(world, field.view, named(field.view.dimensions, dimension), row, "raw");
    if (value !== null) found.set(identityOf(value), row);
  }
  return [...found.values()];
}

/**
 * As asked; else Looker's usual order: the first time, latest first, else the first measure, largest first,
 * else the first dimension. The unknown is last either way; equal rows follow their dimensions.
 */
function sorted(
  rows: readonly (readonly Value[])[],
  asked: Asked,
  fields: readonly Field[],
): readonly (readonly Value[])[] {
  const at = (name: string): number => asked.fields.indexOf(name);
  const first = (test: (field: Field) => boolean): number => fields.findIndex(test);
  const time = first((field) => field.kind === "dimension" && field.dimension.type === "time");
  const number = first((field) => field.kind === "measure");
  const usual =
    time >= 0 ? { at: time, down: true } : number >= 0 ? { at: number, down: true } : { at: 0, down: false };
  const chosen = asked.sorts.map((sort) => ({ at: at(sort.field), down: sort.descending }));
  const order = [
    ...(chosen.length > 0 ? chosen : [usual]),
    ...fields.flatMap((field, index) => (field.kind === "dimension" ? [{ at: index, down: false }] : [])),
  ];
  return rows.toSorted((one, other) => {
    for (const { at, down } of order) {
      const [a, b] = [one[at] ?? null, other[at] ?? null];
      if (a === null || b === null) {
        if (a !== b) return a === null ? 1 : -1;
        continue;
      }
      const difference = inOrder(a, b);
      if (difference !== 0) return down ? -difference : difference;
    }
    return 0;
  });
}
