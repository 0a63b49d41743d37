// Questions over the twelve movies whose answers answers.test.ts works out by hand.
import type { LookerQuestion } from "./interpreter/scope.ts";

/** A question of the movies; Looker gives 500 rows when a query does not say how many. */
export const asks = (
  fields: string,
  filters: LookerQuestion["filters"] = {},
  more: Partial<LookerQuestion> = {},
): LookerQuestion => ({ view: "movies", fields: fields.split(" "), filters, sorts: [], limit: 500, ...more });

/** The questions of answers.test.ts, whose answers were worked out by hand there. */
export const BY_HAND: readonly LookerQuestion[] = [
  asks("movies.average_budget movies.count_budget movies.count"),
  asks("movies.total_revenue"),
  asks("movies.median_budget"),
  asks("movies.total_profit movies.count_profit movies.minimum_profit"),
  asks("movies.total_budget movies.average_budget movies.count", { "movies.title": "Nobody" }),
  asks("movies.average_budget movies.count", { "genres.name": "Action,Comedy" }),
  asks("movies.total_budget movies.count", {
    "genres.name": "Action,Comedy",
    "production_companies.name": "Aurora,Comet",
  }),
  asks("movies.total_revenue movies.count", { "production_companies.name": "Echo Films" }),
  asks("movies.count", { "genres.name": "-Drama" }),
  asks("movies.count", { "movies.genre_excluded": "Drama" }),
  asks("movies.total_budget movies.count", { "movies.genre_all_of": "Action,Comedy" }),
  asks("movies.title", { "movies.genre_all_of": "Comedy,Action,Drama" }),
  asks("movies.count", { "movies.genre_all_of": "Comedy,Western" }),
  asks("movies.title", { "movies.production_company_all_of": "Comet,Dawn" }),
  asks("movies.title movies.total_budget", {
    "movies.genre_all_of": "Comedy,Drama",
    "movies.genre_excluded": "Action",
  }),
  asks("movies.title", { "production_companies.name": "NULL" }),
  asks("movies.count", { "production_companies.name": "-NULL" }),
  asks("movies.count", { "production_companies.name": "%o%" }),
  asks("movies.title", { "movies.genre": "Comedy", "movies.genre_excluded": "Drama,Horror" }),
  asks("genres.name movies.average_budget movies.count"),
  asks("genres.name movies.median_budget", { "genres.name": "Drama,Comedy" }),
  asks("production_companies.name movies.total_revenue movies.count", {
    "production_companies.name": "Echo%,Aurora",
  }),
  asks("genres.name movies.total_budget movies.count", { "production_companies.name": "Aurora,Comet" }),
  asks("genres.name production_companies.name movies.count movies.total_budget", { "genres.name": "Comedy" }),
  asks("production_companies.name movies.count", { "production_companies.name": "Dawn" }),
  asks("movies.count genres.count production_companies.count movies.total_budget"),
  asks(
    "movies.original_language movies.total_budget genres.count production_companies.count",
    {},
    {
      sorts: ["movies.original_language"],
    },
  ),
  asks("movies.released_year movies.count"),
  asks("movies.released_date movies.released_month movies.released_quarter movies.released_year", {
    "movies.title": "Hotel",
  }),
  asks("movies.title", { "movies.released_date": "2002 to 2004-08-08" }, { sorts: ["movies.title"] }),
  asks("movies.title", { "movies.budget": "NULL" }, { sorts: ["movies.title"] }),
  asks("movies.count", { "movies.budget": "[50, 300)" }),
  asks("genres.name movies.count", { "movies.count": ">=4" }),
  asks("genres.name movies.count", {}, { limit: 2 }),
  asks("genres.name", {}, { limit: 0 }),
  asks("movies.answer", { "movies.metric": "budget", "movies.aggregation": "median" }),
  asks("movies.answer"),
];
