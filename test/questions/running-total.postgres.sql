SELECT
  "lines.product",
  SUM("lines.total_price") OVER (ORDER BY "lines.total_price" DESC NULLS LAST, "lines.product" NULLS LAST ROWS UNBOUNDED PRECEDING) AS "lines.price_so_far",
  CASE WHEN NOT (COUNT(*) OVER () > 2) THEN 100 * CAST("lines.total_price" AS DOUBLE PRECISION) / NULLIF(CAST(SUM("lines.total_price") OVER () AS DOUBLE PRECISION), 0) END AS "lines.share_of_price",
  100 * CAST("lines.total_price" - LAG("lines.total_price") OVER (ORDER BY "lines.total_price" DESC NULLS LAST, "lines.product" NULLS LAST) AS DOUBLE PRECISION) / NULLIF(CAST(LAG("lines.total_price") OVER (ORDER BY "lines.total_price" DESC NULLS LAST, "lines.product" NULLS LAST) AS DOUBLE PRECISION), 0) AS "lines.growth"
FROM (
  SELECT
    lines.product AS "lines.product",
    COALESCE(SUM(lines.price), 0) AS "lines.total_price"
  FROM measures.lines AS lines
  GROUP BY 1
) AS grouped
ORDER BY "lines.total_price" DESC NULLS LAST, "lines.product" NULLS LAST
LIMIT 2;
