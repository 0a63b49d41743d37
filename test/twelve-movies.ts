// Twelve movies small enough to check every answer by hand, with each trap of a many-to-many join among them.
import type { Rows } from "./database.ts";

type Movie = readonly [
  id: number,
  title: string,
  language: string,
  released: string | null,
  budget: number,
  revenue: number,
  runtime: number,
  rating: number,
  votes: number,
  genres: readonly number[],
  companies: readonly number[],
];

const [ACTION, COMEDY, DRAMA, HORROR] = [1, 2, 3, 4];
const [AURORA, BOREALIS, COMET, DAWN, ECHO_A, ECHO_B] = [1, 2, 3, 4, 5, 6];

// A budget or revenue of 0 is not known. Movies 5 and 12 have no genre, 6 and 12 no company.
const MOVIES: readonly Movie[] = [
  [1, "Alpha", "en", "2001-05-01", 100, 300, 90, 7.0, 10, [ACTION, COMEDY], [AURORA]],
  [2, "Bravo", "en", "2001-11-01", 0, 50, 100, 6.0, 20, [COMEDY], [AURORA, BOREALIS]],
  [3, "Charlie", "fr", "2002-01-15", 200, 0, 110, 8.0, 30, [DRAMA], [BOREALIS]],
  [4, "Delta", "en", "2002-02-15", 300, 900, 120, 5.0, 40, [ACTION], [COMET]],
  [5, "Echo", "fr", "2003-03-03", 0, 0, 0, 0.0, 0, [], [COMET, DAWN]],
  [6, "Foxtrot", "en", null, 50, 25, 80, 6.5, 5, [DRAMA, COMEDY], []],
  [7, "Golf", "de", "2003-07-07", 400, 800, 130, 7.5, 70, [ACTION, DRAMA, COMEDY], [AURORA, COMET]],
  [8, "Hotel", "de", "2004-08-08", 600, 1200, 140, 8.5, 80, [DRAMA], [ECHO_A]],
  [9, "India", "en", "2004-09-09", 20, 80, 95, 4.0, 9, [HORROR], [ECHO_B]],
  [10, "Juliet", "fr", "2004-10-10", 60, 30, 105, 9.0, 100, [COMEDY, HORROR], [ECHO_A, ECHO_B]],
  [11, "Kilo", "en", "2005-11-11", 0, 10, 85, 5.5, 11, [ACTION], [BOREALIS]],
  [12, "Lima", "en", "1899-12-12", 5, 0, 20, 7.2, 12, [], []],
];

/** Rows by table. Western has no movie, nor has Fjord; two companies are called Echo Films. */
export const TWELVE_MOVIES: Readonly<Record<string, Rows>> = {
  movies: MOVIES.map(
    ([id, title, original_language, release_date, budget, revenue, runtime, vote_average, vote_count]) => ({
      id,
      title,
      original_title: title,
      original_language,
      status: "Released",
      release_date,
      budget,
      revenue,
      runtime,
      popularity: 1.5,
      vote_average,
      vote_count,
    }),
  ),
  genres: ["Action", "Comedy", "Drama", "Horror", "Western"].map((name, index) => ({ id: index + 1, name })),
  production_companies: ["Aurora", "Borealis", "Comet", "Dawn", "Echo Films", "Echo Films", "Fjord"].map(
    (name, index) => ({ id: index + 1, name }),
  ),
  movie_genres: MOVIES.flatMap((movie) => movie[9].map((genre_id) => ({ movie_id: movie[0], genre_id }))),
  movie_production_companies: MOVIES.flatMap((movie) =>
    movie[10].map((production_company_id) => ({ movie_id: movie[0], production_company_id })),
  ),
};
