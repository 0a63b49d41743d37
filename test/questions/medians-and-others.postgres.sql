WITH each_once AS MATERIALIZED (
  SELECT DISTINCT
    genres.name AS group_1,
    movies.id AS key_1,
    NULLIF(movies.budget, 0) AS value_1,
    NULLIF(movies.revenue, 0) AS value_2
  FROM movies.movies AS movies
  LEFT JOIN movies.movie_genres AS movie_genres ON movies.id = movie_genres.movie_id
  LEFT JOIN movies.genres AS genres ON movie_genres.genre_id = genres.id
)
SELECT
  group_1 AS "genres.name",
  ((percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY value_1))[1] + (percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY value_1))[2]) / 2.0 AS "movies.median_budget",
  ((percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY value_2))[1] + (percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY value_2))[2]) / 2.0 AS "movies.median_revenue",
  AVG(value_1) AS "movies.average_budget",
  COUNT(key_1) AS "movies.count"
FROM each_once
GROUP BY 1
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
