// One record of a month's file, as it is written, with what is known about it.
import type { Correction } from "./corrections.ts";
import { csvRecord } from "./csv.ts";
import type { Movie } from "./movie.ts";
import { fieldsOf, inOrder } from "./record.ts";

/** What can be wrong with a record, on purpose. */
export type FaultKind =
  /** The first part of a record that a raw newline in its overview cut in two: 10 fields. */
  | "split head"
  /** The second part of it: 15 fields, each nine columns too far to the left. */
  | "split tail"
  /** A record that stands in the same file before, byte for byte. */
  | "exact duplicate"
  /** A second record of an id, with other votes and popularity. */
  | "conflicting duplicate"
  /** The path of a picture where the budget should be. */
  | "budget not a number"
  /** A day that no calendar has. */
  | "impossible date"
  /** A budget of 1 to 999, which means millions; it is a number, so no loader can be sure. */
  | "budget in the wrong unit";

/** One record: exactly what lies between two record ends of the file. */
export interface Entry {
  /** The movie it is about, also when the record itself does not say. */
  readonly id: number;
  /** Its text with the newline at its end. */
  readonly text: string;
  readonly fault?: { readonly kind: FaultKind; readonly what: string };
  readonly correction?: Pick<Correction, "kind" | "what">;
}

/** Writes a movie as one whole record. A budget in the wrong unit is noted, as the record carries it. */
export function entryOf(movie: Movie, correction?: Correction): Entry {
  const wrongUnit = movie.budget > 0 && movie.budget < 1000;
  return {
    id: movie.id,
    text: csvRecord(inOrder(fieldsOf(movie))),
    ...(wrongUnit
      ? {
          fault: {
            kind: "budget in the wrong unit",
            what: `the budget is ${movie.budget}, which means millions`,
          },
        }
      : {}),
    ...(correction === undefined ? {} : { correction: { kind: correction.kind, what: correction.what } }),
  };
}
