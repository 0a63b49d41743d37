-- $1 = "9"
-- $2 = "17"
-- $3 = "March"
-- $4 = "May"
-- $5 = "2023-10-01 00:00:00"
-- $6 = "2024-01-01 00:00:00"
SELECT
  TO_CHAR(DATE_TRUNC('week', parcels.sent - INTERVAL '6 days') + INTERVAL '6 days', 'YYYY-MM-DD') AS "parcels.sent_week",
  TRIM(TO_CHAR(parcels.sent, 'Day')) AS "parcels.sent_day_of_week",
  'FY' || TO_CHAR(DATEADD(month, 3, parcels.sent), 'YYYY') || '-Q' || TO_CHAR(DATEADD(month, 3, parcels.sent), 'Q') AS "parcels.sent_fiscal_quarter",
  'FY' || TO_CHAR(DATEADD(month, 3, parcels.sent), 'YYYY') AS "parcels.sent_fiscal_year",
  TO_CHAR(DATE_TRUNC('day', parcels.sent) + (CAST(EXTRACT(HOUR FROM parcels.sent) AS INTEGER) / 6) * INTERVAL '6 hours', 'YYYY-MM-DD HH24:MI:SS') AS "parcels.sent_hour6",
  COUNT(parcels.id) AS "parcels.count",
  CAST(EXTRACT(DOW FROM parcels.sent) AS INTEGER) AS "parcels.sent_day_of_week__sort_"
FROM post.parcels AS parcels
WHERE ((CAST(EXTRACT(HOUR FROM parcels.sent) AS INTEGER)) >= CAST($1 AS DECIMAL(38, 0)) AND (CAST(EXTRACT(HOUR FROM parcels.sent) AS INTEGER)) < CAST($2 AS DECIMAL(38, 0)))
  AND (TRIM(TO_CHAR(parcels.sent, 'Month'))) IN (CAST($3 AS VARCHAR(65535)), CAST($4 AS VARCHAR(65535)))
  AND (parcels.sent >= CAST($5 AS TIMESTAMP) AND parcels.sent < CAST($6 AS TIMESTAMP))
GROUP BY 1, 2, 3, 4, 5, 7
ORDER BY 1 DESC NULLS LAST, 7 NULLS LAST, 2 NULLS LAST, 3 NULLS LAST, 4 NULLS LAST, 5 NULLS LAST
LIMIT 500;
