SELECT
  CAST(EXTRACT(YEAR FROM movies.release_date) AS INTEGER) AS "movies.released_year",
  ((percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY NULLIF(movies.budget, 0)))[1] + (percentile_disc(ARRAY[0.5, 0.5000000001]) WITHIN GROUP (ORDER BY NULLIF(movies.budget, 0)))[2]) / 2.0 AS "movies.median_budget",
  AVG(NULLIF(movies.revenue, 0)) AS "movies.average_revenue"
FROM movies.movies AS movies
GROUP BY 1
ORDER BY 1 DESC NULLS LAST
LIMIT 500;
