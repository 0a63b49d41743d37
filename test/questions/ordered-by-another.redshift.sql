SELECT
  "people.name",
  MAX("parcels.total_price") AS "parcels.total_price",
  MAX("people.count") AS "people.count",
  "people.name__sort_"
FROM (
  SELECT
    people.name AS "people.name",
    people.rank AS "people.name__sort_",
    COALESCE(SUM(NULLIF(parcels.price, 0)), 0) AS "parcels.total_price",
    CAST(NULL AS BIGINT) AS "people.count"
  FROM post.people AS people
  LEFT JOIN post.parcels AS parcels ON people.id = parcels.sender
  GROUP BY 1, 2
  UNION ALL
  SELECT
    people.name AS "people.name",
    people.rank AS "people.name__sort_",
    CAST(NULL AS DECIMAL(38, 12)) AS "parcels.total_price",
    COUNT(people.id) AS "people.count"
  FROM post.people AS people
  GROUP BY 1, 2
) AS parts
GROUP BY "people.name", "people.name__sort_"
ORDER BY 4 NULLS LAST, 1 NULLS LAST
LIMIT 500;
