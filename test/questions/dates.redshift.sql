-- $1 = "2000-01-01"
SELECT
  TO_CHAR(DATE_TRUNC('quarter', movies.release_date), 'YYYY-MM') AS "movies.released_quarter",
  TO_CHAR(DATE_TRUNC('month', movies.release_date), 'YYYY-MM') AS "movies.released_month",
  CAST(movies.release_date AS DATE) AS "movies.released_date",
  COUNT(movies.id) AS "movies.count"
FROM movies.movies AS movies
WHERE (movies.release_date >= CAST($1 AS DATE) OR movies.release_date IS NULL)
GROUP BY 1, 2, 3
ORDER BY 1 DESC NULLS LAST, 2 NULLS LAST, 3 NULLS LAST
LIMIT 500;
