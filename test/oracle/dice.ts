// Chance, as fast-check hands it out: the same seed throws the same dice.
import type { Random } from "fast-check";

/** What random cases are made with. */
export interface Dice {
  /** A whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  /** True in so many of a hundred throws. */
  readonly chance: (percent: number) => boolean;
  /** One of several; there must be one. */
  readonly pick: <Thing>(things: readonly Thing[]) => Thing;
  /** At most `most` of several, each once, in any order. */
  readonly some: <Thing>(things: readonly Thing[], most: number) => readonly Thing[];
}

/** Dice over fast-check's randomness. */
export function diceOf(random: Random): Dice {
  const between = (low: number, high: number): number => random.nextInt(low, high);
  const pick = <Thing>(things: readonly Thing[]): Thing => {
    if (things.length === 0) throw new Error("nothing to pick from");
    return things[between(0, things.length - 1)] as Thing;
  };
  return {
    between,
    pick,
    chance: (percent) => between(1, 100) <= percent,
    some: (things, most) => {
      const rest = [...things];
      const chosen = [];
      while (chosen.length < most && rest.length > 0)
        chosen.push(...rest.splice(between(0, rest.length - 1), 1));
      return chosen;
    },
  };
}
