// Tables that are questions to explores -> the types of their columns, which are those of the fields they hold.
import { timeframeType } from "../timeframe.ts";
import { type Timeframe, TIMEFRAMES } from "../model/timeframe.ts";
import type { Assembled } from "./assemble.ts";
import { type Block, blocksOf, textOf } from "./project.ts";
import type { ImportedView } from "./views.ts";

/** Says the type of each column that a question gives, as far as the project tells it. */
export function sayAskedTypes(views: readonly ImportedView[], whole: Assembled): void {
  for (const view of views) {
    const source = view.derived?.["explore_source"] as
      | { readonly explore: string; readonly columns: object; readonly derived_columns?: object }
      | undefined;
    if (source === undefined) continue;
    const explore = whole.explores.find((one) => one.name === source.explore)?.block;
    for (const name of Object.keys(source.derived_columns ?? {})) view.columns.see(name);
    for (const [name, field] of Object.entries(source.columns) as [string, string][]) {
      const type = explore && typeOf(field, source.explore, explore, views, whole);
      if (type === undefined) view.columns.see(name);
      else view.columns.say(name, type);
    }
  }
}

function typeOf(
  field: string,
  name: string,
  explore: Block,
  views: readonly ImportedView[],
  whole: Assembled,
): string | undefined {
  const base = textOf(explore, "view_name") ?? textOf(explore, "from") ?? name;
  const [called = "", alias = base] = field.split(".").toReversed();
  const join = blocksOf(explore, "join").find(([one]) => one === alias)?.[1];
  const real = alias === base ? base : ((join && textOf(join, "from")) ?? alias);
  const block = whole.views.find((one) => one.name === real)?.block;
  const view = views.find((one) => one.name === real);
  if (block === undefined || view === undefined) return undefined;
  const read = (column: string | undefined): string | undefined =>
    column === undefined ? undefined : view.columns.types.get(column);
  const named = (kind: string): Block | undefined =>
    blocksOf(block, kind).find(([one]) => one === called)?.[1];
  const measure = named("measure");
  if (measure !== undefined) {
    const type = textOf(measure, "type") ?? "string";
    if (type === "string") return "text";
    return type === "count" || type === "count_distinct" ? "integer" : "decimal";
  }
  const dimension = named("dimension");
  if (dimension !== undefined) {
    const type = textOf(dimension, "type") ?? "string";
    return type === "number" ? (read(view.columnOf.get(called)) ?? "decimal") : "text";
  }
  const group = blocksOf(block, "dimension_group").find(([one]) => called.startsWith(`${one}_`));
  const timeframe = group === undefined ? undefined : called.slice(group[0].length + 1);
  const known = TIMEFRAMES.find((one): one is Timeframe => one === timeframe);
  if (group === undefined || known === undefined) return undefined;
  if (known === "raw") return textOf(group[1], "datatype") === "date" ? "date" : "timestamp";
  const type = timeframeType(known);
  if (type === "date") return "date";
  return type === "number" ? "integer" : "text";
}
