-- $1 = "echo"
-- $2 = "gold"
-- $3 = "silver"
SELECT
  COALESCE(SUM(NULLIF(films.budget, 0)), 0) AS "films.total"
FROM studio.films AS films
WHERE NOT EXISTS (
    SELECT 1
    FROM studio.makers AS makers
    JOIN studio.companies AS companies ON makers.company = companies.id
    WHERE films.id = makers.film
      AND companies.name = CAST($1 AS TEXT)
  )
  AND films.id IN (
    SELECT makers.film
    FROM studio.makers AS makers
    JOIN studio.companies AS companies ON makers.company = companies.id
    WHERE companies.id = ANY (ARRAY(
      SELECT prizes.company
      FROM studio.prizes AS prizes
      WHERE prizes.name IN (CAST($2 AS TEXT), CAST($3 AS TEXT))
    ))
  )
LIMIT 500;
