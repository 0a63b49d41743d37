WITH each_once AS (
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
  AVG(CAST(CASE WHEN value_1_place IN ((value_1_known + 1) / 2, (value_1_known + 2) / 2) THEN value_1 END AS DECIMAL(38, 12))) AS "movies.median_budget",
  AVG(CAST(CASE WHEN value_2_place IN ((value_2_known + 1) / 2, (value_2_known + 2) / 2) THEN value_2 END AS DECIMAL(38, 12))) AS "movies.median_revenue",
  AVG(CAST(value_1 AS DECIMAL(38, 12))) AS "movies.average_budget",
  COUNT(key_1) AS "movies.count"
FROM (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY group_1 ORDER BY value_1) AS value_1_place,
    COUNT(value_1) OVER (PARTITION BY group_1) AS value_1_known,
    ROW_NUMBER() OVER (PARTITION BY group_1 ORDER BY value_2) AS value_2_place,
    COUNT(value_2) OVER (PARTITION BY group_1) AS value_2_known
  FROM each_once
) AS placed
GROUP BY 1
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
