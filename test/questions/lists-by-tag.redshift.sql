SELECT
  "tags.name",
  MAX("lines.products") AS "lines.products",
  MAX("lines.last_scanned") AS "lines.last_scanned",
  MAX("lines.count") AS "lines.count",
  MAX("tags.first_name") AS "tags.first_name"
FROM (
  SELECT
    group_1 AS "tags.name",
    CAST(MAX(value_1) AS DATE) AS "lines.last_scanned",
    COUNT(key_1) AS "lines.count",
    CAST(NULL AS VARCHAR(65535)) AS "lines.products",
    CAST(NULL AS VARCHAR(65535)) AS "tags.first_name"
  FROM (
    SELECT DISTINCT
      tags.name AS group_1,
      lines.id AS key_1,
      lines.scanned AS value_1
    FROM measures.lines AS lines
    LEFT JOIN measures.line_tags AS line_tags ON lines.id = line_tags.line_id
    LEFT JOIN measures.tags AS tags ON line_tags.tag_id = tags.id
  ) AS each_once_1
  GROUP BY 1
  UNION ALL
  SELECT
    group_1 AS "tags.name",
    CAST(NULL AS DATE) AS "lines.last_scanned",
    CAST(NULL AS BIGINT) AS "lines.count",
    LISTAGG(DISTINCT CAST(value_1 AS VARCHAR(65535)), '|RECORD|') WITHIN GROUP (ORDER BY CAST(value_1 AS VARCHAR(65535))) AS "lines.products",
    CAST(NULL AS VARCHAR(65535)) AS "tags.first_name"
  FROM (
    SELECT DISTINCT
      tags.name AS group_1,
      lines.id AS key_1,
      lines.product AS value_1
    FROM measures.lines AS lines
    LEFT JOIN measures.line_tags AS line_tags ON lines.id = line_tags.line_id
    LEFT JOIN measures.tags AS tags ON line_tags.tag_id = tags.id
  ) AS each_once_2
  GROUP BY 1
  UNION ALL
  SELECT
    group_1 AS "tags.name",
    CAST(NULL AS DATE) AS "lines.last_scanned",
    CAST(NULL AS BIGINT) AS "lines.count",
    CAST(NULL AS VARCHAR(65535)) AS "lines.products",
    MIN(value_1) AS "tags.first_name"
  FROM (
    SELECT DISTINCT
      tags.name AS group_1,
      tags.id AS key_1,
      CASE WHEN tags.id IS NOT NULL THEN COALESCE(tags.name, 'none') END AS value_1
    FROM measures.lines AS lines
    LEFT JOIN measures.line_tags AS line_tags ON lines.id = line_tags.line_id
    LEFT JOIN measures.tags AS tags ON line_tags.tag_id = tags.id
  ) AS each_once_3
  GROUP BY 1
) AS parts
GROUP BY "tags.name"
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
