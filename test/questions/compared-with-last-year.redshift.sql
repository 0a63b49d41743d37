-- $1 = "2024-01-01"
-- $2 = "2025-01-01"
SELECT
  "lines.shipped_date",
  MAX("lines.total_price") AS "lines.total_price",
  MAX("lines.total_price") - MAX("then of lines.price_change") AS "lines.price_change",
  CAST(MAX("lines.count") - MAX("then of lines.count_growth") AS DOUBLE PRECISION) / NULLIF(MAX("then of lines.count_growth"), 0) AS "lines.count_growth"
FROM (
  SELECT
    CAST(lines.shipped AS DATE) AS "lines.shipped_date",
    COALESCE(SUM(lines.price), 0) AS "lines.total_price",
    COUNT(lines.id) AS "lines.count",
    CAST(NULL AS DECIMAL(38, 12)) AS "then of lines.price_change",
    CAST(NULL AS BIGINT) AS "then of lines.count_growth",
    1 AS is_now
  FROM measures.lines AS lines
  WHERE (lines.shipped >= CAST($1 AS DATE) AND lines.shipped < CAST($2 AS DATE))
  GROUP BY 1
  UNION ALL
  SELECT
    CAST(CAST(DATEADD(year, 1, lines.shipped) AS DATE) AS DATE) AS "lines.shipped_date",
    CAST(NULL AS DECIMAL(38, 12)) AS "lines.total_price",
    CAST(NULL AS BIGINT) AS "lines.count",
    COALESCE(SUM(lines.price), 0) AS "then of lines.price_change",
    CAST(NULL AS BIGINT) AS "then of lines.count_growth",
    CAST(NULL AS INTEGER) AS is_now
  FROM measures.lines AS lines
  WHERE ((CAST(DATEADD(year, 1, lines.shipped) AS DATE)) >= CAST($1 AS DATE) AND (CAST(DATEADD(year, 1, lines.shipped) AS DATE)) < CAST($2 AS DATE))
    AND (CAST(DATEADD(year, -1, CAST(DATEADD(year, 1, lines.shipped) AS DATE)) AS DATE) = lines.shipped)
  GROUP BY 1
  UNION ALL
  SELECT
    CAST(CAST(DATEADD(month, 1, lines.shipped) AS DATE) AS DATE) AS "lines.shipped_date",
    CAST(NULL AS DECIMAL(38, 12)) AS "lines.total_price",
    CAST(NULL AS BIGINT) AS "lines.count",
    CAST(NULL AS DECIMAL(38, 12)) AS "then of lines.price_change",
    COUNT(lines.id) AS "then of lines.count_growth",
    CAST(NULL AS INTEGER) AS is_now
  FROM measures.lines AS lines
  WHERE ((CAST(DATEADD(month, 1, lines.shipped) AS DATE)) >= CAST($1 AS DATE) AND (CAST(DATEADD(month, 1, lines.shipped) AS DATE)) < CAST($2 AS DATE))
    AND (CAST(DATEADD(month, -1, CAST(DATEADD(month, 1, lines.shipped) AS DATE)) AS DATE) = lines.shipped)
  GROUP BY 1
) AS parts
GROUP BY "lines.shipped_date"
HAVING MAX(is_now) = 1
ORDER BY 1 DESC NULLS LAST
LIMIT 10;
