// A number of movies -> a schema of that many, with their genres and companies, the same whenever it is made.
import type { Client } from "pg";
import { compile, createTable, DIALECTS, type Model } from "../../generator/index.ts";

/** `looker.yml`'s model over the tables that the benchmark fills. */
export function benchModel(lookerYml: string, movies: number): Model {
  const { model } = compile(lookerYml.replace(/^schema: .*$/m, `schema: bench_${movies}`), "looker.yml");
  if (model === undefined) throw new Error("looker.yml has problems");
  return model;
}

/**
 * Fills the model's schema, unless it is filled already. About 2.5 genres and 2.9 companies to a movie, a few of
 * them common and most rare; 60 % of budgets and 65 % of revenues are not known; some companies share a name.
 * @returns whether there was anything to fill
 */
export async function fillBench(client: Client, model: Model, movies: number): Promise<boolean> {
  const schema = DIALECTS.postgres.identifier(model.schema);
  const filled = await client.query(
    "SELECT 1 FROM pg_description WHERE objoid = to_regnamespace($1) AND description = 'filled'",
    [model.schema],
  );
  if (filled.rowCount !== 0) return false;
  await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  await client.query(`CREATE SCHEMA ${schema}`);
  await client.query(`SET search_path = ${schema}`);
  const statements = model.tables.flatMap((table) =>
    createTable(table, model.schema, table.name, DIALECTS.postgres),
  );
  // Indexes are quicker made over rows that are there.
  for (const statement of statements.filter((one) => !one.startsWith("CREATE INDEX")))
    await client.query(statement);
  for (const fill of fills(movies)) await client.query(fill);
  for (const statement of statements.filter((one) => one.startsWith("CREATE INDEX")))
    await client.query(statement);
  for (const table of model.tables) await client.query(`VACUUM ANALYZE ${schema}.${table.name}`);
  await client.query(`COMMENT ON SCHEMA ${schema} IS 'filled'`);
  return true;
}

/** Hashes of the row's number stand in for chance, so every run has the same rows. */
function fills(movies: number): readonly string[] {
  const dice = (seed: string, sides: number): string =>
    `((hashint4(${seed})::bigint & 2147483647) % ${sides})`;
  const links = (table: string, other: string, count: number, factor: number, often: number): string =>
    `INSERT INTO ${table} (movie_id, ${other})
     SELECT DISTINCT movie, 1 + floor(${count} * power(${dice(`movie * ${factor} + link`, 100_000)} / 100000.0, ${count > 100 ? 3 : 2}))::int
     FROM generate_series(1, ${movies}) AS movie, generate_series(1, 3) AS link
     WHERE ${dice(`movie * ${factor + 6} + link`, 100)} < ${often}`;
  return [
    `INSERT INTO movies (id, title, original_title, original_language, status, release_date, budget, revenue, runtime, popularity, vote_average, vote_count)
     SELECT movie, 'Movie ' || movie, 'Movie ' || movie, (ARRAY['en', 'fr', 'de', 'ja', 'es'])[1 + ${dice("movie", 5)}], 'Released',
       date '1950-01-01' + ${dice("movie + 7", 27_000)}::int,
       CASE WHEN ${dice("movie + 1", 100)} < 60 THEN 0 ELSE ${dice("movie + 2", 200_000_000)} END,
       CASE WHEN ${dice("movie + 3", 100)} < 65 THEN 0 ELSE ${dice("movie + 4", 900_000_000)} END,
       60 + ${dice("movie + 5", 120)}, 1.5, ${dice("movie + 6", 100)} / 10.0, ${dice("movie + 8", 10_000)}
     FROM generate_series(1, ${movies}) AS movie`,
    "INSERT INTO genres (id, name) SELECT id, 'Genre ' || id FROM generate_series(1, 20) AS id",
    "INSERT INTO production_companies (id, name) SELECT id, 'Company ' || id % 29000 FROM generate_series(1, 30000) AS id",
    links("movie_genres", "genre_id", 20, 5, 92),
    links("movie_production_companies", "production_company_id", 30_000, 7, 97),
  ];
}
