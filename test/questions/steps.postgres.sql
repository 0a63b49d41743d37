-- $1 = "10 to 99"
-- $2 = "Undefined"
-- $3 = ">= 0.5 and < 2.0"
SELECT
  CASE WHEN NULLIF(parcels.price, 0) < 0 THEN 'Below 0' WHEN NULLIF(parcels.price, 0) < 10 THEN '0 to 9' WHEN NULLIF(parcels.price, 0) < 100 THEN '10 to 99' WHEN NULLIF(parcels.price, 0) >= 100 THEN '100 or Above' ELSE 'Undefined' END AS "parcels.price_step",
  CASE WHEN NULLIF(parcels.weight, 0) < -1.25 THEN '(-inf,-1.25)' WHEN NULLIF(parcels.weight, 0) < 0 THEN '[-1.25,0.0)' WHEN NULLIF(parcels.weight, 0) < 2 THEN '[0.0,2.0)' WHEN NULLIF(parcels.weight, 0) >= 2 THEN '[2.0,inf)' ELSE 'Undefined' END AS "parcels.weight_span",
  COUNT(parcels.id) AS "parcels.count",
  CASE WHEN NULLIF(parcels.price, 0) < 0 THEN 1 WHEN NULLIF(parcels.price, 0) < 10 THEN 2 WHEN NULLIF(parcels.price, 0) < 100 THEN 3 WHEN NULLIF(parcels.price, 0) >= 100 THEN 4 ELSE 5 END AS "parcels.price_step__sort_",
  CASE WHEN NULLIF(parcels.weight, 0) < -1.25 THEN 1 WHEN NULLIF(parcels.weight, 0) < 0 THEN 2 WHEN NULLIF(parcels.weight, 0) < 2 THEN 3 WHEN NULLIF(parcels.weight, 0) >= 2 THEN 4 ELSE 5 END AS "parcels.weight_span__sort_"
FROM post.parcels AS parcels
WHERE ((CASE WHEN NULLIF(parcels.price, 0) < 0 THEN 'Below 0' WHEN NULLIF(parcels.price, 0) < 10 THEN '0 to 9' WHEN NULLIF(parcels.price, 0) < 100 THEN '10 to 99' WHEN NULLIF(parcels.price, 0) >= 100 THEN '100 or Above' ELSE 'Undefined' END) = CAST($1 AS TEXT) AND ((CASE WHEN NULLIF(parcels.price, 0) < 0 THEN 'Below 0' WHEN NULLIF(parcels.price, 0) < 10 THEN '0 to 9' WHEN NULLIF(parcels.price, 0) < 100 THEN '10 to 99' WHEN NULLIF(parcels.price, 0) >= 100 THEN '100 or Above' ELSE 'Undefined' END) <> CAST($2 AS TEXT) OR (CASE WHEN NULLIF(parcels.price, 0) < 0 THEN 'Below 0' WHEN NULLIF(parcels.price, 0) < 10 THEN '0 to 9' WHEN NULLIF(parcels.price, 0) < 100 THEN '10 to 99' WHEN NULLIF(parcels.price, 0) >= 100 THEN '100 or Above' ELSE 'Undefined' END) IS NULL))
  AND (CASE WHEN parcels.weight < 0.5 THEN '< 0.5' WHEN parcels.weight < 2 THEN '>= 0.5 and < 2.0' WHEN parcels.weight >= 2 THEN '>= 2.0' ELSE 'Undefined' END) = CAST($3 AS TEXT)
GROUP BY 1, 2, 4, 5
ORDER BY 4 DESC NULLS LAST, 1 DESC NULLS LAST, 5 NULLS LAST, 2 NULLS LAST
LIMIT 500;
