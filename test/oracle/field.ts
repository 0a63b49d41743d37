// A field's full name -> what it means in a world.
import {
  type Timeframe,
  viewAt,
  type World,
  type WorldDimension,
  type WorldMeasure,
  type WorldView,
} from "./world.ts";

/** A field as a question names it. */
export type Field =
  | {
      readonly kind: "dimension";
      readonly alias: string;
      readonly view: WorldView;
      readonly dimension: WorldDimension;
      readonly timeframe: Timeframe;
    }
  | {
      readonly kind: "measure";
      readonly alias: string;
      readonly view: WorldView;
      readonly measure: WorldMeasure;
    }
  | {
      readonly kind: "selector";
      readonly alias: string;
      readonly dimension: string;
      /** As the model's selectors: any of the wanted values, all of them, or none. */
      readonly keeps: "any" | "all" | "none";
    };

/** What a full name means: a dimension, a timeframe of one, a measure, the form's answer, or a selector. */
export function fieldOf(world: World, name: string, parameters: Readonly<Record<string, string>>): Field {
  const [alias = "", field = ""] = name.split(".");
  const view = viewAt(world, alias);
  if (alias === world.base) {
    const selector = world.selectors.find((one) => selectorNames(one.name).includes(field));
    if (selector !== undefined)
      return {
        kind: "selector",
        alias: selector.view,
        dimension: selector.dimension,
        keeps: field === selector.name ? "any" : field === `${selector.name}_all_of` ? "all" : "none",
      };
    if (field === "answer") {
      const of = parameters[`${alias}.metric`] ?? world.metrics[0]?.replaceAll("_", "") ?? "";
      const how = parameters[`${alias}.aggregation`] ?? "average";
      const metric = world.metrics.find((one) => one.replaceAll("_", "") === of);
      if (metric === undefined) throw new Error(`${of} is no metric`);
      return { kind: "measure", alias, view, measure: formMeasure(metric, how) };
    }
  }
  const found = view.measures.find((one) => one.name === field);
  if (found !== undefined) return { kind: "measure", alias, view, measure: found };
  for (const dimension of view.dimensions) {
    if (dimension.type !== "time" && dimension.name === field)
      return { kind: "dimension", alias, view, dimension, timeframe: "raw" };
    const timeframe = dimension.timeframes.find((one) => field === `${dimension.name}_${one}`);
    if (timeframe !== undefined) return { kind: "dimension", alias, view, dimension, timeframe };
  }
  throw new Error(`nothing is called ${name}`);
}

/** The filter-only fields that a selector makes, where a row can have several values. */
export function selectorNames(name: string): readonly string[] {
  return [name, `${name}_all_of`, `${name}_excluded`];
}

function formMeasure(metric: string, how: string): WorldMeasure {
  const known = {
    dimension: metric,
    filter: { language: "number", wanted: [], unwanted: [{ kind: "null" }], joint: "," },
  } as const;
  if (how === "count") return { name: "answer", type: "count", of: undefined, filters: [known] };
  const types = {
    average: "average",
    total: "sum",
    median: "median",
    minimum: "min",
    maximum: "max",
  } as const;
  const type = Object.entries(types).find(([word]) => word === how)?.[1];
  if (type === undefined) throw new Error(`${how} is no aggregation`);
  return { name: "answer", type, of: metric, filters: [] };
}
