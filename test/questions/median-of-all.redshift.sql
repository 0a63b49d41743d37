-- $1 = "Drama"
WITH each_row AS (
  SELECT
    movies.id AS key_1,
    NULLIF(movies.revenue, 0) AS value_1
  FROM movies.movies AS movies
  WHERE movies.id IN (
      SELECT movie_genres.movie_id
      FROM movies.movie_genres AS movie_genres
      JOIN movies.genres AS genres ON movie_genres.genre_id = genres.id
      WHERE genres.name = CAST($1 AS VARCHAR(65535))
    )
)
SELECT
  AVG(CAST(CASE WHEN value_1_place IN ((value_1_known + 1) / 2, (value_1_known + 2) / 2) THEN value_1 END AS DECIMAL(38, 12))) AS "movies.median_revenue"
FROM (
  SELECT
    *,
    ROW_NUMBER() OVER (ORDER BY value_1) AS value_1_place,
    COUNT(value_1) OVER () AS value_1_known
  FROM each_row
) AS placed
LIMIT 500;
