-- $1 = "Comedy"
WITH each_once AS (
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
      WHERE genres.name = CAST($1 AS VARCHAR(65535))
    )
)
SELECT
  group_1 AS "production_companies.name",
  AVG(CAST(CASE WHEN value_1_place IN ((value_1_known + 1) / 2, (value_1_known + 2) / 2) THEN value_1 END AS DECIMAL(38, 12))) AS "movies.median_profit"
FROM (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY group_1 ORDER BY value_1) AS value_1_place,
    COUNT(value_1) OVER (PARTITION BY group_1) AS value_1_known
  FROM each_once
) AS placed
GROUP BY 1
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 25;
