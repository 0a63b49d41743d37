-- $1 = "5"
-- $2 = "0"
-- $3 = "10"
WITH reader_facts AS (
  SELECT
    named.*,
    RANK() OVER (ORDER BY fees DESC) AS place,
    fees
    / NULLIF(loans, 0) AS fee_each
  FROM (
    SELECT
      "readers.id" AS reader,
      "loans.count" AS loans,
      "loans.total_fee" AS fees,
      "loans.cheapest" AS cheapest
    FROM (
      SELECT
        readers.id AS "readers.id",
        COUNT(loans.id) AS "loans.count",
        COALESCE(SUM(loans.fee), 0) AS "loans.total_fee",
        MIN(loans.fee) AS "loans.cheapest"
      FROM lending.loans AS loans
      LEFT JOIN lending.readers AS readers ON loans.reader = readers.id
      WHERE loans.fee >= CAST($2 AS NUMERIC)
      GROUP BY 1
    ) AS asked
  ) AS named
),
best_readers AS (
  SELECT
    "reader_facts.reader" AS reader,
    "reader_facts.most_fees" AS fees
  FROM (
    SELECT
      group_1 AS "reader_facts.reader",
      MAX(value_1) AS "reader_facts.most_fees"
    FROM (
      SELECT DISTINCT
        reader_facts.reader AS group_1,
        reader_facts.reader AS key_1,
        reader_facts.fees AS value_1
      FROM lending.loans AS loans
      LEFT JOIN reader_facts AS reader_facts ON loans.reader = reader_facts.reader
      WHERE reader_facts.place < CAST($3 AS NUMERIC)
        AND ((reader_facts.loans > CAST($2 AS NUMERIC)))
    ) AS each_once
    GROUP BY 1
    ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
    LIMIT 3
  ) AS asked
)
SELECT
  "readers.city",
  MAX("reader_facts.average_loans") AS "reader_facts.average_loans",
  MAX("best_readers.count") AS "best_readers.count"
FROM (
  SELECT
    group_1 AS "readers.city",
    AVG(value_1) AS "reader_facts.average_loans",
    CAST(NULL AS BIGINT) AS "best_readers.count"
  FROM (
    SELECT DISTINCT
      readers.city AS group_1,
      reader_facts.reader AS key_1,
      reader_facts.loans AS value_1
    FROM lending.loans AS loans
    LEFT JOIN lending.readers AS readers ON loans.reader = readers.id
    LEFT JOIN reader_facts AS reader_facts ON loans.reader = reader_facts.reader
    WHERE reader_facts.place <= CAST($1 AS NUMERIC)
  ) AS each_once_1
  GROUP BY 1
  UNION ALL
  SELECT
    group_1 AS "readers.city",
    CAST(NULL AS NUMERIC) AS "reader_facts.average_loans",
    COUNT(key_1) AS "best_readers.count"
  FROM (
    SELECT DISTINCT
      readers.city AS group_1,
      best_readers.reader AS key_1
    FROM lending.loans AS loans
    LEFT JOIN lending.readers AS readers ON loans.reader = readers.id
    LEFT JOIN reader_facts AS reader_facts ON loans.reader = reader_facts.reader
    LEFT JOIN best_readers AS best_readers ON readers.id = best_readers.reader
    WHERE reader_facts.place <= CAST($1 AS NUMERIC)
  ) AS each_once_2
  GROUP BY 1
) AS parts
GROUP BY "readers.city"
ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST
LIMIT 500;
