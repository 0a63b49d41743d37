// A filter as a small tree: what an expression says, before any clock, column or warehouse is known.
import type { Weekday } from "../model/timeframe.ts";

export { type Weekday, WEEKDAYS } from "../model/timeframe.ts";

/** One piece of a pattern: text to stand there, any characters, or any one character. */
export type PatternPiece = { readonly text: string } | "any" | "one";

/** The filter languages; Looker picks one by the field's type. `date` is for days, `date_time` for points in time. */
export type FilterLanguage = "string" | "tier" | "number" | "yesno" | "date" | "date_time" | "location";

/** Any of what is wanted (nothing wanted: anything), and none of what is unwanted. */
export interface Choice<Term> {
  readonly wanted: readonly Term[];
  readonly unwanted: readonly Term[];
}

/** A term of a string filter. A pattern has a wildcard in it; `blank` is Looker's `EMPTY`. */
export type StringTerm =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "pattern"; readonly pieces: readonly PatternPiece[] }
  | { readonly kind: "blank" }
  | { readonly kind: "null" };

/** One end of a range of numbers. */
export interface Bound {
  /** Decimal text, every digit as written. */
  readonly value: string;
  readonly included: boolean;
}

/** A term of a number filter; a comparison is a range with one end. */
export type NumberTerm =
  | { readonly kind: "number"; readonly value: string }
  | { readonly kind: "range"; readonly low: Bound; readonly high: Bound | undefined }
  | { readonly kind: "range"; readonly low: undefined; readonly high: Bound }
  | { readonly kind: "null" };

/** Units of time, singular, Looker's names. */
export const UNITS = [
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "quarter",
  "year",
  "fiscal quarter",
  "fiscal year",
] as const;
/** A unit of time. */
export type Unit = (typeof UNITS)[number];

/** A number of units, e.g. `3 days`. */
export interface Interval {
  readonly count: number;
  readonly unit: Unit;
}

/** A stretch of time that has a name. */
export type Period =
  /** As long as its last given part: a year, a month, a day, a minute or a second. Parts are given from the left. */
  | {
      readonly kind: "moment";
      readonly year: number;
      readonly month?: number;
      readonly day?: number;
      readonly hour?: number;
      readonly minute?: number;
      readonly second?: number;
    }
  | { readonly kind: "quarter"; readonly year: number; readonly quarter: number; readonly fiscal: boolean }
  /** The fiscal year that starts in (or, with a negative offset, just before) this year. */
  | { readonly kind: "fiscal year"; readonly year: number }
  /** The current unit is 0, the last one -1, the next one 1: `3 days ago` is day -3. */
  | { readonly kind: "relative"; readonly count: number; readonly unit: Unit }
  /** The most recent day of that name, today included. */
  | { readonly kind: "weekday"; readonly weekday: Weekday };

/** A term of a date filter. */
export type DateTerm =
  | { readonly kind: "in"; readonly period: Period }
  /** So many units up to and with the current one. */
  | { readonly kind: "last"; readonly interval: Interval }
  /** From the start of a period on, for so long. */
  | { readonly kind: "for"; readonly start: Period; readonly interval: Interval }
  /** From the start of one period to the start of another, which is left out. */
  | { readonly kind: "to"; readonly start: Period; readonly end: Period }
  /** Before the start of a period. */
  | { readonly kind: "before"; readonly period: Period }
  /** At the start of a period or later. */
  | { readonly kind: "after"; readonly period: Period }
  | { readonly kind: "null" }
  | { readonly kind: "not null" };

/** A point on the globe, in degrees, as decimal text. */
export interface Place {
  readonly latitude: string;
  readonly longitude: string;
}

/** Units of distance, Looker's names. */
export const DISTANCE_UNITS = ["meters", "feet", "kilometers", "miles"] as const;

/** What a location filter says; a box is given by two opposite corners. */
export type LocationTerm =
  | { readonly kind: "point"; readonly place: Place }
  | {
      readonly kind: "circle";
      readonly radius: string;
      readonly unit: (typeof DISTANCE_UNITS)[number];
      readonly center: Place;
    }
  | { readonly kind: "box"; readonly from: Place; readonly to: Place }
  | { readonly kind: "null" }
  | { readonly kind: "not null" };

/** What an expression says. One without any term asks nothing. */
export type Filter =
  | ({ readonly language: "string" | "tier" } & Choice<StringTerm>)
  | ({ readonly language: "number" } & Choice<NumberTerm>)
  | { readonly language: "yesno"; readonly wanted: readonly boolean[] }
  | { readonly language: "date" | "date_time"; readonly wanted: readonly DateTerm[] }
  | { readonly language: "location"; readonly term: LocationTerm | undefined };
