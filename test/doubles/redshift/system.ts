// Postgres -> the same with what Redshift has beside it: functions, and views on its own doings.
import { Client } from "pg";
import { SYSTEM } from "./rewrite.ts";

/** What `version()` answers; the shape is Redshift's. */
export const VERSION =
  "PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), Redshift 1.0.88888";

/** How many slices the double says it has. */
const SLICES = 4;

/** Number that nobody else locks by: two doubles may make the schema at once. */
const LOCK = 5_439_001;

/** Makes the double's schema in a database, where it is missing. */
export async function makeSystem(postgresUrl: string): Promise<void> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
    const found = await client.query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [SYSTEM]);
    if (found.rowCount === 0) for (const statement of STATEMENTS) await client.query(statement);
    // A database that earlier tests used may have the one without the other.
    const laid = await client.query("SELECT to_regclass($1) AS there", [`${SYSTEM}.layout`]);
    if ((laid.rows[0] as { readonly there: string | null }).there === null)
      for (const statement of LAYOUT) await client.query(statement);
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}

const STATEMENTS: readonly string[] = [
  `CREATE SCHEMA ${SYSTEM}`,
  `CREATE FUNCTION ${SYSTEM}.version() RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT '${VERSION}' $$`,
  `CREATE FUNCTION ${SYSTEM}.pg_last_copy_count() RETURNS bigint LANGUAGE sql STABLE AS
     $$ SELECT coalesce(nullif(current_setting('${SYSTEM}.last_copy_count', true), ''), '0')::bigint $$`,
  `CREATE FUNCTION ${SYSTEM}.pg_last_copy_id() RETURNS bigint LANGUAGE sql STABLE AS
     $$ SELECT coalesce(nullif(current_setting('${SYSTEM}.last_copy_id', true), ''), '-1')::bigint $$`,
  `CREATE FUNCTION ${SYSTEM}.from_hex(text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT decode($1, 'hex') $$`,
  `CREATE FUNCTION ${SYSTEM}.to_hex(bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT encode($1, 'hex') $$`,
  `CREATE FUNCTION ${SYSTEM}.to_varbyte(text, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS
     $$ SELECT CASE lower($2) WHEN 'hex' THEN decode($1, 'hex') ELSE convert_to($1, 'UTF8') END $$`,
  `CREATE FUNCTION ${SYSTEM}.from_varbyte(bytea, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
     $$ SELECT CASE lower($2) WHEN 'hex' THEN encode($1, 'hex') ELSE convert_from($1, 'UTF8') END $$`,
  `CREATE FUNCTION ${SYSTEM}.getdate() RETURNS timestamp LANGUAGE sql STABLE AS $$ SELECT (now() AT TIME ZONE 'UTC') $$`,
  `CREATE FUNCTION ${SYSTEM}.format_type(oid, integer) RETURNS text LANGUAGE sql STABLE AS
     $$ SELECT CASE WHEN $1 = 17 THEN 'binary varying' ELSE pg_catalog.format_type($1, $2) END $$`,
  `CREATE TABLE ${SYSTEM}.stv_slices AS SELECT g / 2 AS node, g AS slice, g % 2 AS localslice, 'D'::char(1) AS type
     FROM generate_series(0, ${SLICES - 1}) g`,
  `CREATE TABLE ${SYSTEM}.sys_load_error_detail (user_id integer, query_id bigint, transaction_id bigint,
     session_id integer, database_name char(64), table_id integer, start_time timestamp, file_name char(256),
     line_number bigint, column_name char(127), column_type char(10), column_length char(10), position integer,
     error_code integer, error_message char(512))`,
];

/** How rows are spread and sorted: a table for tests to fill, and what Redshift's catalog says of it. */
const LAYOUT: readonly string[] = [
  `CREATE TABLE ${SYSTEM}.layout (relation regclass PRIMARY KEY, style smallint NOT NULL, dist_key text, sort_key text[] NOT NULL)`,
  `CREATE VIEW ${SYSTEM}.pg_class AS
     SELECT c.*, coalesce(l.style, CASE c.relkind WHEN 'r' THEN 9 ELSE 0 END)::smallint AS reldiststyle
       FROM pg_catalog.pg_class c LEFT JOIN ${SYSTEM}.layout l ON l.relation = c.oid`,
  `CREATE VIEW ${SYSTEM}.pg_attribute AS
     SELECT a.attrelid, a.attname, a.atttypid, a.attlen, a.attnum, a.atttypmod, a.attnotnull, a.atthasdef, a.attisdropped,
            coalesce(l.dist_key = a.attname, false) AS attisdistkey,
            coalesce(array_position(l.sort_key, a.attname::text), 0) AS attsortkeyord
       FROM pg_catalog.pg_attribute a LEFT JOIN ${SYSTEM}.layout l ON l.relation = a.attrelid`,
];

/** A line of SYS_LOAD_ERROR_DETAIL. */
export interface LoadErrorDetail {
  readonly query: number;
  readonly session: number;
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly code: number;
  readonly message: string;
}

/** Writes a load error down, apart from the transaction that failed. */
export async function recordLoadError(postgresUrl: string, detail: LoadErrorDetail): Promise<void> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO ${SYSTEM}.sys_load_error_detail (user_id, query_id, transaction_id, session_id, start_time, file_name,
         line_number, column_name, position, error_code, error_message)
       VALUES (100, $1, 0, $2, clock_timestamp() AT TIME ZONE 'UTC', $3, $4, $5, 0, $6, $7)`,
      [
        detail.query,
        detail.session,
        detail.file.slice(0, 256),
        detail.line,
        detail.column.slice(0, 127),
        detail.code,
        detail.message.slice(0, 512),
      ],
    );
  } finally {
    await client.end();
  }
}
