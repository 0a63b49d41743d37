-- $1 = "gift"
-- $2 = "pen"
WITH each_once_1 AS MATERIALIZED (
  SELECT DISTINCT
    tags.name AS group_1,
    lines.order_no AS key_1,
    CASE WHEN lines.order_no IS NOT NULL THEN lines.freight END AS value_1
  FROM measures.lines AS lines
  LEFT JOIN measures.line_tags AS line_tags ON lines.id = line_tags.line_id
  LEFT JOIN measures.tags AS tags ON line_tags.tag_id = tags.id
  WHERE lines.product IN (CAST($1 AS TEXT), CAST($2 AS TEXT))
)
SELECT
  "tags.name",
  MAX("lines.total_freight") AS "lines.total_freight",
  MAX("lines.median_freight") AS "lines.median_freight",
  MAX("lines.total_price") AS "lines.total_price",
  (MAX("lines.total_freight") / NULLIF(MAX("lines.total_price"), 0)) AS "lines.freight_share"
FROM (
  SELECT
    group_1 AS "tags.name",
    CASE WHEN COUNT(value_1) = COUNT(DISTINCT CASE WHEN value_1 IS NOT NULL THEN key_1 END) THEN COALESCE(SUM(value_1), 0) END AS "lines.total_freight",
    CASE WHEN COUNT(value_1) = COUNT(DISTINCT CASE WHEN value_1 IS NOT NULL THEN key_1 END) THEN ((percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY value_1))[1] + (percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY value_1))[2]) / 2.0 END AS "lines.median_freight",
    CAST(NULL AS NUMERIC) AS "lines.total_price"
  FROM each_once_1
  GROUP BY 1
  UNION ALL
  SELECT
    group_1 AS "tags.name",
    CAST(NULL AS NUMERIC) AS "lines.total_freight",
    CAST(NULL AS NUMERIC) AS "lines.median_freight",
    COALESCE(SUM(value_1), 0) AS "lines.total_price"
  FROM (
    SELECT DISTINCT
      tags.name AS group_1,
      lines.id AS key_1,
      lines.price AS value_1
    FROM measures.lines AS lines
    LEFT JOIN measures.line_tags AS line_tags ON lines.id = line_tags.line_id
    LEFT JOIN measures.tags AS tags ON line_tags.tag_id = tags.id
    WHERE lines.product IN (CAST($1 AS TEXT), CAST($2 AS TEXT))
  ) AS each_once_2
  GROUP BY 1
) AS parts
GROUP BY "tags.name"
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
