// Dice -> a world: tables, and an explore that joins them in every way the model can say.
import type { Dice } from "./dice.ts";
import { inventAlways } from "./invent-always.ts";
import { inventFields } from "./invent-fields.ts";
import { WAYS } from "./invent-joins.ts";
import { addTable, inventKey, type Site } from "./site.ts";
import type { World, WorldTable } from "./world.ts";

const NAMES = [
  "ships",
  "ports",
  "crews",
  "cargo",
  "routes",
  "owners",
  "flags",
  "docks",
  "fees",
  "yards",
  "lamps",
  "ropes",
];

/**
 * A random world, which the compiler must find nothing wrong with.
 * @param texts those that rows may hold
 */
export function inventWorld(dice: Dice, texts: readonly string[]): World {
  const names = [...dice.some(NAMES, NAMES.length)];
  const site: Site = { dice, names, tables: [], views: new Map(), base: names.at(-1) ?? "", joins: [] };
  addTable(site, inventKey(dice));
  for (let left = dice.pick([0, 1, 2, 2, 3, 3, 4, 5]); left > 0; left -= 1)
    dice.pick(WAYS)(site, inventFrom(site));
  const tables: readonly WorldTable[] = site.tables;
  const bridges = new Set(
    site.joins.flatMap((join) => (join.bridge === undefined ? [] : [join.bridge.view])),
  );
  const views = [...site.views].map(([name, table]) => ({ name, table }));
  const world = inventFields(dice, texts, { tables, base: site.base, joins: site.joins }, views, bridges);
  return dice.chance(30) ? { ...world, always: inventAlways(dice, texts, world) } : world;
}

function inventFrom({ dice, base, joins }: Site): string {
  const there = [base, ...joins.map((join) => join.name)];
  const bridges = joins.flatMap((join) => (join.bridge === undefined ? [] : [join.bridge.name]));
  return dice.pick([...there, ...there, base, ...bridges]);
}
