-- $1 = "gift"
-- $2 = "pen"
WITH each_once_1 AS (
  SELECT DISTINCT
    tags.name AS group_1,
    lines.order_no AS key_1,
    CASE WHEN lines.order_no IS NOT NULL THEN lines.freight END AS value_1
  FROM measures.lines AS lines
  LEFT JOIN measures.line_tags AS line_tags ON lines.id = line_tags.line_id
  LEFT JOIN measures.tags AS tags ON line_tags.tag_id = tags.id
  WHERE lines.product IN (CAST($1 AS VARCHAR(65535)), CAST($2 AS VARCHAR(65535)))
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
    CASE WHEN COUNT(value_1) = COUNT(DISTINCT CASE WHEN value_1 IS NOT NULL THEN key_1 END) THEN AVG(CAST(CASE WHEN value_1_place IN ((value_1_known + 1) / 2, (value_1_known + 2) / 2) THEN value_1 END AS DECIMAL(38, 12))) END AS "lines.median_freight",
    CAST(NULL AS DECIMAL(38, 12)) AS "lines.total_price"
  FROM (
    SELECT
      *,
      ROW_NUMBER() OVER (PARTITION BY group_1 ORDER BY value_1) AS value_1_place,
      COUNT(value_1) OVER (PARTITION BY group_1) AS value_1_known
    FROM each_once_1
  ) AS placed
  GROUP BY 1
  UNION ALL
  SELECT
    group_1 AS "tags.name",
    CAST(NULL AS DECIMAL(38, 12)) AS "lines.total_freight",
    CAST(NULL AS DECIMAL(38, 12)) AS "lines.median_freight",
    COALESCE(SUM(value_1), 0) AS "lines.total_price"
  FROM (
    SELECT DISTINCT
      tags.name AS group_1,
      lines.id AS key_1,
      lines.price AS value_1
    FROM measures.lines AS lines
    LEFT JOIN measures.line_tags AS line_tags ON lines.id = line_tags.line_id
    LEFT JOIN measures.tags AS tags ON line_tags.tag_id = tags.id
    WHERE lines.product IN (CAST($1 AS VARCHAR(65535)), CAST($2 AS VARCHAR(65535)))
  ) AS each_once_2
  GROUP BY 1
) AS parts
GROUP BY "tags.name"
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
