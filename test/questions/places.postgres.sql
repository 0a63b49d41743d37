-- $1 = "36.97"
-- $2 = "-122.03"
-- $3 = "40"
-- $4 = "00501"
SELECT
  CASE WHEN parcels.latitude IS NOT NULL AND parcels.longitude IS NOT NULL THEN CAST(parcels.latitude AS VARCHAR(64)) || ',' || CAST(parcels.longitude AS VARCHAR(64)) END AS "parcels.place",
  parcels.zip AS "parcels.zip",
  COUNT(parcels.id) AS "parcels.count"
FROM post.parcels AS parcels
WHERE ((parcels.latitude) IS NOT NULL AND (parcels.longitude) IS NOT NULL AND 2 * 6371.0088 * ASIN(SQRT(LEAST(1, POWER(SIN(RADIANS((parcels.latitude) - CAST($1 AS NUMERIC)) / 2), 2) + COS(RADIANS(CAST($1 AS NUMERIC))) * COS(RADIANS((parcels.latitude))) * POWER(SIN(RADIANS((parcels.longitude) - CAST($2 AS NUMERIC)) / 2), 2)))) <= CAST($3 AS NUMERIC) * 1.609344)
  AND parcels.zip = CAST($4 AS TEXT)
GROUP BY 1, 2
ORDER BY 3 DESC NULLS LAST, 1 NULLS LAST, 2 NULLS LAST
LIMIT 500;
