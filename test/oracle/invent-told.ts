// Dice and a view's fields -> measures that are lists, days, words, yes or no, or a comparison of periods.
import type { Dice } from "./dice.ts";
import { named, type WorldDimension, type WorldMeasure, type WorldTable } from "./world.ts";

const PERIODS = ["date", "week", "month", "quarter", "year"] as const;
const KINDS = ["previous", "previous", "difference", "relative_change"] as const;

/** Measures beside the aggregates there are, of a view of that table. */
export function inventTold(
  dice: Dice,
  dimensions: readonly WorldDimension[],
  aggregates: readonly WorldMeasure[],
  table: WorldTable,
): readonly WorldMeasure[] {
  const texts = dimensions.filter((one) => one.type === "string");
  const times = dimensions.filter((one) => one.type === "time");
  // Whole numbers are spelled in one way only.
  const listed = [
    ...texts,
    ...dimensions.filter(
      ({ type, formula }) =>
        type === "number" &&
        formula.kind === "column" &&
        named(table.columns, formula.column).kind === "integer",
    ),
  ];
  const pick = dice.pick(["MIN", "MAX"] as const);
  const judged = { of: dice.pick(aggregates).name, over: dice.pick(["0", "1", "2"]) };
  const base = { of: undefined, filters: [] } as const;
  const told: WorldMeasure[] = [];
  if (listed.length > 0 && dice.chance(12))
    told.push({ ...base, name: "m7_list", type: "list", of: dice.pick(listed).name });
  if (times.length > 0 && dice.chance(15))
    told.push({ ...base, name: "m6_date", type: "date", of: dice.pick(times).name, pick });
  if (texts.length > 0 && dice.chance(10))
    told.push({ ...base, name: "m5_string", type: "string", of: dice.pick(texts).name, pick });
  if (dice.chance(15))
    told.push({ ...base, name: "m0_judged", type: dice.pick(["yesno", "string"] as const), judged });
  if (times.length > 0 && dice.chance(25))
    told.push({
      ...base,
      name: "mp_period",
      type: "period_over_period",
      from: dice.pick(aggregates).name,
      compared: {
        time: dice.pick(times).name,
        period: dice.pick(PERIODS),
        kind: dice.pick(KINDS),
      },
    });
  return told;
}
