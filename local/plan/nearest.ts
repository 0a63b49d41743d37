// A question that cannot be answered -> the nearest one that can, in the fields' own names.
import type { Measure, View } from "../../generator/index.ts";

/** Names in a sentence: `a`, `a or b`, `a, b or c`; the first few where there are many. */
export function orOf(names: readonly string[]): string {
  const shown = names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), "another"] : names;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1) ?? ""}`;
}

/** More names than these are no help in a sentence. */
const MOST_NAMED = 6;

/** A measure to ask for, by its full name: the first that people see in the view, else the first of all. */
export function someMeasure(view: View, alias: string): string | undefined {
  const measures = view.fields.filter((field): field is Measure => field.kind === "measure");
  const found = measures.find((measure) => !measure.hidden) ?? measures[0];
  return found && `${alias}.${found.name}`;
}

/** The measure of a view that aggregates a dimension so, by its full name. */
export function measureLike(view: View, alias: string, type: string, of: string): string | undefined {
  const found = view.fields.find(
    (field) =>
      field.kind === "measure" && field.filters.length === 0 && field.type === type && field.of === of,
  );
  return found && `${alias}.${found.name}`;
}
