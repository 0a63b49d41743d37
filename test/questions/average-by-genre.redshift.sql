-- $1 = "Action"
-- $2 = "Comedy"
SELECT
  group_1 AS "genres.name",
  AVG(CAST(value_1 AS DECIMAL(38, 12))) AS "movies.average_budget",
  COUNT(key_1) AS "movies.count"
FROM (
  SELECT DISTINCT
    genres.name AS group_1,
    movies.id AS key_1,
    NULLIF(movies.budget, 0) AS value_1
  FROM movies.movies AS movies
  LEFT JOIN movies.movie_genres AS movie_genres ON movies.id = movie_genres.movie_id
  LEFT JOIN movies.genres AS genres ON movie_genres.genre_id = genres.id
  WHERE genres.name IN (CAST($1 AS VARCHAR(65535)), CAST($2 AS VARCHAR(65535)))
) AS each_once
GROUP BY 1
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 10;
