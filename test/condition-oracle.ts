// A condition and a value -> whether the value passes, without SQL: what compiled conditions are compared with.
import type { PatternPiece } from "../generator/filter/tree.ts";
import type { Comparison, Condition } from "../local/filter/condition.ts";

/** A value as the database holds it: numbers are decimal text, days and points in time ISO text. */
export type TestedValue = string | boolean | null;

/** How values of one kind are compared. */
export interface Comparing {
  /** Below 0, 0 or above 0, as the first comes before, with or after the second. */
  readonly compare: (one: string, other: string) => number;
  /** What texts are told apart by: themselves, or their small letters. */
  readonly fold: (text: string) => string;
}

const same = (text: string): string => text;

/** Texts, which differ in every letter. */
export const texts: Comparing = { compare: inOrder, fold: same };
/** Numbers of any length, exactly. */
export const numbers: Comparing = { compare: compareNumbers, fold: same };
/** Days and points in time; a day is its midnight. */
export const times: Comparing = {
  compare: (one, other) => inOrder(sortable(one), sortable(other)),
  fold: same,
};

/** Years may have five digits: what is left out ends with the year 9999. */
function sortable(time: string): string {
  return (time.includes(" ") ? time : `${time} 00:00:00`).padStart(20, "0");
}

/** Whether the value passes, read off the tree: what is not asked of the unknown, the unknown does not pass. */
export function evaluate(condition: Condition, value: TestedValue, comparing: Comparing): boolean {
  switch (condition.kind) {
    case "anything":
      return true;
    case "and":
      return condition.terms.every((term) => evaluate(term, value, comparing));
    case "or":
      return condition.terms.some((term) => evaluate(term, value, comparing));
    case "not":
      return value === null || !evaluate(condition.term, value, comparing);
    case "unknown":
      return value === null;
    case "known":
      return value !== null;
    case "blank":
      return value === null || value === "";
    case "filled":
      return value !== null && value !== "";
    case "place":
      throw new Error("a place has two values");
    case "is":
      return (value === true) === condition.value;
    case "equals":
      return (
        typeof value === "string" &&
        condition.values.some((one) => comparing.compare(comparing.fold(value), comparing.fold(one)) === 0)
      );
    case "compare":
      return (
        typeof value === "string" && follows(condition.comparison, comparing.compare(value, condition.value))
      );
    case "like":
      return (
        typeof value === "string" &&
        matches(
          condition.pattern.map((piece) =>
            typeof piece === "string" ? piece : { text: comparing.fold(piece.text) },
          ),
          Array.from(comparing.fold(value)),
        )
      );
  }
}

/** @param order of the value to what it is compared with */
function follows(comparison: Comparison, order: number): boolean {
  switch (comparison) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

function matches(pattern: readonly PatternPiece[], characters: readonly string[]): boolean {
  const [piece, ...rest] = pattern;
  if (piece === undefined) return characters.length === 0;
  if (piece === "one") return characters.length > 0 && matches(rest, characters.slice(1));
  if (piece === "any")
    return Array.from({ length: characters.length + 1 }, (_, index) => index).some((from) =>
      matches(rest, characters.slice(from)),
    );
  const text = Array.from(piece.text);
  return (
    text.every((character, index) => characters[index] === character) &&
    matches(rest, characters.slice(text.length))
  );
}

function inOrder(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function compareNumbers(one: string, other: string): number {
  const [a, b] = [scaled(one), scaled(other)];
  const places = Math.max(a.places, b.places);
  const difference =
    a.digits * 10n ** BigInt(places - a.places) - b.digits * 10n ** BigInt(places - b.places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function scaled(text: string): { readonly digits: bigint; readonly places: number } {
  const [, sign = "", whole = "", decimals = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e(-?\d+))?$/.exec(text) ?? [];
  if (whole === "") throw new Error(`${text} is not a number as filters write it`);
  const digits = BigInt(`${sign}${whole}${decimals}`);
  const places = decimals.length - Number(exponent);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}
