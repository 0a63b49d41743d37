SELECT
  lines.product AS "lines.product",
  CAST(MIN(lines.shipped) AS DATE) AS "lines.first_shipped",
  MAX(lines.product) AS "lines.last_product",
  (CASE WHEN COALESCE(SUM(lines.price), 0) > 100 THEN 'large' ELSE 'small' END) AS "lines.size",
  COALESCE(((COALESCE(SUM(lines.price), 0) > 100) AND COUNT(lines.id) > 2), FALSE) AS "lines.is_large_and_busy"
FROM measures.lines AS lines
GROUP BY 1
ORDER BY 1 NULLS LAST
LIMIT 500;
