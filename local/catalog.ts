// A live database -> the catalog of one of its schemas: tables, columns, comments, keys and foreign keys.
import { Client } from "pg";
import { type Catalog, type CatalogTable, didYouMean, Mistake } from "../generator/index.ts";
import { answerTrouble } from "./trouble.ts";

/** How long to wait for a connection, in milliseconds. */
const PATIENCE_MS = 10_000;
/** How many schemas a message lists. */
const SCHEMAS_SHOWN = 10;

interface ColumnRow {
  readonly table_name: string;
  readonly table_comment: string | null;
  readonly column_name: string;
  readonly type: string;
  readonly comment: string | null;
}

interface KeyRow {
  readonly table_name: string;
  readonly kind: "p" | "f";
  readonly columns: readonly string[];
  readonly target: string | null;
}

/**
 * Reads the catalog of the database at an address.
 * @param url `postgres://user:password@host:port/database`
 * @throws as {@link readCatalog}, and Outage when the database does not let us in
 */
export async function readCatalogAt(url: string, schema: string): Promise<Catalog> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MS,
    application_name: "viewfinder",
  });
  try {
    await client.connect();
  } catch (error) {
    throw answerTrouble(error, false);
  }
  try {
    await client.query("BEGIN READ ONLY");
    return await readCatalog(client, schema);
  } finally {
    await client.end();
  }
}

/**
 * Reads what both Postgres and Redshift keep in `pg_catalog`; nothing is written.
 * @param schema its name
 * @param wantsKeys whether keys are read as well; Redshift's own tables do not give them by this query
 * @throws Mistake when the database has no such schema or it is empty, Outage when it does not answer
 */
export async function readCatalog(
  pool: Pick<Client, "query">,
  schema: string,
  wantsKeys: boolean = true,
): Promise<Catalog> {
  try {
    const { rows: columns } = await pool.query<ColumnRow>(
      `SELECT c.relname AS table_name, obj_description(c.oid, 'pg_class') AS table_comment, a.attname AS column_name,
              format_type(a.atttypid, a.atttypmod) AS type, col_description(c.oid, a.attnum) AS comment
         FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        ORDER BY c.relname, a.attnum`,
      [schema],
    );
    const { rows: keys } = wantsKeys
      ? await pool.query<KeyRow>(
          `SELECT c.relname AS table_name, k.contype::text AS kind, t.relname AS target,
              ARRAY(SELECT a.attname::text FROM generate_series(1, array_upper(k.conkey, 1)) AS i
                      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[i] ORDER BY i) AS columns
         FROM pg_constraint k
         JOIN pg_class c ON c.oid = k.conrelid
         JOIN pg_namespace n ON n.oid = c.relnamespace
         LEFT JOIN pg_class t ON t.oid = k.confrelid
        WHERE n.nspname = $1 AND k.contype IN ('p', 'f')
        ORDER BY c.relname, k.conname`,
          [schema],
        )
      : { rows: [] };
    if (columns.length === 0)
      throw new Mistake(
        `The database has no tables in schema ${schema}${await otherSchemas(pool, schema)}. Name the right one with --schema.`,
      );
    const names = [...new Set(columns.map((row) => row.table_name))];
    return { schema, tables: names.map((name) => tableOf(name, columns, keys)) };
  } catch (error) {
    if (error instanceof Mistake) throw error;
    throw answerTrouble(error, false);
  }
}

/** What to write instead: the schema whose name is near, or those that have tables. */
async function otherSchemas(pool: Pick<Client, "query">, schema: string): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT DISTINCT n.nspname AS name FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid
      WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      ORDER BY 1`,
  );
  const names = rows.map(({ name }) => name);
  const near = didYouMean(schema, names);
  if (near?.startsWith("did you mean") === true) return ` (${near})`;
  if (names.length === 0) return "";
  const more = names.length > SCHEMAS_SHOWN ? ", …" : "";
  return `; it has some in ${names.slice(0, SCHEMAS_SHOWN).join(", ")}${more}`;
}

function tableOf(name: string, columns: readonly ColumnRow[], keys: readonly KeyRow[]): CatalogTable {
  const own = columns.filter((row) => row.table_name === name);
  const constraints = keys.filter((row) => row.table_name === name);
  return {
    name,
    comment: own[0]?.table_comment ?? undefined,
    columns: own.map((row) => ({ name: row.column_name, type: row.type, comment: row.comment ?? undefined })),
    key: constraints.find((row) => row.kind === "p")?.columns ?? [],
    references: constraints.flatMap(({ kind, columns: held, target }) => {
      const [column, ...more] = held;
      return kind === "f" && column !== undefined && more.length === 0 && target !== null
        ? [{ column, table: target }]
        : [];
    }),
  };
}
