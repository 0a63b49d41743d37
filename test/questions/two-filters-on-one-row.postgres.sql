-- $1 = "silver"
-- $2 = "2.5"
-- $3 = "fr"
SELECT
  COUNT(films.id) AS "films.count"
FROM studio.films AS films
WHERE films.id IN (
    SELECT makers.film
    FROM studio.makers AS makers
    JOIN studio.companies AS companies ON makers.company = companies.id
    JOIN studio.prizes AS prizes ON companies.id = prizes.company
    WHERE prizes.name = CAST($1 AS TEXT)
      AND prizes.worth >= CAST($2 AS NUMERIC)
      AND companies.country = CAST($3 AS TEXT)
  )
LIMIT 500;
