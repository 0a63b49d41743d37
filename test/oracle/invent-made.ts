// Dice and the dimensions of a view -> more of them: steps, cases, spans of time, places, and an order by another.
import type { Dice } from "./dice.ts";
import { named, type WorldDimension, type WorldTable } from "./world.ts";

const INTERVALS = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"] as const;
/** Labels that filters have to escape, and such as stand otherwise by the alphabet than in their order. */
const LABELS = ["Zu groß", "50 % off", "a, b", "it's", "-none", 'the "best"', "NULL", "ab"] as const;

/** Dimensions beside those there are, in a view of that table. */
export function inventMade(
  dice: Dice,
  dimensions: readonly WorldDimension[],
  table: WorldTable,
): readonly WorldDimension[] {
  const numbers = dimensions.filter((one) => one.type === "number");
  const times = dimensions.filter((one) => one.type === "time");
  const decimals = table.columns.filter((one) => one.kind === "decimal");
  const base = { unknown: undefined, timeframes: [], given: false } as const;
  const over = (): string => dice.pick(["-1", "0", "1", "2", "0.5"]);
  const made: WorldDimension[] = [];
  if (numbers.length > 0 && dice.chance(25)) {
    const style = dice.pick(["classic", "interval", "integer", "relational"] as const);
    const pool = style === "integer" ? ["-2", "0", "1", "3", "100"] : ["-2.5", "0", "0.2", "1", "50"];
    const tiers = dice.some(pool, dice.between(1, 3)).toSorted((one, other) => Number(one) - Number(other));
    const word = dice.pick(["tier", "bin"] as const);
    made.push({
      ...base,
      name: "made_steps",
      type: "string",
      formula: { kind: "tier", word, of: dice.pick(numbers).name, tiers, style },
    });
  }
  if (numbers.length > 0 && dice.chance(25)) {
    const [otherwise, ...labels] = dice.some(LABELS, dice.between(2, 4));
    const cases = labels.map((label) => ({ label, of: dice.pick(numbers).name, over: over() }));
    made.push({
      ...base,
      name: "made_cases",
      type: "string",
      formula: {
        kind: "case",
        cases,
        otherwise: dice.chance(60) ? otherwise : undefined,
        alphaSort: dice.chance(30),
      },
    });
  }
  if (times.length > 1 && dice.chance(40)) {
    const interval = dice.pick(INTERVALS);
    const [start, end] = dice.some(times, 2).map((one) => one.name);
    if (start !== undefined && end !== undefined)
      made.push({
        ...base,
        name: `${interval}s_made_lapse`,
        type: "number",
        formula: { kind: "lapse", group: "made_lapse", interval, start, end },
      });
  }
  if (decimals.length > 0 && dice.chance(15))
    made.push({
      ...base,
      name: "made_place",
      type: "place",
      formula: { kind: "place", latitude: dice.pick(decimals).name, longitude: dice.pick(decimals).name },
    });
  const texts = dimensions.filter((one) => one.type === "string" && one.formula.kind === "column");
  if (texts.length > 0 && numbers.length > 0 && dice.chance(20)) {
    const ordered = dice.pick(texts);
    made.push({
      ...base,
      name: "made_ordered",
      type: "string",
      formula: named(dimensions, ordered.name).formula,
      orderBy: dice.pick(numbers).name,
    });
  }
  return made;
}
