-- What Redshift has and Postgres lacks, so that a test database can run SQL written for Redshift: MEDIAN.
CREATE SCHEMA IF NOT EXISTS redshift_on_postgres;

CREATE OR REPLACE FUNCTION redshift_on_postgres.middle(anycompatiblearray) RETURNS numeric
LANGUAGE sql IMMUTABLE AS $$
  SELECT AVG(value)
  FROM (
    SELECT
      CAST(element AS numeric) AS value,
      ROW_NUMBER() OVER (ORDER BY element) AS place,
      COUNT(*) OVER () AS size
    FROM UNNEST($1) AS element
    WHERE element IS NOT NULL
  ) AS known
  WHERE place IN ((size + 1) / 2, size / 2 + 1)
$$;

CREATE OR REPLACE AGGREGATE redshift_on_postgres.median(anycompatible) (
  SFUNC = array_append,
  STYPE = anycompatiblearray,
  INITCOND = '{}',
  FINALFUNC = redshift_on_postgres.middle
);
