WITH each_row AS (
  SELECT
    CAST(EXTRACT(YEAR FROM movies.release_date) AS INTEGER) AS group_1,
    movies.id AS key_1,
    NULLIF(movies.budget, 0) AS value_1,
    NULLIF(movies.revenue, 0) AS value_2
  FROM movies.movies AS movies
)
SELECT
  group_1 AS "movies.released_year",
  AVG(CAST(CASE WHEN value_1_place IN ((value_1_known + 1) / 2, (value_1_known + 2) / 2) THEN value_1 END AS DECIMAL(38, 12))) AS "movies.median_budget",
  AVG(CAST(value_2 AS DECIMAL(38, 12))) AS "movies.average_revenue"
FROM (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY group_1 ORDER BY value_1) AS value_1_place,
    COUNT(value_1) OVER (PARTITION BY group_1) AS value_1_known
  FROM each_row
) AS placed
GROUP BY 1
ORDER BY 1 DESC NULLS LAST
LIMIT 500;
