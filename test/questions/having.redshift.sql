-- $1 = "10"
-- $2 = "1000000"
-- $3 = "5000000.5"
SELECT
  group_1 AS "genres.name",
  AVG(CAST(value_1 AS DECIMAL(38, 12))) AS "movies.average_budget"
FROM (
  SELECT DISTINCT
    genres.name AS group_1,
    movies.id AS key_1,
    NULLIF(movies.budget, 0) AS value_1
  FROM movies.movies AS movies
  LEFT JOIN movies.movie_genres AS movie_genres ON movies.id = movie_genres.movie_id
  LEFT JOIN movies.genres AS genres ON movie_genres.genre_id = genres.id
) AS each_once
GROUP BY 1
HAVING COUNT(key_1) > CAST($1 AS DECIMAL(38, 0))
  AND ((AVG(CAST(value_1 AS DECIMAL(38, 12)))) >= CAST($2 AS DECIMAL(38, 0)) AND (AVG(CAST(value_1 AS DECIMAL(38, 12)))) <= CAST($3 AS DECIMAL(38, 1)))
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
