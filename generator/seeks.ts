// A field that is looked for in vain -> where in the model it would be written.
import type { At } from "./model/at.ts";
import type { View } from "./model/view.ts";

/** @param field its name, which for a point in time has a timeframe behind it */
export function placesOf(view: View, field: string): readonly At[] {
  const words = field.split("_");
  return words
    .map((_, index) => words.slice(0, index + 1).join("_"))
    .filter((name) => !view.fields.some((one) => one.name === name))
    .flatMap((name) => KINDS.map((kind): At => ["views", view.name, kind, name]));
}

const KINDS = ["dimensions", "measures", "parameters", "filters"] as const;
