-- $1 = "2024-01-01"
-- $2 = "2025-01-01"
-- $3 = "2"
WITH reader_facts AS (
  SELECT reader, COUNT(*) AS loans, SUM(fee) AS fees, MIN(lent) AS first_lent
  FROM readers.loans
  WHERE 1=1
  GROUP BY reader
),
language_facts AS (
  SELECT b.language, COUNT(*) AS loans, COUNT(DISTINCT f.reader) AS readers
  FROM readers.loans AS l
  JOIN readers.books AS b ON b.id = l.book
  JOIN reader_facts AS f ON f.reader = l.reader
  WHERE (l.lent >= CAST($1 AS DATE) AND l.lent < CAST($2 AS DATE))
    AND l.fee >= CAST($3 AS NUMERIC)
  GROUP BY b.language
)
SELECT
  "language_facts.language",
  MAX("loans.count") AS "loans.count",
  MAX("reader_facts.average_loans") AS "reader_facts.average_loans"
FROM (
  SELECT
    language_facts.language AS "language_facts.language",
    COUNT(loans.id) AS "loans.count",
    CAST(NULL AS NUMERIC) AS "reader_facts.average_loans"
  FROM readers.loans AS loans
  LEFT JOIN readers.books AS books ON loans.book = books.id
  LEFT JOIN language_facts AS language_facts ON books.language = language_facts.language
  GROUP BY 1
  UNION ALL
  SELECT
    group_1 AS "language_facts.language",
    CAST(NULL AS BIGINT) AS "loans.count",
    AVG(value_1) AS "reader_facts.average_loans"
  FROM (
    SELECT DISTINCT
      language_facts.language AS group_1,
      reader_facts.reader AS key_1,
      reader_facts.loans AS value_1
    FROM readers.loans AS loans
    LEFT JOIN readers.books AS books ON loans.book = books.id
    LEFT JOIN reader_facts AS reader_facts ON loans.reader = reader_facts.reader
    LEFT JOIN language_facts AS language_facts ON books.language = language_facts.language
  ) AS each_once_2
  GROUP BY 1
) AS parts
GROUP BY "language_facts.language"
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
