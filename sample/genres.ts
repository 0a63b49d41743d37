// TMDB's twenty genres: how often each occurs, beside which others, and what its movies are like.
import type { Dice } from "./random.ts";

/** A genre. Its id and name are TMDB's own; the figures are made up to look like the trade's. */
export interface Genre {
  readonly id: number;
  readonly name: string;
  /** How often a movie has it as its main genre, against the others. */
  readonly weight: number;
  /** Which genres stand beside it, the usual ones first. */
  readonly beside: readonly string[];
  /** What a movie of it usually costs, in millions of US dollars of 2015. */
  readonly cost: number;
  /** What a movie of it usually takes, as a multiple of what it cost. */
  readonly takes: number;
  /** Its usual length in minutes. */
  readonly minutes: number;
  /** Its usual rating, 0 to 10. */
  readonly rating: number;
  /** Which words its titles and overviews are made of. */
  readonly mood: Mood;
}

/** The words a movie is told in. */
export type Mood = "bright" | "dark" | "far" | "hard" | "old" | "true" | "warm";

/** The twenty genres, in no particular order, as in the file. */
export const genres: readonly Genre[] = [
  genre(28, "Action", 11, 36, 2.2, 106, 5.8, "hard", "Thriller,Adventure,Science Fiction,Crime"),
  genre(12, "Adventure", 5, 48, 2.5, 109, 6.1, "far", "Action,Fantasy,Family"),
  genre(16, "Animation", 4.5, 42, 2.7, 89, 6.6, "bright", "Family,Comedy,Fantasy,Adventure"),
  genre(35, "Comedy", 17, 14, 2, 98, 6, "bright", "Romance,Drama,Family,Crime,Music"),
  genre(80, "Crime", 4.5, 17, 1.8, 107, 6.3, "hard", "Thriller,Drama,Mystery"),
  genre(99, "Documentary", 6, 0.9, 1.1, 84, 7, "true", "Music,History"),
  genre(18, "Drama", 25, 9, 1.7, 109, 6.5, "warm", "Romance,History,War,Crime,Foreign"),
  genre(10751, "Family", 2.5, 27, 2.3, 94, 6.1, "bright", "Comedy,Adventure,Fantasy,Animation"),
  genre(14, "Fantasy", 2, 36, 2.2, 105, 6.2, "far", "Adventure,Family,Romance"),
  genre(36, "History", 1.2, 20, 1.4, 124, 6.6, "old", "Drama,War"),
  genre(27, "Horror", 8, 4.5, 3.1, 92, 5.3, "dark", "Thriller,Mystery,Science Fiction"),
  genre(10402, "Music", 1.6, 8, 1.6, 100, 6.5, "warm", "Drama,Comedy,Romance"),
  genre(9648, "Mystery", 1.6, 13, 1.7, 103, 6.2, "dark", "Thriller,Crime,Drama"),
  genre(10749, "Romance", 5, 11, 2, 105, 6.2, "warm", "Drama,Comedy"),
  genre(878, "Science Fiction", 3.2, 34, 2.1, 103, 5.9, "far", "Action,Thriller,Adventure"),
  genre(10770, "TV Movie", 1, 1.8, 1, 90, 5.7, "bright", "Drama,Comedy,Family"),
  genre(53, "Thriller", 5, 16, 1.9, 104, 5.9, "hard", "Crime,Mystery,Action,Drama"),
  genre(10752, "War", 1.5, 23, 1.5, 121, 6.5, "old", "Drama,History,Action"),
  genre(37, "Western", 1.6, 12, 1.3, 101, 6.1, "old", "Action,Drama,Adventure"),
  genre(10769, "Foreign", 0.6, 2.2, 1, 99, 5.9, "warm", "Drama,Romance"),
];

/**
 * Throws a movie's genres: none to four, the main one first, the others from those that usually stand
 * beside it.
 */
export function throwGenres(dice: Dice): readonly Genre[] {
  const count = dice.weigh([0, 1, 2, 3, 4], (size) => [4, 24, 37, 26, 9][size] ?? 0);
  if (count === 0) return [];
  const main = dice.weigh(genres, ({ weight }) => weight);
  const chosen = [main];
  const near = main.beside.flatMap((name) => genres.filter((genre) => genre.name === name));
  while (chosen.length < count && chosen.length <= near.length) {
    const left = near.filter((genre) => !chosen.includes(genre));
    chosen.push(dice.weigh(left, (genre) => near.length - near.indexOf(genre)));
  }
  return chosen;
}

function genre(
  id: number,
  name: string,
  weight: number,
  cost: number,
  takes: number,
  minutes: number,
  rating: number,
  mood: Mood,
  beside: string,
): Genre {
  return { id, name, weight, beside: beside.split(","), cost, takes, minutes, rating, mood };
}
