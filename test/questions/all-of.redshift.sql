-- $1 = "echo"
-- $2 = "dawn"
-- $3 = "gold"
SELECT
  COALESCE(SUM(NULLIF(films.budget, 0)), 0) AS "films.total"
FROM studio.films AS films
WHERE films.id IN (
    SELECT makers.film
    FROM studio.makers AS makers
    JOIN studio.companies AS companies ON makers.company = companies.id
    WHERE companies.name = CAST($1 AS VARCHAR(65535))
  )
  AND films.id IN (
    SELECT makers.film
    FROM studio.makers AS makers
    JOIN studio.companies AS companies ON makers.company = companies.id
    WHERE companies.name = CAST($2 AS VARCHAR(65535))
  )
  AND films.id IN (
    SELECT makers.film
    FROM studio.makers AS makers
    JOIN studio.companies AS companies ON makers.company = companies.id
    JOIN studio.prizes AS prizes ON companies.id = prizes.company
    WHERE prizes.name = CAST($3 AS VARCHAR(65535))
  )
LIMIT 500;
