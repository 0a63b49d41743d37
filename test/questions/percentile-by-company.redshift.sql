WITH each_once AS (
  SELECT DISTINCT
    companies.name AS group_1,
    films.id AS key_1,
    NULLIF(films.budget, 0) AS value_1
  FROM studio.films AS films
  LEFT JOIN studio.makers AS makers ON films.id = makers.film
  LEFT JOIN studio.companies AS companies ON makers.company = companies.id
)
SELECT
  group_1 AS "companies.name",
  SUM(CASE WHEN ABS(value_1_place - 1 - 0.9 * (value_1_known - 1)) < 1 THEN value_1 * CAST(1 - ABS(value_1_place - 1 - 0.9 * (value_1_known - 1)) AS DECIMAL(2, 1)) END) AS "films.dear",
  AVG(CAST(CASE WHEN value_1_place IN ((value_1_known + 1) / 2, (value_1_known + 2) / 2) THEN value_1 END AS DECIMAL(38, 12))) AS "films.middle",
  COALESCE(SUM(value_1), 0) AS "films.total"
FROM (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY group_1 ORDER BY value_1) AS value_1_place,
    COUNT(value_1) OVER (PARTITION BY group_1) AS value_1_known
  FROM each_once
) AS placed
GROUP BY 1
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
