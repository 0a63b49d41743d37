// Dice and a world -> what its explore asks of every question, and the attributes of whoever asks.
import type { Dice } from "./dice.ts";
import { textOf, type Filter } from "./filter.ts";
import { inventFilter } from "./invent-filter.ts";
import { type Always, type AskedFilter, hopsOf, viewAt, type World, type WorldDimension } from "./world.ts";

interface Known {
  readonly field: string;
  readonly type: WorldDimension["type"];
}

/** @param texts those that rows may hold */
export function inventAlways(dice: Dice, texts: readonly string[], world: World): Always {
  const aliases = [world.base, ...hopsOf(world).map((hop) => hop.name)];
  const dimensionsAt = (alias: string): readonly Known[] =>
    viewAt(world, alias).dimensions.flatMap(({ name, type }) =>
      type === "time" ? [] : [{ field: `${alias}.${name}`, type }],
    );
  const measures = aliases.flatMap((alias) =>
    viewAt(world, alias)
      .measures.filter(({ from }) => from === undefined)
      .filter(({ type }) => !/^(?:list|date|string|yesno|period_over_period)$/.test(type))
      .map(({ name }): Known => ({ field: `${alias}.${name}`, type: "number" })),
  );
  const dimensions = aliases.flatMap(dimensionsAt);
  const filtered = [
    ...dice.some(dimensions, dice.pick([0, 1, 1, 2, 3])),
    ...(dice.chance(10) ? dice.some(measures, 1) : []),
  ].map(({ field, type }): AskedFilter => ({ field, filter: inventFilter(dice, type, texts, false) }));
  const split = dice.pick([0, 1, filtered.length]);
  const conditional = filtered.slice(split);
  // The views of one condition must not repeat rows by two branches of joins.
  const alias = dice.pick(aliases);
  const near = [...dimensionsAt(alias), ...(dice.chance(40) ? dimensionsAt(world.base) : [])];
  const where = dice
    .some(
      near.filter(({ type }) => type !== "yesno"),
      dice.pick([0, 1, 1, 2]),
    )
    .map(({ field, type }) => ({
      field,
      over: type === "number" && dice.chance(80) ? dice.pick(["-1", "0", "1", "2.5"]) : undefined,
    }));
  return {
    filters: filtered.slice(0, split),
    conditional:
      conditional.length === 0
        ? undefined
        : { filters: conditional, unless: dice.some(dimensions, dice.between(1, 3)).map((one) => one.field) },
    access: dice
      .some(dimensions, dice.pick([0, 0, 1, 1, 2]))
      .map(({ field }, index) => ({ field, attribute: `badge_${index + 1}` })),
    where,
    switched: where.length > 0 && dice.chance(40),
  };
}

/** What the attributes of whoever asks let through: never empty, which would be refused. */
export function inventAttributes(
  dice: Dice,
  texts: readonly string[],
  world: World,
): Readonly<Record<string, Filter>> | undefined {
  if (world.always === undefined || world.always.access.length === 0) return undefined;
  return Object.fromEntries(
    world.always.access.map(({ field, attribute }) => {
      const [alias = "", name] = field.split(".");
      const type = viewAt(world, alias).dimensions.find((one) => one.name === name)?.type ?? "string";
      const filter = inventFilter(dice, type, texts, false);
      return [attribute, textOf(filter).trim() === "" ? { language: "string", terms: [ANY] } : filter];
    }),
  );
}

const ANY = { negative: false, kind: "any", text: "", end: "" } as const;
