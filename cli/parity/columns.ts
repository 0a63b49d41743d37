// A plan and its query -> how near the two values of each column have to be.
import { findTable, findView, type Model } from "../../generator/index.ts";
import type { ComparedColumn, Nearness } from "../../generator/looker/index.ts";
import { aggregatesOf, type AskedMeasure } from "../../local/plan/asked.ts";
import type { Plan } from "../../local/plan.ts";
import type { Query } from "../../local/query.ts";

/** The columns that were asked for; those that only keep an order are left out. @param fields full names, as asked */
export function comparedColumns(
  model: Model,
  planned: Plan,
  query: Query,
  fields: readonly string[],
): readonly ComparedColumn[] {
  return query.columns.flatMap((column): readonly ComparedColumn[] => {
    if (!fields.includes(column.name)) return [];
    const one = planned.columns.find(({ name }) => name === column.name);
    const type = column.list === true ? "list" : column.type;
    const { name, category } = column;
    if (one?.kind !== "measure")
      return [{ name, category, type, isTime: one?.isTime ?? false, near: "same" }];
    return [{ name, category, type, isTime: false, near: nearnessOf(model, planned, one) }];
  });
}

/**
 * Looker takes the symmetric form where joins repeat the rows of a measure's view, and always for the types that end on
 * `_distinct` (Google, "Understanding symmetric aggregates"); elsewhere only doubles are rounded.
 */
function nearnessOf(model: Model, planned: Plan, measure: AskedMeasure): Nearness {
  const parts = aggregatesOf(measure);
  const rounds = parts.some((part) => /^(sum|average)/.test(part.type) && isSymmetric(planned, part));
  if (rounds) {
    const [only, ...more] = parts;
    if (only !== measure || more.length > 0) return "reckoned";
    return measure.type.startsWith("sum") ? "sum" : "average";
  }
  const isPlain = parts.length === 1 && parts[0] === measure;
  const divides = !isPlain || /^(average|median|percentile)/.test(measure.type);
  return divides || parts.some((part) => isOfDoubles(model, part)) ? "double" : "same";
}

function isSymmetric({ owners, earlier }: Plan, part: AskedMeasure): boolean {
  if (part.distinctKey !== undefined) return true;
  return [...owners, ...earlier.flatMap(({ plan }) => plan.owners)].some(
    ({ place, repeated }) => place.alias === part.alias && repeated,
  );
}

/** Whether its dimension reads a column of doubles, by itself or through others of the view. */
function isOfDoubles(model: Model, { dimension, alias }: AskedMeasure): boolean {
  const view =
    findView(model, alias) ??
    model.views.find((one) => dimension !== undefined && one.fields.includes(dimension));
  const table = view === undefined ? undefined : findTable(model, view.table);
  if (dimension === undefined || table === undefined) return false;
  const doubles = new Set(table.columns.filter(({ type }) => type.kind === "double").map(({ name }) => name));
  if (doubles.size === 0) return false;
  const pieces = dimension.expression.pieces;
  // What is made of other fields may be made of doubles.
  return pieces.some((piece) =>
    piece.kind === "column" ? doubles.has(piece.column) : piece.kind !== "text",
  );
}
