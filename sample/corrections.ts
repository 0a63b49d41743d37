// The movies delivered so far into the corrections that a later month brings for some of them.
import type { Company } from "./companies.ts";
import { rounded } from "./money.ts";
import type { Movie } from "./movie.ts";
import type { Dice } from "./random.ts";

/** What a later record of a movie changes. */
export type CorrectionKind =
  | "budget changed"
  | "genre removed"
  | "company added"
  | "title fixed"
  /** The record could not be loaded when it first came; now it can. */
  | "made whole"
  /** Nothing: the same record is delivered again. */
  | "unchanged";

/** A movie as a later month delivers it again. */
export interface Correction {
  readonly kind: CorrectionKind;
  /** What is different, in words. */
  readonly what: string;
  readonly movie: Movie;
}

/** What is known of the movies delivered so far. */
export interface Known {
  /** Movies whose record could be loaded and stood in its file once. */
  readonly sound: readonly Movie[];
  /** Movies whose title came with a slip: as it came, and the movie as it is meant. */
  readonly slipped: readonly { readonly came: string; readonly movie: Movie }[];
  /** Movies whose only record could not be loaded, and which now come whole. */
  readonly broken: readonly Movie[];
}

/**
 * Throws the corrections of a month, in the order of the movies' ids: every slip in a title, every
 * broken record, and a few of each other kind. No movie is corrected twice in a month.
 */
export function correct(known: Known, companies: readonly Company[], dice: Dice): readonly Correction[] {
  const left = [...known.sound];
  const take = (share: number, fits: (movie: Movie) => boolean): readonly Movie[] => {
    const chosen = dice.some(left.filter(fits), Math.max(1, Math.round(share * known.sound.length)));
    for (const movie of chosen) left.splice(left.indexOf(movie), 1);
    return chosen;
  };
  return [
    ...known.broken.map((movie): Correction => ({
      kind: "made whole",
      what: "the record as it was meant",
      movie,
    })),
    ...known.slipped.map(({ came, movie }): Correction => ({
      kind: "title fixed",
      what: `the title is "${movie.title}", was "${came}"`,
      movie,
    })),
    ...take(0.001, ({ budget }) => budget > 0 && budget < 1000).map((movie) =>
      withBudget(movie, movie.budget * 1e6),
    ),
    ...take(0.01, ({ budget }) => budget >= 1000).map((movie) =>
      withBudget(movie, rounded(movie.budget * (dice.chance(0.5) ? 1.15 : 0.8), 3)),
    ),
    ...take(0.005, ({ budget, released }) => budget === 0 && released > "1985").map((movie) =>
      withBudget(movie, dice.whole(3, 40) * 500_000),
    ),
    ...take(0.01, ({ genres }) => genres.length >= 2).map(withoutLastGenre),
    ...take(0.01, ({ companies }) => companies.length > 0).map((movie) =>
      withCompany(movie, companies, dice),
    ),
    ...take(0.02, () => true).map((movie): Correction => ({
      kind: "unchanged",
      what: "the same record as before, delivered again",
      movie,
    })),
  ].sort((one, other) => one.movie.id - other.movie.id);
}

function withBudget(movie: Movie, budget: number): Correction {
  return {
    kind: "budget changed",
    what: `the budget is ${budget}, was ${movie.budget}`,
    movie: { ...movie, budget },
  };
}

function withoutLastGenre(movie: Movie): Correction {
  return {
    kind: "genre removed",
    what: `no longer ${movie.genres.at(-1)?.name}`,
    movie: { ...movie, genres: movie.genres.slice(0, -1) },
  };
}

function withCompany(movie: Movie, companies: readonly Company[], dice: Dice): Correction {
  const others = companies.filter(({ id }) => movie.companies.every((company) => company.id !== id));
  const added = dice.weigh(others, ({ weight }) => weight);
  return {
    kind: "company added",
    what: `made with "${added.name}" too`,
    movie: { ...movie, companies: [...movie.companies, added] },
  };
}
