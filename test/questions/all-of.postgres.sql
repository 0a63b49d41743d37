-- $1 = "echo"
-- $2 = "dawn"
-- $3 = "gold"
SELECT
  COALESCE(SUM(NULLIF(films.budget, 0)), 0) AS "films.total"
FROM studio.films AS films
WHERE films.id IN (
    SELECT makers.film
    FROM studio.makers AS makers
    WHERE makers.company = ANY (ARRAY(
      SELECT companies.id
      FROM studio.companies AS companies
      WHERE companies.name = CAST($1 AS TEXT)
    ))
  )
  AND films.id IN (
    SELECT makers.film
    FROM studio.makers AS makers
    WHERE makers.company = ANY (ARRAY(
      SELECT companies.id
      FROM studio.companies AS companies
      WHERE companies.name = CAST($2 AS TEXT)
    ))
  )
  AND films.id IN (
    SELECT makers.film
    FROM studio.makers AS makers
    JOIN studio.companies AS companies ON makers.company = companies.id
    WHERE companies.id = ANY (ARRAY(
      SELECT prizes.company
      FROM studio.prizes AS prizes
      WHERE prizes.name = CAST($3 AS TEXT)
    ))
  )
LIMIT 500;
