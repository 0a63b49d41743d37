-- $1 = "1990-01-01"
-- $2 = "2000-01-01"
SELECT
  "movies.released_year",
  MAX("movies.count") AS "movies.count",
  MAX("genres.count") AS "genres.count",
  MAX("production_companies.count") AS "production_companies.count"
FROM (
  SELECT
    CAST(EXTRACT(YEAR FROM movies.release_date) AS INTEGER) AS "movies.released_year",
    COUNT(movies.id) AS "movies.count",
    CAST(NULL AS BIGINT) AS "genres.count",
    CAST(NULL AS BIGINT) AS "production_companies.count"
  FROM movies.movies AS movies
  WHERE (movies.release_date >= CAST($1 AS DATE) AND movies.release_date < CAST($2 AS DATE))
  GROUP BY 1
  UNION ALL
  SELECT
    group_1 AS "movies.released_year",
    CAST(NULL AS BIGINT) AS "movies.count",
    COUNT(key_1) AS "genres.count",
    CAST(NULL AS BIGINT) AS "production_companies.count"
  FROM (
    SELECT DISTINCT
      CAST(EXTRACT(YEAR FROM movies.release_date) AS INTEGER) AS group_1,
      genres.id AS key_1
    FROM movies.movies AS movies
    LEFT JOIN movies.movie_genres AS movie_genres ON movies.id = movie_genres.movie_id
    LEFT JOIN movies.genres AS genres ON movie_genres.genre_id = genres.id
    WHERE (movies.release_date >= CAST($1 AS DATE) AND movies.release_date < CAST($2 AS DATE))
  ) AS each_once_2
  GROUP BY 1
  UNION ALL
  SELECT
    group_1 AS "movies.released_year",
    CAST(NULL AS BIGINT) AS "movies.count",
    CAST(NULL AS BIGINT) AS "genres.count",
    COUNT(key_1) AS "production_companies.count"
  FROM (
    SELECT DISTINCT
      CAST(EXTRACT(YEAR FROM movies.release_date) AS INTEGER) AS group_1,
      production_companies.id AS key_1
    FROM movies.movies AS movies
    LEFT JOIN movies.movie_production_companies AS movie_production_companies ON movies.id = movie_production_companies.movie_id
    LEFT JOIN movies.production_companies AS production_companies ON movie_production_companies.production_company_id = production_companies.id
    WHERE (movies.release_date >= CAST($1 AS DATE) AND movies.release_date < CAST($2 AS DATE))
  ) AS each_once_3
  GROUP BY 1
) AS parts
GROUP BY "movies.released_year"
ORDER BY 1 DESC NULLS LAST
LIMIT 500;
