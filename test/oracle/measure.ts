// A measure and a group of joined rows -> its value, each row of its view counted once.
import { valueOf } from "./dimension.ts";
import type { Field } from "./field.ts";
import { holds } from "./filter.ts";
import { compare, fraction, minus, plus, printFraction, readFraction, times } from "./fraction.ts";
import type { Joined } from "./join.ts";
import { identityOf, inOrder, type Value } from "./value.ts";
import { named, type Row, type World } from "./world.ts";

/** A measure over a group: each row of its view once, told apart by its key; made-up rows have none. */
export function measure(
  world: World,
  field: Extract<Field, { kind: "measure" }>,
  group: readonly Joined[],
): Value {
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
  const { judged } = field.measure;
  if (judged !== undefined) {
    const value = measure(world, { ...field, measure: named(field.view.measures, judged.of) }, group);
    const isOver =
      value !== null && typeof value === "object" && compare(value, readFraction(judged.over)) > 0;
    return field.measure.type === "yesno" ? isOver : isOver ? "large" : "small";
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
  const rows = distinctKey === undefined ? matching : onceEach(world, field, distinctKey, of ?? "", matching);
  // One key says two things, and nobody said which of them counts.
  if (rows === undefined) return null;
  const type = distinctKey === undefined ? field.measure.type : field.measure.type.replace("_distinct", "");
  if (of === undefined) return fraction(BigInt(rows.length));
  const values = rows.map((row) => valueOf(world, field.view, named(field.view.dimensions, of), row, "raw"));
  const texts = values.filter((value) => typeof value === "string").toSorted(inOrder);
  if (type === "list")
    return values.every((value) => value === null)
      ? null
      : [
          ...new Set(
            values
              .filter((value) => value !== null)
              .map(spelled)
              .toSorted(),
          ),
        ].join("|RECORD|");
  if (type === "string" || type === "date") {
    const value = texts.at(field.measure.pick === "MIN" ? 0 : -1) ?? null;
    return type === "date" && typeof value === "string" ? value.slice(0, 10) : value;
  }
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

function spelled(value: Value): string {
  return value !== null && typeof value === "object" ? printFraction(value) : String(value);
}

/**
 * One row for each value of a dimension, with what it says where it says something; none for those where the
 * dimension is not known. Undefined where two say different things.
 */
function onceEach(
  world: World,
  field: Extract<Field, { kind: "measure" }>,
  dimension: string,
  of: string,
  rows: readonly Row[],
): readonly Row[] | undefined {
  const found = new Map<string, Row>();
  const said = (row: Row): Value => valueOf(world, field.view, named(field.view.dimensions, of), row, "raw");
  for (const row of rows) {
    const value = valueOf(world, field.view, named(field.view.dimensions, dimension), row, "raw");
    if (value === null) continue;
    const before = found.get(identityOf(value));
    const [own, other] = [said(row), before === undefined ? null : said(before)];
    if (own !== null && other !== null && identityOf(own) !== identityOf(other)) return undefined;
    if (before === undefined || other === null) found.set(identityOf(value), row);
  }
  return [...found.values()];
}
