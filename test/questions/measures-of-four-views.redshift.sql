-- $1 = "100"
WITH each_once_1 AS (
  SELECT DISTINCT
    companies.country AS group_1,
    films.id AS key_1,
    NULLIF(films.budget, 0) AS value_1
  FROM studio.films AS films
  LEFT JOIN studio.makers AS makers ON films.id = makers.film
  LEFT JOIN studio.companies AS companies ON makers.company = companies.id
),
each_once_3 AS (
  SELECT DISTINCT
    companies.country AS group_1,
    prizes.company AS key_1,
    prizes.place AS key_2,
    prizes.worth AS value_1
  FROM studio.films AS films
  LEFT JOIN studio.makers AS makers ON films.id = makers.film
  LEFT JOIN studio.companies AS companies ON makers.company = companies.id
  LEFT JOIN studio.prizes AS prizes ON companies.id = prizes.company
)
SELECT
  "companies.country",
  MAX("films.total") AS "films.total",
  MAX("films.middle") AS "films.middle",
  MAX("companies.count") AS "companies.count",
  MAX("prizes.total") AS "prizes.total",
  MAX("prizes.middle") AS "prizes.middle",
  MAX("rates.highest") AS "rates.highest"
FROM (
  SELECT
    group_1 AS "companies.country",
    COALESCE(SUM(value_1), 0) AS "films.total",
    AVG(CAST(CASE WHEN value_1_place IN ((value_1_known + 1) / 2, (value_1_known + 2) / 2) THEN value_1 END AS DECIMAL(38, 12))) AS "films.middle",
    CAST(NULL AS BIGINT) AS "companies.count",
    CAST(NULL AS DECIMAL(38, 12)) AS "prizes.total",
    CAST(NULL AS DECIMAL(38, 12)) AS "prizes.middle",
    CAST(NULL AS DECIMAL(38, 12)) AS "rates.highest"
  FROM (
    SELECT
      *,
      ROW_NUMBER() OVER (PARTITION BY group_1 ORDER BY value_1) AS value_1_place,
      COUNT(value_1) OVER (PARTITION BY group_1) AS value_1_known
    FROM each_once_1
  ) AS placed
  GROUP BY 1
  UNION ALL
  SELECT
    group_1 AS "companies.country",
    CAST(NULL AS DECIMAL(38, 12)) AS "films.total",
    CAST(NULL AS DECIMAL(38, 12)) AS "films.middle",
    COUNT(key_1) AS "companies.count",
    CAST(NULL AS DECIMAL(38, 12)) AS "prizes.total",
    CAST(NULL AS DECIMAL(38, 12)) AS "prizes.middle",
    CAST(NULL AS DECIMAL(38, 12)) AS "rates.highest"
  FROM (
    SELECT DISTINCT
      companies.country AS group_1,
      companies.id AS key_1
    FROM studio.films AS films
    LEFT JOIN studio.makers AS makers ON films.id = makers.film
    LEFT JOIN studio.companies AS companies ON makers.company = companies.id
  ) AS each_once_2
  GROUP BY 1
  UNION ALL
  SELECT
    group_1 AS "companies.country",
    CAST(NULL AS DECIMAL(38, 12)) AS "films.total",
    CAST(NULL AS DECIMAL(38, 12)) AS "films.middle",
    CAST(NULL AS BIGINT) AS "companies.count",
    COALESCE(SUM(value_1), 0) AS "prizes.total",
    AVG(CAST(CASE WHEN value_1_place IN ((value_1_known + 1) / 2, (value_1_known + 2) / 2) THEN value_1 END AS DECIMAL(38, 12))) AS "prizes.middle",
    CAST(NULL AS DECIMAL(38, 12)) AS "rates.highest"
  FROM (
    SELECT
      *,
      ROW_NUMBER() OVER (PARTITION BY group_1 ORDER BY value_1) AS value_1_place,
      COUNT(value_1) OVER (PARTITION BY group_1) AS value_1_known
    FROM each_once_3
  ) AS placed
  GROUP BY 1
  UNION ALL
  SELECT
    group_1 AS "companies.country",
    CAST(NULL AS DECIMAL(38, 12)) AS "films.total",
    CAST(NULL AS DECIMAL(38, 12)) AS "films.middle",
    CAST(NULL AS BIGINT) AS "companies.count",
    CAST(NULL AS DECIMAL(38, 12)) AS "prizes.total",
    CAST(NULL AS DECIMAL(38, 12)) AS "prizes.middle",
    MAX(value_1) AS "rates.highest"
  FROM (
    SELECT DISTINCT
      companies.country AS group_1,
      rates.id AS key_1,
      rates.rate AS value_1
    FROM studio.films AS films
    LEFT JOIN studio.makers AS makers ON films.id = makers.film
    LEFT JOIN studio.companies AS companies ON makers.company = companies.id
    LEFT JOIN studio.rates AS rates ON films.year = rates.year
  ) AS each_once_4
  GROUP BY 1
) AS parts
GROUP BY "companies.country"
HAVING MAX("films.total") > CAST($1 AS DECIMAL(38, 0))
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
