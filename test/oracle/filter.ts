// A filter as data: its text in Looker's filter language, and by itself what it holds of.
import { compare, readFraction } from "./fraction.ts";
import type { Value } from "./value.ts";

/** One term of a string filter. `around`: starts with `text` and ends with `end`. `one`: any one character, then `text`. */
export interface StringTerm {
  readonly negative: boolean;
  readonly kind: "is" | "starts" | "ends" | "has" | "around" | "one" | "null" | "empty" | "any";
  readonly text: string;
  readonly end: string;
}

/** One bound of a range of numbers. */
export interface Bound {
  readonly value: string;
  readonly included: boolean;
}

/** One term of a number filter. `spelled` says how a range is written, where the bounds allow it. */
export type NumberTerm =
  | { readonly kind: "is"; readonly value: string }
  | { readonly kind: "null" }
  | {
      readonly kind: "range";
      readonly low: Bound | undefined;
      readonly high: Bound | undefined;
      readonly spelled: "signs" | "brackets" | "to";
    };

/** One term of a date filter: `[start, end)`, either of which may be open, as `text` says it. */
export type DateTerm =
  | { readonly kind: "null" | "not null" }
  | {
      readonly kind: "span";
      readonly text: string;
      readonly start: string | undefined;
      readonly end: string | undefined;
    };

/** A condition on one value. */
export type Filter =
  | { readonly language: "string"; readonly terms: readonly StringTerm[] }
  /** Any of `wanted` (no such term: anything) and none of `unwanted`. */
  | {
      readonly language: "number";
      readonly wanted: readonly NumberTerm[];
      readonly unwanted: readonly NumberTerm[];
      readonly joint: "," | " OR ";
    }
  | { readonly language: "date"; readonly terms: readonly DateTerm[] }
  | { readonly language: "yesno"; readonly text: string }
  /** Of a place: whether it is known, or nothing asked. */
  | { readonly language: "place"; readonly text: "" | "NULL" | "NOT NULL" };

/** The filter as Looker's API takes it. */
export function textOf(filter: Filter): string {
  switch (filter.language) {
    case "string":
      return filter.terms.map(stringText).join(",");
    case "number":
      return [
        filter.wanted.map(numberText).join(filter.joint === "," ? ", " : filter.joint),
        ...filter.unwanted.map((term) => `NOT ${numberText(term)}`),
      ]
        .filter((text) => text !== "")
        .join(", ");
    case "date":
      return filter.terms.map((term) => (term.kind === "span" ? term.text : term.kind)).join(", ");
    case "yesno":
    case "place":
      return filter.text;
  }
}

/** A string filter for each of its terms. */
export function eachTerm(filter: Filter): readonly Filter[] {
  if (filter.language !== "string") throw new Error("a selector is filtered on by texts");
  return filter.terms.map((term) => ({ language: "string", terms: [term] }));
}

/** Whether a value passes, by Looker's rules: what is unwanted leaves the unknown in. */
export function holds(filter: Filter, value: Value): boolean {
  switch (filter.language) {
    case "string": {
      const positive = filter.terms.filter((term) => !term.negative);
      const negative = filter.terms.filter((term) => term.negative);
      return (
        (positive.length === 0 || positive.some((term) => stringHolds(term, value))) &&
        negative.every((term) => !stringHolds(term, value))
      );
    }
    case "number":
      return (
        (filter.wanted.length === 0 || filter.wanted.some((term) => numberHolds(term, value))) &&
        filter.unwanted.every((term) => !numberHolds(term, value))
      );
    case "date":
      return filter.terms.length === 0 || filter.terms.some((term) => dateHolds(term, value));
    case "yesno": {
      if (filter.text === "") return true;
      return (value === true) === /^(yes|true)$/i.test(filter.text);
    }
    case "place":
      return filter.text === "" || (value === null) === (filter.text === "NULL");
  }
}

function stringText(term: StringTerm): string {
  const sign = term.negative ? "-" : "";
  const text = escaped(term.text);
  switch (term.kind) {
    case "is": {
      const quoted = term.text === "" || term.text.trim() !== term.text || /^(null|empty)$/i.test(term.text);
      if (quoted) return `${sign}"${text}"`;
      return `${sign}${text.replace(/^-/, "^-")}`;
    }
    case "starts":
      return `${sign}${text.replace(/^-/, "^-")}%`;
    case "ends":
      return `${sign}%${text}`;
    case "has":
      return `${sign}%${text}%`;
    case "around":
      return `${sign}${text.replace(/^-/, "^-")}%${escaped(term.end)}`;
    case "one":
      return `${sign}_${text}`;
    case "null":
      return `${sign}NULL`;
    case "empty":
      return `${sign}EMPTY`;
    case "any":
      return "%";
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\^%_",]/g, (sign) => `^${sign}`);
}

function stringHolds(term: StringTerm, value: Value): boolean {
  if (term.kind === "any") return true;
  if (term.kind === "null") return value === null;
  if (term.kind === "empty") return value === null || value === "";
  if (typeof value !== "string") return false;
  switch (term.kind) {
    case "is":
      return value === term.text;
    case "starts":
      return value.startsWith(term.text);
    case "ends":
      return value.endsWith(term.text);
    case "has":
      return value.includes(term.text);
    case "around":
      return (
        value.length >= term.text.length + term.end.length &&
        value.startsWith(term.text) &&
        value.endsWith(term.end)
      );
    case "one":
      // One character, not one half of one.
      return value !== "" && Array.from(value).slice(1).join("") === term.text;
  }
}

function numberText(term: NumberTerm): string {
  if (term.kind === "is") return term.value;
  if (term.kind === "null") return "NULL";
  const { low, high, spelled } = term;
  if (spelled === "to" && low?.included !== false && high?.included !== false)
    return `${low === undefined ? "" : `${low.value} `}to${high === undefined ? "" : ` ${high.value}`}`;
  if (spelled === "brackets")
    return `${low?.included === true ? "[" : "("}${low?.value ?? "-inf"}, ${high?.value ?? "inf"}${high?.included === true ? "]" : ")"}`;
  return [
    ...(low === undefined ? [] : [`>${low.included ? "=" : ""}${low.value}`]),
    ...(high === undefined ? [] : [`<${high.included ? "=" : ""}${high.value}`]),
  ].join(" AND ");
}

function numberHolds(term: NumberTerm, value: Value): boolean {
  if (term.kind === "null") return value === null;
  if (value === null || typeof value !== "object") return false;
  if (term.kind === "is") return compare(value, readFraction(term.value)) === 0;
  const within = (bound: Bound | undefined, side: 1 | -1): boolean => {
    if (bound === undefined) return true;
    const difference = side * compare(value, readFraction(bound.value));
    return difference > 0 || (bound.included && difference === 0);
  };
  return within(term.low, 1) && within(term.high, -1);
}

function dateHolds(term: DateTerm, value: Value): boolean {
  if (term.kind !== "span") return (value === null) === (term.kind === "null");
  if (typeof value !== "string") return false;
  // A day is compared as its midnight.
  const moment = (text: string): string => (text.length === 10 ? `${text} 00:00:00` : text);
  return (
    (term.start === undefined || moment(value) >= moment(term.start)) &&
    (term.end === undefined || moment(value) < moment(term.end))
  );
}
