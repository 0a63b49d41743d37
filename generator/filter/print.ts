// A filter as a tree -> an expression that says it.
import { printDate } from "./date/print.ts";
import { printLocation } from "./location/print.ts";
import { printNumber } from "./number/print.ts";
import { printString } from "./string/print.ts";
import type { Filter } from "./tree.ts";

/** The inverse of `parseFilter`: what it gives is read as the same tree. */
export function printFilter(filter: Filter): string {
  switch (filter.language) {
    case "string":
    case "tier":
      return printString(filter);
    case "number":
      return printNumber(filter);
    case "yesno":
      return filter.wanted.map((yes) => (yes ? "Yes" : "No")).join(",");
    case "date":
    case "date_time":
      return printDate(filter.wanted);
    case "location":
      return printLocation(filter.term);
  }
}
