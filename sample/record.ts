// A movie into the 24 fields that the published file has for it.
import { literal } from "./literal.ts";
import type { Literal } from "./literal.ts";
import type { Collection, Movie } from "./movie.ts";

/** The columns of movies_metadata.csv, in the published order. */
export const columns = [
  "adult",
  "belongs_to_collection",
  "budget",
  "genres",
  "homepage",
  "id",
  "imdb_id",
  "original_language",
  "original_title",
  "overview",
  "popularity",
  "poster_path",
  "production_companies",
  "production_countries",
  "release_date",
  "revenue",
  "runtime",
  "spoken_languages",
  "status",
  "tagline",
  "title",
  "video",
  "vote_average",
  "vote_count",
] as const;

/** The name of a column. */
export type Column = (typeof columns)[number];

/** A movie's fields as text, by column. */
export type Fields = Readonly<Record<Column, string>>;

/** Writes a movie's fields as pandas wrote those of the published file. */
export function fieldsOf(movie: Movie): Fields {
  return {
    adult: truth(movie.adult),
    belongs_to_collection: movie.collection === null ? "" : literal(collectionOf(movie.collection)),
    budget: String(movie.budget),
    genres: literal(movie.genres.map(({ id, name }) => ({ id, name }))),
    homepage: movie.homepage,
    id: String(movie.id),
    imdb_id: movie.imdbId,
    original_language: movie.originalLanguage,
    original_title: movie.originalTitle,
    overview: movie.overview,
    popularity: millionths(movie.popularity),
    poster_path: movie.poster,
    // The published file writes companies with the name first, genres with the id first.
    production_companies: literal(movie.companies.map(({ id, name }) => ({ name, id }))),
    production_countries: literal(movie.countries.map(({ code, name }) => ({ iso_3166_1: code, name }))),
    release_date: movie.released,
    revenue: String(movie.revenue),
    runtime: movie.runtime === null ? "" : `${movie.runtime}.0`,
    spoken_languages: literal(movie.spoken.map(({ code, name }) => ({ iso_639_1: code, name }))),
    status: movie.status,
    tagline: movie.tagline,
    title: movie.title,
    video: truth(movie.video),
    vote_average: `${Math.floor(movie.voteAverage / 10)}.${movie.voteAverage % 10}`,
    vote_count: String(movie.voteCount),
  };
}

/** The fields in the order of the columns, as a record wants them. */
export function inOrder(fields: Fields): readonly string[] {
  return columns.map((column) => fields[column]);
}

/**
 * Writes a whole number of millionths as Python's `repr` writes the decimal: no more digits than
 * needed, at least one after the point, and with an exponent below 0.0001 (`8e-06`).
 */
export function millionths(count: number): string {
  if (count > 0 && count < 10) return `${count}e-06`;
  if (count > 0 && count < 100) {
    const [tens, ones] = [Math.floor(count / 10), count % 10];
    return ones === 0 ? `${tens}e-05` : `${tens}.${ones}e-05`;
  }
  const decimals = String(count % 1_000_000)
    .padStart(6, "0")
    .replace(/0{1,5}$/, "");
  return `${Math.floor(count / 1_000_000)}.${decimals}`;
}

function collectionOf(collection: Collection): Literal {
  return {
    id: collection.id,
    name: collection.name,
    poster_path: collection.poster,
    backdrop_path: collection.backdrop,
  };
}

function truth(value: boolean): string {
  return value ? "True" : "False";
}
