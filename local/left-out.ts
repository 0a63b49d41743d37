// A measure -> why some of the matching rows do not carry its value, in words.
import { type Dimension, findField, findView, type Model } from "../generator/index.ts";

/**
 * @param dimension what the measure aggregates, as the view `view` of the model has it
 * @returns what holds of the rows that are left out, e.g. `Budget is 0 or empty, and 0 means not known`
 */
export function whyLeftOut(model: Model, view: string, dimension: Dimension): string {
  const { expression, label } = dimension;
  if (expression.unknown !== undefined)
    return `${label} is ${expression.unknown} or empty, and ${expression.unknown} means not known`;
  const [only, ...more] = expression.pieces;
  if (only?.kind === "column" && more.length === 0) return `${label} is empty`;
  const from = new Set(
    expression.pieces.flatMap((piece) => (piece.kind === "field" ? [labelOf(model, view, piece.field)] : [])),
  );
  const [first, ...others] = from;
  if (first === undefined) return `${label} comes to nothing`;
  return others.length === 0
    ? `${label} comes of ${first}, which is not known`
    : `${label} comes of ${[...from].slice(0, -1).join(", ")} and ${others.at(-1) ?? ""}, not all of which are known`;
}

function labelOf(model: Model, view: string, name: string): string {
  const found = findView(model, view);
  return (found === undefined ? undefined : findField(found, name)?.field.label) ?? name;
}
