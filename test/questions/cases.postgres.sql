-- $1 = "Lost"
-- $2 = "100 or Above"
-- $3 = "10 to 99"
SELECT
  CASE WHEN parcels.state = 1 THEN 'On its way' WHEN parcels.state = 2 OR parcels.arrived IS NOT NULL THEN 'Delivered, it''s there' ELSE 'Lost' END AS "parcels.stage",
  CASE WHEN parcels.weight >= 2 THEN 'Large' WHEN parcels.weight >= 0.5 THEN 'Fair' END AS "parcels.size",
  COUNT(CASE WHEN (CASE WHEN NULLIF(parcels.price, 0) < 0 THEN 'Below 0' WHEN NULLIF(parcels.price, 0) < 10 THEN '0 to 9' WHEN NULLIF(parcels.price, 0) < 100 THEN '10 to 99' WHEN NULLIF(parcels.price, 0) >= 100 THEN '100 or Above' ELSE 'Undefined' END) IN (CAST($2 AS TEXT), CAST($3 AS TEXT)) AND ((CASE WHEN parcels.state = 1 THEN 'On its way' WHEN parcels.state = 2 OR parcels.arrived IS NOT NULL THEN 'Delivered, it''s there' ELSE 'Lost' END) <> CAST($1 AS TEXT) OR (CASE WHEN parcels.state = 1 THEN 'On its way' WHEN parcels.state = 2 OR parcels.arrived IS NOT NULL THEN 'Delivered, it''s there' ELSE 'Lost' END) IS NULL) THEN parcels.id END) AS "parcels.dear_count",
  CASE WHEN parcels.state = 1 THEN 1 WHEN parcels.state = 2 OR parcels.arrived IS NOT NULL THEN 2 ELSE 3 END AS "parcels.stage__sort_"
FROM post.parcels AS parcels
WHERE ((CASE WHEN parcels.state = 1 THEN 'On its way' WHEN parcels.state = 2 OR parcels.arrived IS NOT NULL THEN 'Delivered, it''s there' ELSE 'Lost' END) <> CAST($1 AS TEXT) OR (CASE WHEN parcels.state = 1 THEN 'On its way' WHEN parcels.state = 2 OR parcels.arrived IS NOT NULL THEN 'Delivered, it''s there' ELSE 'Lost' END) IS NULL)
GROUP BY 1, 2, 4
ORDER BY 4 NULLS LAST, 1 NULLS LAST, 2 NULLS LAST
LIMIT 500;
