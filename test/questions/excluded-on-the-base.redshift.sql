-- $1 = "short"
SELECT
  COUNT(films.id) AS "films.count"
FROM studio.films AS films
WHERE NOT COALESCE(films.kind = CAST($1 AS VARCHAR(65535)), FALSE)
LIMIT 500;
