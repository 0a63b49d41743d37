-- $1 = "2024-01-01 00:00:00"
-- $2 = "2025-01-01 00:00:00"
-- $3 = "1"
SELECT
  TO_CHAR(DATE_TRUNC('hour', (TIMESTAMP 'epoch' + (parcels.booked) * INTERVAL '1 second')), 'YYYY-MM-DD HH24') AS "parcels.booked_hour",
  TO_CHAR(DATE_TRUNC('month', TO_DATE(CAST(NULLIF(parcels.billed, 0) AS VARCHAR(20)), 'YYYYMMDD')), 'YYYY-MM') AS "parcels.billed_month",
  (parcels.booked) - (NULLIF(parcels.billed, 0)) AS "parcels.booked_number",
  COUNT(parcels.id) AS "parcels.count"
FROM post.parcels AS parcels
WHERE (((TIMESTAMP 'epoch' + (parcels.booked) * INTERVAL '1 second')) >= CAST($1 AS TIMESTAMP) AND ((TIMESTAMP 'epoch' + (parcels.booked) * INTERVAL '1 second')) < CAST($2 AS TIMESTAMP))
  AND (CAST(EXTRACT(MONTH FROM TO_DATE(CAST(NULLIF(parcels.billed, 0) AS VARCHAR(20)), 'YYYYMMDD')) AS INTEGER)) = CAST($3 AS NUMERIC)
GROUP BY 1, 2, 3
ORDER BY 1 DESC NULLS LAST, 2 NULLS LAST, 3 NULLS LAST
LIMIT 500;
