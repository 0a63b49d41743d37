// A movie's genres, year and leading company into what it cost and what it took.
import type { Company } from "./companies.ts";
import type { Genre } from "./genres.ts";
import { exponential } from "./random.ts";
import type { Dice } from "./random.ts";

/** Whole US dollars of the year; 0 means that nobody reported it. */
export interface Money {
  readonly budget: number;
  readonly revenue: number;
}

/**
 * Throws budget and revenue. Costs grow by 3.5 % a year, scatter widely around the genre's, and the
 * revenue is a scattered multiple of the cost. A bit more than half of all budgets and revenues are
 * unknown, mostly those of small and of old movies, as in the published file.
 */
export function throwMoney(
  dice: Dice,
  genres: readonly Genre[],
  year: number,
  leading: Company | undefined,
): Money {
  const usual = usualCost(genres) * (leading?.purse ?? 0.5);
  const cost = 1e6 * usual * exponential(0.035 * (year - 2015) + 0.62 * dice.bell());
  const budget = Math.max(10_000, rounded(affordable(cost), dice.chance(0.7) ? 2 : 3));
  // A cheap movie may take fourteen times its cost; nothing thrown here takes much above 600 million.
  const most = Math.min(14, Math.max(2.5, (400e6 + 200e6 * dice.number()) / budget));
  const takes = Math.min(most, (genres[0]?.takes ?? 1.2) * exponential(0.8 * dice.bell() - 0.1));
  const revenue = Math.round(budget * takes);

  const wellKnown = (usual > 12 ? 0.2 : 0) + (year >= 1985 ? 0.12 : 0) + (leading === undefined ? -0.2 : 0);
  const budgetKnown = dice.chance(0.29 + wellKnown);
  const revenueKnown = dice.chance(budgetKnown ? 0.84 : 0.08 + wellKnown / 3);
  return { budget: budgetKnown ? budget : 0, revenue: revenueKnown ? revenue : 0 };
}

/** Rounds dollars as producers do: to a few leading digits and zeros after them. */
export function rounded(dollars: number, digits: number): number {
  let unit = 1;
  while (dollars / unit >= 10 ** digits) unit *= 10;
  return Math.round(dollars / unit) * unit;
}

// Above 180 million every further dollar is five times as hard to find.
function affordable(cost: number): number {
  return cost < 180e6 ? cost : 180e6 + (cost - 180e6) / 5;
}

// The main genre counts most, the others pull the cost their way.
function usualCost(genres: readonly Genre[]): number {
  const [main, ...others] = genres;
  if (main === undefined) return 5;
  if (others.length === 0) return main.cost;
  return 0.6 * main.cost + (0.4 * others.reduce((sum, genre) => sum + genre.cost, 0)) / others.length;
}
