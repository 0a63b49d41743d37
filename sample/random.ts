// A seed and the name of a stream into repeatable dice: the same throws on every machine.

/** Dice that throw the same numbers whenever they are made from the same seed and stream. */
export interface Dice {
  /** A number from 0 up to, but not including, 1. */
  number(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** True in `share` of all throws (0 to 1). */
  chance(share: number): boolean;
  /** One of the list, each as likely as the others; throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T;
  /** One of the list, as likely as its weight (0 or more); throws RangeError when no weight is above 0. */
  weigh<T>(list: readonly T[], weight: (item: T) => number): T;
  /** `count` different ones of the list (all of it when it is shorter), in the list's order. */
  some<T>(list: readonly T[], count: number): readonly T[];
  /** A number of the bell curve with mean 0 and deviation 1, within -6 and 6. */
  bell(): number;
}

/**
 * Makes dice. `seed` is the user's number, `stream` names what the dice are for, so that one movie's
 * throws do not depend on how many movies there are. The generator is mulberry32, started with the
 * FNV-1a hash of both.
 */
export function dice(seed: number, stream: string): Dice {
  let state = hash(`${seed}/${stream}`);

  const number = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (least: number, most: number): number => least + Math.floor(number() * (most - least + 1));

  const weigh = <T>(list: readonly T[], weight: (item: T) => number): T => {
    const total = list.reduce((sum, item) => sum + weight(item), 0);
    let left = number() * total;
    for (const item of list) {
      left -= weight(item);
      if (left < 0) return item;
    }
    throw new RangeError("nothing to choose from");
  };

  const pick = <T>(list: readonly T[]): T => {
    const place = whole(0, list.length - 1);
    if (!(place in list)) throw new RangeError("nothing to choose from");
    return list[place] as T;
  };

  const some = <T>(list: readonly T[], count: number): readonly T[] => {
    const places = list.map((_, place) => place);
    const chosen = new Set<number>();
    while (chosen.size < Math.min(count, list.length)) {
      const [place] = places.splice(whole(0, places.length - 1), 1);
      if (place !== undefined) chosen.add(place);
    }
    return list.filter((_, place) => chosen.has(place));
  };

  return {
    number,
    whole,
    chance: (share) => number() < share,
    pick,
    weigh,
    some,
    // The sum of twelve throws: near enough to the bell curve, and only additions, so exact everywhere.
    bell: () => Array.from({ length: 12 }, number).reduce((sum, throwOf) => sum + throwOf, -6),
  };
}

/**
 * e to the power of `x`, for `x` from -20 to 20. By halving and a series of plain arithmetic, because
 * the last digits of Math.exp may differ between engines and the sample must not.
 */
export function exponential(x: number): number {
  const small = x / 1024;
  let power = 1 + small * (1 + (small / 2) * (1 + (small / 3) * (1 + small / 4)));
  for (let doubling = 0; doubling < 10; doubling++) power *= power;
  return power;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return value | 0;
}
