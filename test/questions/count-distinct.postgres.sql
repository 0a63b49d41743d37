-- $1 = "none"
SELECT
  group_1 AS "films.year",
  COUNT(DISTINCT value_1) AS "companies.homes"
FROM (
  SELECT DISTINCT
    films.year AS group_1,
    companies.id AS key_1,
    CASE WHEN companies.id IS NOT NULL THEN COALESCE(companies.country, 'none') END AS value_1
  FROM studio.films AS films
  LEFT JOIN studio.makers AS makers ON films.id = makers.film
  LEFT JOIN studio.companies AS companies ON makers.company = companies.id
  WHERE (COALESCE(companies.country, 'none') <> CAST($1 AS TEXT) OR COALESCE(companies.country, 'none') IS NULL)
) AS each_once
GROUP BY 1
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
