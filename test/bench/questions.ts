// The ten benchmark questions, each with SQL that people write by hand for it and, where joins repeat rows, Looker's own.

/** One question in four spellings. All SQL runs with the schema in the search path and without ORDER BY. */
export interface BenchQuestion {
  readonly title: string;
  readonly asked: {
    readonly fields: readonly string[];
    readonly filters?: Readonly<Record<string, string>>;
    readonly limit?: string;
  };
  /** What ORDER BY and LIMIT the other spellings share with ours. */
  readonly tail: string;
  /** Right for all tables that keep the declared keys. */
  readonly byHand: Readonly<Record<string, string>>;
  /** Right only while no two genres, or companies of one movie, share a name, which nothing declares. */
  readonly trusting?: Readonly<Record<string, string>>;
  readonly looker?: string;
}

const GENRES = `LEFT JOIN movie_genres mg ON mg.movie_id = m.id LEFT JOIN genres g ON g.id = mg.genre_id`;
const COMPANIES = `LEFT JOIN movie_production_companies mp ON mp.movie_id = m.id
  LEFT JOIN production_companies p ON p.id = mp.production_company_id`;
const REVENUE = "NULLIF(m.revenue, 0)";
const BUDGET = "NULLIF(m.budget, 0)";
const TWO = "('Genre 1', 'Genre 2')";
const THREE = "('Company 5', 'Company 17', 'Company 2000')";
const IN_TWO = `m.id IN (SELECT movie_id FROM movie_genres WHERE genre_id = ANY (ARRAY(SELECT id FROM genres WHERE name IN ${TWO})))`;
const OF_TWO = `EXISTS (SELECT 1 FROM movie_genres mg JOIN genres g ON g.id = mg.genre_id WHERE mg.movie_id = m.id AND g.name IN ${TWO})`;
const IN_THREE = `m.id IN (SELECT movie_id FROM movie_production_companies WHERE production_company_id = ANY (ARRAY(SELECT id FROM production_companies WHERE name IN ${THREE})))`;
const OF_THREE = `EXISTS (SELECT 1 FROM movie_production_companies mp JOIN production_companies p ON p.id = mp.production_company_id WHERE mp.movie_id = m.id AND p.name IN ${THREE})`;

/** Looker's symmetric total on Postgres (facts: wiki.7fff.com/symmetric; Google, "Understanding symmetric aggregates"). */
function symmetricSum(value: string): string {
  const hash = `('x' || MD5(m.id::varchar))::bit(64)::bigint::DECIMAL(65,0) * 18446744073709551616 + ('x' || SUBSTR(MD5(m.id::varchar), 17))::bit(64)::bigint::DECIMAL(65,0)`;
  return `COALESCE((SUM(DISTINCT (CAST(FLOOR(COALESCE(${value}, 0) * (1000000 * 1.0)) AS DECIMAL(65,0))) + ${hash}) - SUM(DISTINCT ${hash})) / (1000000 * 1.0), 0)`;
}

function symmetricAverage(value: string): string {
  return `${symmetricSum(value)} / NULLIF(COUNT(DISTINCT CASE WHEN ${value} IS NOT NULL THEN m.id ELSE NULL END), 0)`;
}

const onceBy = (groups: string, value: string, joins: string, aggregate: string, where = ""): string => {
  const names = groups.split(", ").map((_, index) => `n${index + 1}`);
  const named = groups.split(", ").map((group, index) => `${group} AS ${names[index] ?? ""}`);
  return `SELECT ${names.join(", ")}, ${aggregate} FROM (SELECT DISTINCT ${named.join(", ")}, m.id, ${value} AS v FROM movies m ${joins} ${where}) AS x GROUP BY ${names.join(", ")}`;
};

/** Equal links dropped before the movies are joined, so that nothing repeats. */
const GENRE_NAMES = `(SELECT DISTINCT mg.movie_id, g.name FROM movie_genres mg LEFT JOIN genres g ON g.id = mg.genre_id)`;
const COMPANY_NAMES = `(SELECT DISTINCT mp.movie_id, p.name FROM movie_production_companies mp LEFT JOIN production_companies p ON p.id = mp.production_company_id)`;

/**
 * Sums by id, put together by name where one id has the name; the other names' movies told apart. Right even
 * where a link leads to no row.
 */
const sumById = (links: string, id: string, table: string): string => `WITH
  alike AS (SELECT id, name, COUNT(*) OVER (PARTITION BY name) AS alike FROM ${table}),
  by_id AS MATERIALIZED (SELECT l.${id} AS id, SUM(${REVENUE}) AS s FROM movies m LEFT JOIN ${links} l ON l.movie_id = m.id GROUP BY 1),
  named AS MATERIALIZED (SELECT by_id.id, s, name, by_id.id IS NULL OR (name IS NOT NULL AND alike = 1) AS sure FROM by_id LEFT JOIN alike ON alike.id = by_id.id)
  SELECT name, COALESCE(SUM(s), 0) FROM (
    SELECT name, s FROM named WHERE sure
    UNION ALL
    SELECT name, SUM(v) FROM (
      SELECT DISTINCT d.name, m.id, ${REVENUE} AS v FROM movies m JOIN ${links} l ON l.movie_id = m.id LEFT JOIN ${table} d ON d.id = l.${id}
      WHERE l.${id} = ANY (ARRAY(SELECT id FROM named WHERE NOT sure))) AS x GROUP BY 1
  ) AS parts GROUP BY 1`;

export const BENCH_QUESTIONS: readonly BenchQuestion[] = [
  {
    title: "total by genre",
    asked: { fields: ["genres.name", "movies.total_revenue"] },
    tail: "ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST LIMIT 500",
    byHand: {
      distinct: onceBy("g.name", REVENUE, GENRES, "COALESCE(SUM(v), 0)"),
      links: `SELECT l.name, COALESCE(SUM(${REVENUE}), 0) FROM movies m LEFT JOIN ${GENRE_NAMES} l ON l.movie_id = m.id GROUP BY 1`,
      byId: sumById("movie_genres", "genre_id", "genres"),
    },
    trusting: {
      plain: `SELECT g.name, COALESCE(SUM(${REVENUE}), 0) FROM movies m ${GENRES} GROUP BY 1`,
      ids: `SELECT g.name, COALESCE(SUM(s), 0) FROM (SELECT mg.genre_id, SUM(${REVENUE}) AS s FROM movies m LEFT JOIN movie_genres mg ON mg.movie_id = m.id GROUP BY 1) AS x LEFT JOIN genres g ON g.id = x.genre_id GROUP BY 1`,
    },
    looker: `SELECT g.name, ${symmetricSum(REVENUE)} FROM movies m ${GENRES} GROUP BY 1`,
  },
  {
    title: "average by genre",
    asked: { fields: ["genres.name", "movies.average_budget"] },
    tail: "ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST LIMIT 500",
    byHand: {
      distinct: onceBy("g.name", BUDGET, GENRES, "AVG(v)"),
      links: `SELECT l.name, AVG(${BUDGET}) FROM movies m LEFT JOIN ${GENRE_NAMES} l ON l.movie_id = m.id GROUP BY 1`,
    },
    trusting: { plain: `SELECT g.name, AVG(${BUDGET}) FROM movies m ${GENRES} GROUP BY 1` },
    looker: `SELECT g.name, ${symmetricAverage(BUDGET)} FROM movies m ${GENRES} GROUP BY 1`,
  },
  {
    title: "average, genre any of two",
    asked: { fields: ["movies.average_budget"], filters: { "genres.name": "Genre 1,Genre 2" } },
    tail: "",
    byHand: {
      in: `SELECT AVG(${BUDGET}) FROM movies m WHERE ${IN_TWO}`,
      join: `SELECT AVG(${BUDGET}) FROM movies m WHERE m.id IN (SELECT mg.movie_id FROM movie_genres mg JOIN genres g ON g.id = mg.genre_id WHERE g.name IN ${TWO})`,
      exists: `SELECT AVG(${BUDGET}) FROM movies m WHERE ${OF_TWO}`,
    },
    looker: `SELECT ${symmetricAverage(BUDGET)} FROM movies m ${GENRES} WHERE g.name IN ${TWO}`,
  },
  {
    title: "total, genre any of two, company any of three",
    asked: {
      fields: ["movies.total_revenue"],
      filters: {
        "genres.name": "Genre 1,Genre 2",
        "production_companies.name": "Company 5,Company 17,Company 2000",
      },
    },
    tail: "",
    byHand: {
      in: `SELECT COALESCE(SUM(${REVENUE}), 0) FROM movies m WHERE ${IN_TWO} AND ${IN_THREE}`,
      inAndJoin: `SELECT COALESCE(SUM(${REVENUE}), 0) FROM movies m WHERE ${IN_TWO} AND m.id IN (SELECT mp.movie_id FROM movie_production_companies mp JOIN production_companies p ON p.id = mp.production_company_id WHERE p.name IN ${THREE})`,
      exists: `SELECT COALESCE(SUM(${REVENUE}), 0) FROM movies m WHERE ${OF_TWO} AND ${OF_THREE}`,
    },
    looker: `SELECT ${symmetricSum(REVENUE)} FROM movies m ${GENRES} ${COMPANIES} WHERE g.name IN ${TWO} AND p.name IN ${THREE}`,
  },
  {
    title: "average by genre, company any of three",
    asked: {
      fields: ["genres.name", "movies.average_budget"],
      filters: { "production_companies.name": "Company 5,Company 17,Company 2000" },
    },
    tail: "ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST LIMIT 500",
    byHand: {
      in: onceBy("g.name", BUDGET, GENRES, "AVG(v)", `WHERE ${IN_THREE}`),
      exists: onceBy("g.name", BUDGET, GENRES, "AVG(v)", `WHERE ${OF_THREE}`),
    },
    trusting: { plain: `SELECT g.name, AVG(${BUDGET}) FROM movies m ${GENRES} WHERE ${IN_THREE} GROUP BY 1` },
    looker: `SELECT g.name, ${symmetricAverage(BUDGET)} FROM movies m ${GENRES} ${COMPANIES} WHERE p.name IN ${THREE} GROUP BY 1`,
  },
  {
    title: "total by company, top 50",
    asked: { fields: ["production_companies.name", "movies.total_revenue"], limit: "50" },
    tail: "ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST LIMIT 50",
    byHand: {
      distinct: onceBy("p.name", REVENUE, COMPANIES, "COALESCE(SUM(v), 0)"),
      links: `SELECT l.name, COALESCE(SUM(${REVENUE}), 0) FROM movies m LEFT JOIN ${COMPANY_NAMES} l ON l.movie_id = m.id GROUP BY 1`,
      byId: sumById("movie_production_companies", "production_company_id", "production_companies"),
    },
    looker: `SELECT p.name, ${symmetricSum(REVENUE)} FROM movies m ${COMPANIES} GROUP BY 1`,
  },
  {
    title: "total by genre and company, top 50",
    asked: {
      fields: ["genres.name", "production_companies.name", "movies.total_revenue"],
      limit: "50",
    },
    tail: "ORDER BY 3 DESC NULLS LAST, 1 NULLS LAST, 2 NULLS LAST LIMIT 50",
    byHand: {
      distinct: onceBy("g.name, p.name", REVENUE, `${GENRES} ${COMPANIES}`, "COALESCE(SUM(v), 0)"),
      links: `SELECT a.name, b.name, COALESCE(SUM(${REVENUE}), 0) FROM movies m LEFT JOIN ${GENRE_NAMES} a ON a.movie_id = m.id LEFT JOIN ${COMPANY_NAMES} b ON b.movie_id = m.id GROUP BY 1, 2`,
    },
    looker: `SELECT g.name, p.name, ${symmetricSum(REVENUE)} FROM movies m ${GENRES} ${COMPANIES} GROUP BY 1, 2`,
  },
  {
    title: "median by genre",
    asked: { fields: ["genres.name", "movies.median_revenue"] },
    tail: "ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST LIMIT 500",
    byHand: {
      continuous: onceBy("g.name", REVENUE, GENRES, "percentile_cont(0.5) WITHIN GROUP (ORDER BY v)"),
      places: `SELECT n, AVG(CASE WHEN place IN ((known + 1) / 2, (known + 2) / 2) THEN v END) FROM (
        SELECT n, v, ROW_NUMBER() OVER (PARTITION BY n ORDER BY v) AS place, COUNT(v) OVER (PARTITION BY n) AS known
        FROM (SELECT DISTINCT g.name AS n, m.id, ${REVENUE} AS v FROM movies m ${GENRES}) AS x) AS y GROUP BY 1`,
    },
    trusting: {
      plain: `SELECT g.name, percentile_cont(0.5) WITHIN GROUP (ORDER BY ${REVENUE}) FROM movies m ${GENRES} GROUP BY 1`,
      ids: `SELECT g.name, x.median FROM (
        SELECT n, AVG(CASE WHEN place IN ((known + 1) / 2, (known + 2) / 2) THEN v END) AS median FROM (
          SELECT n, v, ROW_NUMBER() OVER (PARTITION BY n ORDER BY v) AS place, COUNT(v) OVER (PARTITION BY n) AS known
          FROM (SELECT mg.genre_id AS n, ${REVENUE} AS v FROM movies m LEFT JOIN movie_genres mg ON mg.movie_id = m.id) AS y) AS z
        GROUP BY 1) AS x LEFT JOIN genres g ON g.id = x.n`,
    },
  },
  {
    title: "movies, genres and companies by year",
    asked: {
      fields: ["movies.released_year", "movies.count", "genres.count", "production_companies.count"],
    },
    tail: "ORDER BY 1 DESC NULLS LAST LIMIT 500",
    byHand: {
      apart: `SELECT x.y, x.c, g.c, p.c
        FROM (SELECT EXTRACT(YEAR FROM release_date)::int AS y, COUNT(*) AS c FROM movies GROUP BY 1) AS x
        JOIN (SELECT y, COUNT(id) AS c FROM (SELECT DISTINCT EXTRACT(YEAR FROM m.release_date)::int AS y, g.id FROM movies m ${GENRES}) AS z GROUP BY 1) AS g ON g.y IS NOT DISTINCT FROM x.y
        JOIN (SELECT y, COUNT(id) AS c FROM (SELECT DISTINCT EXTRACT(YEAR FROM m.release_date)::int AS y, p.id FROM movies m ${COMPANIES}) AS z GROUP BY 1) AS p ON p.y IS NOT DISTINCT FROM x.y`,
    },
    looker: `SELECT EXTRACT(YEAR FROM m.release_date)::int, COUNT(DISTINCT m.id), COUNT(DISTINCT g.id), COUNT(DISTINCT p.id) FROM movies m ${GENRES} ${COMPANIES} GROUP BY 1`,
  },
  {
    title: "average, no genre of two",
    asked: { fields: ["movies.average_budget"], filters: { "movies.genre_excluded": "Genre 1,Genre 2" } },
    tail: "",
    byHand: {
      notExists: `SELECT AVG(${BUDGET}) FROM movies m WHERE NOT ${OF_TWO}`,
      notIn: `SELECT AVG(${BUDGET}) FROM movies m WHERE NOT ${IN_TWO}`,
    },
  },
];
