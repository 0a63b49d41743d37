// What an invented movie is, before the file's way of writing it.
import type { Company } from "./companies.ts";
import type { Genre } from "./genres.ts";
import type { Country, Language } from "./languages.ts";

/** The id of the first invented movie; TMDB's own are far below it. */
export const firstMovieId = 9_000_001;

/** A movie as it is meant, before the file's way of writing it. */
export interface Movie {
  readonly id: number;
  readonly adult: boolean;
  readonly collection: Collection | null;
  /** Whole US dollars, 0 for unknown; a few are in millions, by mistake. */
  readonly budget: number;
  readonly genres: readonly Pick<Genre, "id" | "name">[];
  readonly homepage: string;
  readonly imdbId: string;
  readonly originalLanguage: string;
  readonly originalTitle: string;
  readonly overview: string;
  /** In millionths. */
  readonly popularity: number;
  readonly poster: string;
  readonly companies: readonly Pick<Company, "id" | "name">[];
  readonly countries: readonly Country[];
  /** YYYY-MM-DD, or "" for unknown. */
  readonly released: string;
  /** Whole US dollars, 0 for unknown. */
  readonly revenue: number;
  /** Minutes; null for unknown. */
  readonly runtime: number | null;
  readonly spoken: readonly Pick<Language, "code" | "name">[];
  readonly status: string;
  readonly tagline: string;
  readonly title: string;
  readonly video: boolean;
  /** In tenths, 0 to 100. */
  readonly voteAverage: number;
  readonly voteCount: number;
}

/** The series a movie belongs to. */
export interface Collection {
  readonly id: number;
  readonly name: string;
  readonly poster: string | null;
  readonly backdrop: string | null;
}
