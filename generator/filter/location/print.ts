// What a location filter says -> the expression that says it.
import type { LocationTerm, Place } from "../tree.ts";

/** The inverse of `parseLocation`. */
export function printLocation(term: LocationTerm | undefined): string {
  switch (term?.kind) {
    case undefined:
      return "";
    case "null":
      return "NULL";
    case "not null":
      return "NOT NULL";
    case "point":
      return printPlace(term.place);
    case "circle":
      return `${term.radius} ${term.unit} from ${printPlace(term.center)}`;
    case "box":
      return `inside box from ${printPlace(term.from)} to ${printPlace(term.to)}`;
  }
}

function printPlace({ latitude, longitude }: Place): string {
  return `${latitude}, ${longitude}`;
}
