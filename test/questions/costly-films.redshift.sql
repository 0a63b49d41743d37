SELECT
  COALESCE(NULLIF(films.budget, 0) > 1000000, FALSE) AS "films.costly",
  COUNT(films.id) AS "films.count",
  COUNT(CASE WHEN COALESCE(NULLIF(films.budget, 0) > 1000000, FALSE) = TRUE THEN films.id END) AS "films.costly_count",
  AVG(CAST(NULLIF(films.budget, 0) AS DECIMAL(38, 12))) AS "films.average"
FROM studio.films AS films
WHERE COALESCE(NULLIF(films.budget, 0) > 1000000, FALSE) = TRUE
GROUP BY 1
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
