// Measures -> those that are taken from the same rows together, and how often the joins repeat those rows.
import type { Explore, Model } from "../../generator/index.ts";
import { aggregatesOf, type AskedMeasure } from "./asked.ts";
import type { Said } from "./liquid.ts";
import { fansOut } from "./paths.ts";
import type { Owner } from "./planned.ts";
import { placeOf } from "./predicate.ts";

/**
 * @param measures what the database is asked for, each once
 * @param shown names of the views that are joined, the base view among them
 * @returns a measure that is computed from several rows is not among them, but each that it is computed from
 */
export function ownersOf(
  model: Model,
  explore: Explore,
  measures: readonly AskedMeasure[],
  shown: ReadonlySet<string>,
  said: Said,
): readonly Owner[] {
  const owners = new Map<string, Owner & { readonly measures: AskedMeasure[] }>();
  const put = (measure: AskedMeasure, part: AskedMeasure): void => {
    const { alias, distinctKey } = part;
    const owner = owners.get(rowsOf(part)) ?? {
      place: placeOf(model, explore, alias, said),
      isBase: alias === explore.view,
      repeated: fansOut(explore, alias, shown),
      distinctKey,
      measures: [],
    };
    owners.set(rowsOf(part), owner);
    if (!owner.measures.some((one) => one.name === measure.name)) owner.measures.push(measure);
  };
  for (const measure of measures) {
    const parts = aggregatesOf(measure);
    const [first, ...others] = parts;
    if (first === undefined) throw new Error(`${measure.name} is taken of nothing`);
    if (others.every((part) => rowsOf(part) === rowsOf(first))) put(measure, first);
    else for (const part of parts) put(part, part);
  }
  return [...owners.values()];
}

/** What tells values apart tells those of one dimension apart, and which of them count. */
function rowsOf({ alias, distinctKey, dimension, filters }: AskedMeasure): string {
  return distinctKey === undefined
    ? alias
    : `${alias} ${distinctKey.name} ${dimension?.name ?? ""} ${JSON.stringify(filters)}`;
}
