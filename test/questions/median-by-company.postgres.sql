-- $1 = "Comedy"
WITH each_once AS MATERIALIZED (
  SELECT DISTINCT
    production_companies.name AS group_1,
    movies.id AS key_1,
    NULLIF(movies.revenue, 0) - NULLIF(movies.budget, 0) AS value_1
  FROM movies.movies AS movies
  LEFT JOIN movies.movie_production_companies AS movie_production_companies ON movies.id = movie_production_companies.movie_id
  LEFT JOIN movies.production_companies AS production_companies ON movie_production_companies.production_company_id = production_companies.id
  WHERE movies.id IN (
      SELECT movie_genres.movie_id
      FROM movies.movie_genres AS movie_genres
      JOIN movies.genres AS genres ON movie_genres.genre_id = genres.id
      WHERE genres.name = CAST($1 AS TEXT)
    )
)
SELECT
  group_1 AS "production_companies.name",
  ((percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY value_1))[1] + (percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY value_1))[2]) / 2.0 AS "movies.median_profit"
FROM each_once
GROUP BY 1
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 25;
