// The measure that counts a view's rows: the view's own, or one the generated view adds, hidden.
import { askedNames } from "../../find.ts";
import type { Dimension, Measure } from "../../model/field.ts";
import type { View } from "../../model/view.ts";
import type { Entry } from "./print-parameter.ts";

/** A count of the view that no filter narrows and everybody may see, if the view offers one. */
export function ownCounter(view: View): Measure | undefined {
  return view.fields.find(
    (field): field is Measure =>
      field.kind === "measure" &&
      field.type === "count" &&
      field.filters.length === 0 &&
      field.requiredAccessGrants.length === 0,
  );
}

/** The name of the measure that counts the view's rows in the generated LookML. */
export function counterOf(view: View): string {
  return ownCounter(view)?.name ?? freeName("count", view.fields.flatMap(askedNames));
}

/** The dimension that identifies a row of the view. */
export function keyOf(view: View): Dimension {
  const key = view.fields.find((field) => field.kind === "dimension" && field.primaryKey);
  if (key?.kind !== "dimension") throw new Error(`view \`${view.name}\` passed the checks and has no key`);
  return key;
}

/**
 * The filter that keeps rows whose value is known. A joined view's missing row must not count as one
 * (look-at-me-sideways F3); numbers and texts say "known" differently in Looker's filter language.
 */
export function isKnown(dimension: Dimension): Entry {
  return { field: dimension.name, value: dimension.type === "string" ? "-NULL" : "NOT NULL" };
}

/**
 * @param wanted the name to use if nothing else has it
 * @param taken names that are in use
 * @returns the name, with a number behind it where it is taken
 */
export function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  for (let next = 2; taken.includes(name); next += 1) name = `${wanted}_${next}`;
  return name;
}
