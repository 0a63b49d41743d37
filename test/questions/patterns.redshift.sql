-- $1 = "%100\\%%"
-- $2 = "A%"
-- $3 = "%s"
-- $4 = "%draft%"
-- $5 = "60"
-- $6 = "90"
-- $7 = "200"
-- $8 = "75"
SELECT
  movies.title AS "movies.title",
  NULLIF(movies.runtime, 0) AS "movies.runtime"
FROM movies.movies AS movies
WHERE ((movies.title LIKE CAST($1 AS VARCHAR(65535)) OR movies.title LIKE CAST($2 AS VARCHAR(65535)) OR movies.title LIKE CAST($3 AS VARCHAR(65535))) AND (movies.title NOT LIKE CAST($4 AS VARCHAR(65535)) OR movies.title IS NULL))
  AND (((NULLIF(movies.runtime, 0) >= CAST($5 AS DECIMAL(38, 0)) AND NULLIF(movies.runtime, 0) < CAST($6 AS DECIMAL(38, 0))) OR NULLIF(movies.runtime, 0) > CAST($7 AS DECIMAL(38, 0))) AND (NULLIF(movies.runtime, 0) <> CAST($8 AS DECIMAL(38, 0)) OR NULLIF(movies.runtime, 0) IS NULL))
  AND movies.original_language <> ''
GROUP BY 1, 2
ORDER BY 1 NULLS LAST, 2 NULLS LAST
LIMIT 20;
