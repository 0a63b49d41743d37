// Dice -> a filter in the language of a field's type, within the part of it that cannot be read in two ways.
import type { Dice } from "./dice.ts";
import type { Bound, DateTerm, Filter, NumberTerm, StringTerm } from "./filter.ts";
import { POOLS } from "./pools.ts";

/**
 * A random filter; now and then an empty one, which asks nothing.
 * @param texts those that the rows hold
 * @param blank whether it may be an empty one
 */
export function inventFilter(
  dice: Dice,
  type: "string" | "number" | "yesno" | "time" | "place",
  texts: readonly string[],
  blank = true,
): Filter {
  const empty = blank && dice.chance(5);
  switch (type) {
    case "string": {
      const negative = dice.pick([0, 0, 100, 30]);
      const terms = empty ? [] : Array.from({ length: fewOf(dice) }, () => stringTerm(dice, texts, negative));
      return { language: "string", terms };
    }
    case "number":
      return numberFilter(dice, empty);
    case "time":
      return {
        language: "date",
        terms: empty ? [] : Array.from({ length: fewOf(dice) }, () => dateTerm(dice)),
      };
    case "place":
      return { language: "place", text: empty ? "" : dice.pick(["NULL", "NOT NULL"]) };
    case "yesno":
      return { language: "yesno", text: empty ? "" : dice.pick(["Yes", "No", "yes", "no", "TRUE", "FALSE"]) };
  }
}

function fewOf(dice: Dice): number {
  return dice.pick([1, 1, 2, 2, 3]);
}

function stringTerm(dice: Dice, texts: readonly string[], negative: number): StringTerm {
  const kind = dice.pick([
    ...(["is", "is", "is", "is", "is", "starts", "ends", "has", "around", "one", "null", "empty"] as const),
    ...(dice.chance(10) ? (["any"] as const) : []),
  ]);
  const pool = dice.chance(85) ? texts : POOLS.text;
  const text = dice.pick(pool);
  // Blanks at the ends of a pattern, and a pattern of nothing, read as something else.
  const inside = dice.pick(["a", ...pool].filter((one) => one !== "" && one.trim() === one));
  return {
    kind,
    negative: kind !== "any" && dice.chance(negative),
    text: kind === "is" ? text : inside,
    end: dice.pick(["a", "b", "é"]),
  };
}

function numberFilter(dice: Dice, empty: boolean): Filter {
  const joint = dice.pick([",", " OR "] as const);
  const value = (): string =>
    dice.chance(75)
      ? dice.pick(["0", "1", "2", "3"])
      : dice.pick([...POOLS.integer, "0.1", "1.25", "99.99", "0.25"]);
  const is = (): NumberTerm => ({ kind: "is", value: value() });
  const none = { language: "number", wanted: [], unwanted: [], joint } as const;
  if (empty) return none;
  const several = <Term>(make: () => Term): readonly Term[] => Array.from({ length: fewOf(dice) }, make);
  switch (
    dice.pick([
      "is",
      "range",
      "range",
      "mixed",
      "not",
      "not",
      "not range",
      "null",
      "not null",
      "range, not",
    ] as const)
  ) {
    case "is":
      return { ...none, wanted: several(is) };
    case "range":
      return { ...none, wanted: several(() => range(dice)) };
    case "mixed":
      return { ...none, wanted: [range(dice), is()] };
    case "not":
      return { ...none, unwanted: several(is) };
    case "not range":
      return { ...none, unwanted: [range(dice, ["brackets", "to"])] };
    case "null":
      return { ...none, wanted: [{ kind: "null" }, ...(dice.chance(30) ? [is()] : [])] };
    case "not null":
      return { ...none, unwanted: [{ kind: "null" }] };
    case "range, not":
      return { ...none, wanted: [range(dice)], unwanted: [is()], joint: "," };
  }
}

function range(
  dice: Dice,
  spellings: readonly ("signs" | "brackets" | "to")[] = ["signs", "brackets", "to"],
): NumberTerm {
  const [a, b] = dice
    .some(["-1", "0", "0.5", "1", "2", "3", "50"], 2)
    .toSorted((one, other) => Number(one) - Number(other));
  const spelled = dice.pick(spellings);
  const bound = (value: string | undefined): Bound | undefined =>
    value === undefined ? undefined : { value, included: spelled === "to" || dice.chance(50) };
  const open = dice.pick(["low", "high", "neither", "neither"] as const);
  return {
    kind: "range",
    low: open === "low" ? undefined : bound(a),
    high: open === "high" ? undefined : bound(b),
    spelled,
  };
}

function dateTerm(dice: Dice): DateTerm {
  const span = dice.pick(SPANS);
  const later = dice.pick(SPANS);
  switch (dice.pick(["span", "span", "span", "to", "before", "after", "null", "not null"] as const)) {
    case "span":
      return { kind: "span", ...span };
    case "to":
      return { kind: "span", text: `${span.text} to ${later.text}`, start: span.start, end: later.start };
    case "before":
      return { kind: "span", text: `before ${span.text}`, start: undefined, end: span.start };
    case "after":
      return { kind: "span", text: `after ${span.text}`, start: span.start, end: undefined };
    case "null":
      return { kind: "null" };
    case "not null":
      return { kind: "not null" };
  }
}

const SPANS = [
  { text: "2020", start: "2020-01-01", end: "2021-01-01" },
  { text: "2019", start: "2019-01-01", end: "2020-01-01" },
  { text: "2020-Q1", start: "2020-01-01", end: "2020-04-01" },
  { text: "2019-Q4", start: "2019-10-01", end: "2020-01-01" },
  { text: "2019-12", start: "2019-12-01", end: "2020-01-01" },
  { text: "2020/02", start: "2020-02-01", end: "2020-03-01" },
  { text: "2020-02-29", start: "2020-02-29", end: "2020-03-01" },
  { text: "2019-12-30", start: "2019-12-30", end: "2019-12-31" },
  { text: "2020/03/31", start: "2020-03-31", end: "2020-04-01" },
] as const;
