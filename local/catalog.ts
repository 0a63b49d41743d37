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
  /** E.g. `FOREIGN KEY (giver_id) REFERENCES people(id)`. */
  readonly definition: string;
  readonly target: string | null;
}

interface LayoutRow {
  readonly table_name: string;
  /** Redshift's number for a way to spread rows: 0 even, 1 by a column, 8 all; above that it chooses itself. */
  readonly style: number;
  readonly column_name: string;
  readonly is_distribution: boolean;
  /** The column's place in the sort key; below 0 in an interleaved one. */
  readonly sort_place: number;
}

/**
 * Reads the catalog of the database at an address.
 * @param url `postgres://user:password@host:port/database`
 * @param isRedshift whether it leads to a Redshift cluster, whose tables have distribution and sort keys
 * @throws as {@link readCatalog}, and Outage when the database does not let us in
 */
export async function readCatalogAt(url: string, schema: string, isRedshift = false): Promise<Catalog> {
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
    return await readCatalog(client, schema, { keys: true, layout: isRedshift });
  } finally {
    await client.end();
  }
}

/** What is read beside tables and columns. */
interface Wanted {
  readonly keys: boolean;
  /** Distribution and sort keys, which Redshift alone has. */
  readonly layout: boolean;
}

/**
 * Reads what both Postgres and Redshift keep in `pg_catalog`; nothing is written. The queries are such as Redshift's
 * leader node answers by itself: no arrays, no functions that compute nodes would be asked for (as AWS's own
 * v_generate_tbl_ddl does, amazon-redshift-utils).
 * @param schema its name
 * @throws Mistake when the database has no such schema or it is empty, Outage when it does not answer
 */
export async function readCatalog(
  pool: Pick<Client, "query">,
  schema: string,
  wanted: Wanted = { keys: true, layout: false },
): Promise<Catalog> {
  try {
    const { rows: columns } = await pool.query<ColumnRow>(
      `SELECT c.relname AS table_name, td.description AS table_comment, a.attname AS column_name,
              format_type(a.atttypid, a.atttypmod) AS type, cd.description AS comment
         FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_attribute a ON a.attrelid = c.oid
         LEFT JOIN pg_description td ON td.objoid = c.oid AND td.objsubid = 0 AND td.classoid = 'pg_class'::regclass
         LEFT JOIN pg_description cd ON cd.objoid = c.oid AND cd.objsubid = a.attnum AND cd.classoid = 'pg_class'::regclass
        WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.relname, a.attnum`,
      [schema],
    );
    const { rows: keys } = wanted.keys
      ? await pool.query<KeyRow>(
          `SELECT c.relname AS table_name, k.contype AS kind, pg_get_constraintdef(k.oid) AS definition, t.relname AS target
         FROM pg_constraint k
         JOIN pg_class c ON c.oid = k.conrelid
         JOIN pg_namespace n ON n.oid = c.relnamespace
         LEFT JOIN pg_class t ON t.oid = k.confrelid
        WHERE n.nspname = $1 AND k.contype IN ('p', 'f')
        ORDER BY c.relname, k.conname`,
          [schema],
        )
      : { rows: [] };
    const { rows: layout } = wanted.layout
      ? await pool.query<LayoutRow>(
          `SELECT c.relname AS table_name, c.reldiststyle AS style, a.attname AS column_name,
                  a.attisdistkey AS is_distribution, a.attsortkeyord AS sort_place
         FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.relname, a.attnum`,
          [schema],
        )
      : { rows: [] };
    if (columns.length === 0)
      throw new Mistake(
        `The database has no tables in schema ${schema}${await otherSchemas(pool, schema)}. Name the right one with --schema.`,
      );
    const names = [...new Set(columns.map((row) => row.table_name))];
    return { schema, tables: names.map((name) => tableOf(name, columns, keys, layout)) };
  } catch (error) {
    if (error instanceof Mistake) throw error;
    throw answerTrouble(error, false);
  }
}

/** What to write instead: the schema whose name is near, or those that have tables. */
async function otherSchemas(pool: Pick<Client, "query">, schema: string): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT DISTINCT n.nspname AS name FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid
      WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      ORDER BY 1`,
  );
  const names = rows.map(({ name }) => name);
  const near = didYouMean(schema, names);
  if (near?.startsWith("did you mean") === true) return ` (${near})`;
  if (names.length === 0) return "";
  const more = names.length > SCHEMAS_SHOWN ? ", …" : "";
  return `; it has some in ${names.slice(0, SCHEMAS_SHOWN).join(", ")}${more}`;
}

function tableOf(
  name: string,
  columns: readonly ColumnRow[],
  keys: readonly KeyRow[],
  layout: readonly LayoutRow[],
): CatalogTable {
  const own = columns.filter((row) => row.table_name === name);
  const constraints = keys.filter((row) => row.table_name === name);
  return {
    name,
    comment: own[0]?.table_comment ?? undefined,
    columns: own.map((row) => ({ name: row.column_name, type: row.type, comment: row.comment ?? undefined })),
    key: constraints.filter((row) => row.kind === "p").flatMap((row) => columnsIn(row.definition)),
    references: constraints.flatMap(({ kind, definition, target }) => {
      const [column, ...more] = columnsIn(definition);
      return kind === "f" && column !== undefined && more.length === 0 && target !== null
        ? [{ column, table: target }]
        : [];
    }),
    ...layoutOf(layout.filter((row) => row.table_name === name)),
  };
}

/** `PRIMARY KEY (order_id, "Tag Id")` -> the columns in the first brackets. */
function columnsIn(definition: string): readonly string[] {
  const inside = /\(((?:[^")]|"(?:[^"]|"")*")*)\)/.exec(definition)?.[1] ?? "";
  return [...inside.matchAll(/"((?:[^"]|"")*)"|[^\s,"]+/g)].map(([whole, quoted]) =>
    quoted === undefined ? whole : quoted.replaceAll('""', '"'),
  );
}

/** How Redshift keeps a table's rows, as far as somebody chose it. */
function layoutOf(rows: readonly LayoutRow[]): Pick<CatalogTable, "distribution" | "sort"> {
  const styles = new Map([
    [0, "even"],
    [1, rows.find((row) => row.is_distribution)?.column_name],
    [8, "all"],
  ]);
  const sorted = rows.filter((row) => row.sort_place !== 0);
  return {
    distribution: styles.get(rows[0]?.style ?? -1),
    sort: sorted
      .toSorted((a, b) => Math.abs(a.sort_place) - Math.abs(b.sort_place))
      .map((row) => row.column_name),
  };
}
