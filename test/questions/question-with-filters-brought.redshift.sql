-- $1 = "2024-01-01"
-- $2 = "2025-01-01"
-- $3 = "Rome"
-- $4 = "2024-01-01 00:00:00"
-- $5 = "2025-01-01 00:00:00"
WITH tag_months AS (
  SELECT
    "tags.name" AS "tag",
    "loans.lent_month" AS month,
    "loans.lent_date" AS day,
    "loans.lent_raw" AS first,
    "loans.count" AS loans,
    "loans.total_fee" AS fees,
    "loans.median_fee" AS median_fee
  FROM (
    WITH each_once AS (
      SELECT DISTINCT
        tags.name AS group_1,
        TO_CHAR(DATE_TRUNC('month', loans.lent), 'YYYY-MM') AS group_2,
        CAST(loans.lent AS DATE) AS group_3,
        loans.lent AS group_4,
        loans.id AS key_1,
        loans.fee AS value_1
      FROM lending.loans AS loans
      LEFT JOIN lending.books AS books ON loans.book = books.id
      LEFT JOIN lending.readers AS readers ON loans.reader = readers.id
      LEFT JOIN lending.book_tags AS book_tags ON books.id = book_tags.book_id
      LEFT JOIN lending.tags AS tags ON book_tags.tag_id = tags.id
      WHERE readers.city = CAST($3 AS VARCHAR(65535))
        AND (loans.lent >= CAST($4 AS TIMESTAMP) AND loans.lent < CAST($5 AS TIMESTAMP))
    )
    SELECT
      group_1 AS "tags.name",
      group_2 AS "loans.lent_month",
      group_3 AS "loans.lent_date",
      group_4 AS "loans.lent_raw",
      COUNT(key_1) AS "loans.count",
      COALESCE(SUM(value_1), 0) AS "loans.total_fee",
      AVG(CAST(CASE WHEN value_1_place IN ((value_1_known + 1) / 2, (value_1_known + 2) / 2) THEN value_1 END AS DECIMAL(38, 12))) AS "loans.median_fee"
    FROM (
      SELECT
        *,
        ROW_NUMBER() OVER (PARTITION BY group_1, group_2, group_3, group_4 ORDER BY value_1) AS value_1_place,
        COUNT(value_1) OVER (PARTITION BY group_1, group_2, group_3, group_4) AS value_1_known
      FROM each_once
    ) AS placed
    GROUP BY 1, 2, 3, 4
  ) AS asked
)
SELECT
  tag_months."tag" AS "tag_months.tag",
  COALESCE(SUM(tag_months.loans), 0) AS "tag_months.all_loans"
FROM tag_months AS tag_months
WHERE (tag_months.day >= CAST($1 AS DATE) AND tag_months.day < CAST($2 AS DATE))
GROUP BY 1
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
