-- $1 = "gold"
SELECT
  group_1 AS "companies.name",
  COUNT(key_1) AS "films.count"
FROM (
  SELECT DISTINCT
    companies.name AS group_1,
    films.id AS key_1
  FROM studio.films AS films
  LEFT JOIN studio.makers AS makers ON films.id = makers.film
  LEFT JOIN studio.companies AS companies ON makers.company = companies.id
  WHERE (companies.id IN (
      SELECT companies.id
      FROM studio.companies AS companies
      LEFT JOIN studio.prizes AS prizes ON companies.id = prizes.company
      WHERE (prizes.name <> CAST($1 AS VARCHAR(65535)) OR prizes.name IS NULL)
    ) OR (companies.id IS NULL AND EXISTS (
      SELECT 1
      FROM (SELECT 1 AS one) AS nothing
      LEFT JOIN studio.prizes AS prizes ON 1 = 0
      WHERE (prizes.name <> CAST($1 AS VARCHAR(65535)) OR prizes.name IS NULL)
    )))
) AS each_once
GROUP BY 1
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
