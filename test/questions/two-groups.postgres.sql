SELECT
  "links to genres".group_1 AS "genres.name",
  "links to production_companies".group_2 AS "production_companies.name",
  CAST(EXTRACT(YEAR FROM movies.release_date) AS INTEGER) AS "movies.released_year",
  COALESCE(SUM(NULLIF(movies.revenue, 0)), 0) AS "movies.total_revenue",
  COUNT(movies.id) AS "movies.count"
FROM movies.movies AS movies
LEFT JOIN (
  SELECT DISTINCT
    movie_genres.movie_id AS link_1,
    genres.name AS group_1
  FROM movies.movie_genres AS movie_genres
  LEFT JOIN movies.genres AS genres ON movie_genres.genre_id = genres.id
) AS "links to genres" ON movies.id = "links to genres".link_1
LEFT JOIN (
  SELECT DISTINCT
    movie_production_companies.movie_id AS link_1,
    production_companies.name AS group_2
  FROM movies.movie_production_companies AS movie_production_companies
  LEFT JOIN movies.production_companies AS production_companies ON movie_production_companies.production_company_id = production_companies.id
) AS "links to production_companies" ON movies.id = "links to production_companies".link_1
GROUP BY 1, 2, 3
ORDER BY 4 DESC NULLS LAST, 1 NULLS LAST, 2 NULLS LAST, 3 NULLS LAST
LIMIT 500;
