-- $1 = "5"
WITH each_row_1 AS MATERIALIZED (
  SELECT
    films.kind AS group_1,
    films.id AS key_1,
    NULLIF(films.budget, 0) AS value_1
  FROM studio.films AS films
),
each_once_2 AS MATERIALIZED (
  SELECT DISTINCT
    films.kind AS group_1,
    prizes.company AS key_1,
    prizes.place AS key_2,
    prizes.worth AS value_1
  FROM studio.films AS films
  LEFT JOIN studio.makers AS makers ON films.id = makers.film
  LEFT JOIN studio.companies AS companies ON makers.company = companies.id
  LEFT JOIN studio.prizes AS prizes ON companies.id = prizes.company
)
SELECT
  "films.kind",
  MAX("films.dear") AS "films.dear",
  MAX("prizes.better") AS "prizes.better"
FROM (
  SELECT
    group_1 AS "films.kind",
    SUM(CASE WHEN ABS(value_1_place - 1 - 0.9 * (value_1_known - 1)) < 1 THEN value_1 * (1 - ABS(value_1_place - 1 - 0.9 * (value_1_known - 1))) END) AS "films.dear",
    CAST(NULL AS NUMERIC) AS "prizes.better"
  FROM (
    SELECT
      *,
      ROW_NUMBER() OVER (PARTITION BY group_1 ORDER BY value_1) AS value_1_place,
      COUNT(value_1) OVER (PARTITION BY group_1) AS value_1_known
    FROM each_row_1
  ) AS placed
  GROUP BY 1
  UNION ALL
  SELECT
    group_1 AS "films.kind",
    CAST(NULL AS NUMERIC) AS "films.dear",
    SUM(CASE WHEN ABS(value_1_place - 1 - 0.75 * (value_1_known - 1)) < 1 THEN value_1 * (1 - ABS(value_1_place - 1 - 0.75 * (value_1_known - 1))) END) AS "prizes.better"
  FROM (
    SELECT
      *,
      ROW_NUMBER() OVER (PARTITION BY group_1 ORDER BY value_1) AS value_1_place,
      COUNT(value_1) OVER (PARTITION BY group_1) AS value_1_known
    FROM each_once_2
  ) AS placed
  GROUP BY 1
) AS parts
GROUP BY "films.kind"
HAVING MAX("films.dear") > CAST($1 AS NUMERIC)
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
