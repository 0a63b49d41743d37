-- $1 = "1"
-- $2 = "100"
SELECT
  DATEDIFF(microsecond, parcels.sent, parcels.arrived) / 86400000000 AS "parcels.days_way",
  DATEDIFF(microsecond, parcels.sent, parcels.arrived) / 604800000000 AS "parcels.weeks_way",
  DATEDIFF(month, CAST(parcels.sent AS TIMESTAMP), CAST(parcels.arrived AS TIMESTAMP)) - CASE WHEN CAST(parcels.sent AS TIMESTAMP) <= CAST(parcels.arrived AS TIMESTAMP) AND TO_CHAR(CAST(parcels.arrived AS TIMESTAMP), 'DDHH24MISSUS') < TO_CHAR(CAST(parcels.sent AS TIMESTAMP), 'DDHH24MISSUS') THEN 1 WHEN CAST(parcels.sent AS TIMESTAMP) > CAST(parcels.arrived AS TIMESTAMP) AND TO_CHAR(CAST(parcels.arrived AS TIMESTAMP), 'DDHH24MISSUS') > TO_CHAR(CAST(parcels.sent AS TIMESTAMP), 'DDHH24MISSUS') THEN -1 ELSE 0 END AS "parcels.months_way",
  AVG(CAST(DATEDIFF(microsecond, parcels.sent, parcels.arrived) / 86400000000 AS DECIMAL(38, 12))) AS "parcels.average_days"
FROM post.parcels AS parcels
WHERE ((DATEDIFF(microsecond, parcels.sent, parcels.arrived) / 3600000000) >= CAST($1 AS DECIMAL(38, 0)) AND (DATEDIFF(microsecond, parcels.sent, parcels.arrived) / 3600000000) <= CAST($2 AS DECIMAL(38, 0)))
GROUP BY 1, 2, 3
ORDER BY 4 DESC NULLS LAST, 1 NULLS LAST, 2 NULLS LAST, 3 NULLS LAST
LIMIT 500;
