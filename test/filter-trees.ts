// Random filters as trees, of every language, with the characters that expressions have to escape.
import * as fc from "fast-check";
import type { PatternPiece } from "../generator/filter/tree.ts";
import {
  DISTANCE_UNITS,
  type DateTerm,
  type Filter,
  type Interval,
  type LocationTerm,
  type NumberTerm,
  type Period,
  type Place,
  type StringTerm,
  UNITS,
  WEEKDAYS,
} from "../generator/filter/tree.ts";

const SIGNS = [
  "a",
  "b",
  "B",
  "é",
  "😀",
  "%",
  "_",
  "^",
  "-",
  ",",
  '"',
  "'",
  "\\",
  " ",
  "  ",
  "\t",
  "null",
  "EMPTY",
];

/** Short texts of letters and signs, so that values and filters meet often. */
export const text = (signs: readonly string[] = SIGNS): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...signs), { maxLength: 4 }).map((parts) => parts.join(""));

/** Patterns as they are read: with a wildcard, no two texts beside each other, no two `any` beside each other. */
function pattern(signs: readonly string[]): fc.Arbitrary<readonly PatternPiece[]> {
  const piece: fc.Arbitrary<PatternPiece> = fc.oneof(
    fc.constantFrom("any" as const, "one" as const),
    text(signs)
      .filter((one) => one !== "")
      .map((one) => ({ text: one })),
  );
  return fc
    .array(piece, { minLength: 1, maxLength: 4 })
    .map((pieces) =>
      pieces.filter((one, index) => {
        const before = pieces[index - 1];
        return one === "any" ? before !== "any" : typeof one === "string" || typeof before !== "object";
      }),
    )
    .filter((pieces) => pieces.some((one) => typeof one === "string"));
}

/** Terms of string filters. */
export const stringTerm = (signs: readonly string[] = SIGNS): fc.Arbitrary<StringTerm> =>
  fc.oneof(
    { weight: 4, arbitrary: text(signs).map((one) => ({ kind: "text" as const, text: one })) },
    { weight: 3, arbitrary: pattern(signs).map((pieces) => ({ kind: "pattern" as const, pieces })) },
    { weight: 1, arbitrary: fc.constantFrom({ kind: "blank" as const }, { kind: "null" as const }) },
  );

const number = fc.constantFrom(
  "0",
  "1",
  "-1",
  "2.50",
  "-0.5",
  "3",
  "10",
  "1e3",
  "9007199254740993",
  "12345678901234567.89",
);
const bound = fc.record({ value: number, included: fc.boolean() });

/** Terms of number filters. */
const numberTerm: fc.Arbitrary<NumberTerm> = fc.oneof(
  { weight: 4, arbitrary: number.map((value) => ({ kind: "number" as const, value })) },
  { weight: 1, arbitrary: fc.constant({ kind: "null" as const }) },
  {
    weight: 4,
    arbitrary: fc.oneof(
      fc.record({
        kind: fc.constant("range" as const),
        low: bound,
        high: fc.option(bound, { nil: undefined }),
      }),
      fc.record({ kind: fc.constant("range" as const), low: fc.constant(undefined), high: bound }),
    ),
  },
);

const interval: fc.Arbitrary<Interval> = fc.record({
  count: fc.integer({ min: 0, max: 40 }),
  unit: fc.constantFrom(...UNITS),
});
const year = fc.constantFrom(1, 99, 1999, 2000, 2018, 2020, 2024, 9999);
const between = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const date: fc.Arbitrary<Period> = fc.oneof(
  fc.record({ kind: fc.constant("fiscal year" as const), year }),
  fc.record({ kind: fc.constant("quarter" as const), year, quarter: between(1, 4), fiscal: fc.boolean() }),
  fc.record({ kind: fc.constant("moment" as const), year }),
  fc.record({ kind: fc.constant("moment" as const), year, month: between(1, 12) }),
  fc.record({ kind: fc.constant("moment" as const), year, month: between(1, 12), day: between(1, 28) }),
  fc
    .tuple(year, between(1, 12), between(1, 28), between(0, 23), between(0, 59), fc.option(between(0, 59)))
    .map(([y, month, day, hour, minute, second]) => ({
      kind: "moment" as const,
      year: y,
      month,
      day,
      hour,
      minute,
      ...(second === null ? {} : { second }),
    })),
);
const current = fc.constantFrom(...UNITS).map((unit): Period => ({ kind: "relative", count: 0, unit }));
const period: fc.Arbitrary<Period> = fc.oneof(
  date,
  fc.record({
    kind: fc.constant("relative" as const),
    count: between(-30, 30),
    unit: fc.constantFrom(...UNITS),
  }),
  fc.record({ kind: fc.constant("weekday" as const), weekday: fc.constantFrom(...WEEKDAYS) }),
);

/** Terms of date filters. */
export const dateTerm: fc.Arbitrary<DateTerm> = fc.oneof(
  period.map((one) => ({ kind: "in" as const, period: one })),
  interval.map((one) => ({ kind: "last" as const, interval: one })),
  fc.record({ kind: fc.constant("for" as const), start: period, interval }),
  fc.record({ kind: fc.constant("to" as const), start: date, end: date }),
  fc.record({ kind: fc.constant("to" as const), start: current, end: current }),
  fc.record({ kind: fc.constantFrom("before" as const, "after" as const), period }),
  fc.constantFrom({ kind: "null" as const }, { kind: "not null" as const }),
);

const place: fc.Arbitrary<Place> = fc.record({
  latitude: fc.constantFrom("0", "36.97", "-90", "90"),
  longitude: fc.constantFrom("0", "-122.03", "180", "-180.0"),
});
const locationTerm: fc.Arbitrary<LocationTerm> = fc.oneof(
  place.map((one) => ({ kind: "point" as const, place: one })),
  fc.record({ kind: fc.constant("box" as const), from: place, to: place }),
  fc.record({
    kind: fc.constant("circle" as const),
    radius: fc.constantFrom("0", "40", "0.5"),
    unit: fc.constantFrom(...DISTANCE_UNITS),
    center: place,
  }),
  fc.constantFrom({ kind: "null" as const }, { kind: "not null" as const }),
);

const few = <Thing>(thing: fc.Arbitrary<Thing>): fc.Arbitrary<readonly Thing[]> =>
  fc.array(thing, { maxLength: 3 });

/** Filters by language; numbers with each unwanted term once, as they are read. */
export const filters = {
  string: (signs?: readonly string[]): fc.Arbitrary<Filter> =>
    fc.record({
      language: fc.constantFrom("string" as const, "tier" as const),
      wanted: few(stringTerm(signs)),
      unwanted: few(stringTerm(signs)),
    }),
  number: (): fc.Arbitrary<Filter> =>
    fc.record({
      language: fc.constant("number" as const),
      wanted: few(numberTerm),
      unwanted: fc.uniqueArray(numberTerm, { maxLength: 3, selector: (term) => JSON.stringify(term) }),
    }),
  yesno: (): fc.Arbitrary<Filter> =>
    fc.record({ language: fc.constant("yesno" as const), wanted: few(fc.boolean()) }),
  date: (): fc.Arbitrary<Filter> =>
    fc.record({ language: fc.constantFrom("date" as const, "date_time" as const), wanted: few(dateTerm) }),
  location: (): fc.Arbitrary<Filter> =>
    fc.record({
      language: fc.constant("location" as const),
      term: fc.option(locationTerm, { nil: undefined }),
    }),
};
