// Postgres as a warehouse: one session, COPY FROM STDIN, advisory locks.
import { hostname } from "node:os";
import { finished } from "node:stream/promises";
import { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { DIALECTS, Outage } from "../../generator/index.ts";
import { inWords, type Target } from "./trouble.ts";
import type { ExistingTable, Loaded, Warehouse } from "./warehouse.ts";

const CONNECT_PATIENCE_MS = 15_000;
/** How long publishing waits for readers to let go of a table (only changes of its columns need that). */
const LOCK_PATIENCE = "60s";

/** The number that stands for a lease's name. */
const LEASE = "hashtextextended('viewfinder hydrate ' || $1, 0)";

/**
 * @param url `postgres://user:password@host:port/database`
 * @throws Outage when the database cannot be reached or used
 */
export async function connectPostgres(url: string): Promise<Warehouse> {
  const client = clientOf(url);
  const target: Target = {
    place: client.host.startsWith("/") ? client.host : `${client.host}:${client.port}`,
    user: client.user ?? "",
    database: client.database ?? "",
  };
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw inWords(error, target);
    }
  };
  const query: Warehouse["query"] = (sql, values = []) =>
    told(async () => {
      const result = await client.query(sql, [...values]);
      return { rows: result.rows, count: result.rowCount ?? 0 };
    });
  // A connection lost between two statements also fails the next one; as an event it would end the process.
  client.on("error", () => {});
  await told(async () => {
    await client.connect();
    await client.query(`SET lock_timeout = '${LOCK_PATIENCE}'`);
    await noticeDeadClients(client);
  });
  return {
    dialect: DIALECTS.postgres,
    longestName: 63,
    bytesType: "bytea",
    createScratch: "CREATE UNLOGGED TABLE",
    byteOrder: (sql) => `${sql} COLLATE "C"`,
    query,
    encode,
    copy: (table, columns, rows) =>
      told(async () => {
        const names = columns.map((column) => DIALECTS.postgres.identifier(column)).join(", ");
        const stream = client.query(copyFrom(`COPY ${table} (${names}) FROM STDIN`));
        const done = finished(stream);
        stream.end(Buffer.from(rows));
        await done;
      }),
    transaction: async (work) => {
      await query("BEGIN");
      try {
        const result = await work();
        await query("COMMIT");
        return result;
      } catch (error) {
        // When the connection is gone the server undoes it all by itself.
        await client.query("ROLLBACK").catch(() => {});
        throw error;
      }
    },
    takeLease: async (name) => {
      const taken = await query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${LEASE}) AS taken`, [name]);
      return taken.rows[0]?.taken === true;
    },
    leaseHolder: async (name) => {
      const found = await query<{ who: string; since: Date }>(
        `SELECT a.application_name AS who, a.backend_start AS since
           FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
          WHERE l.locktype = 'advisory' AND l.granted AND ((l.classid::bigint << 32) | l.objid::bigint) = ${LEASE}`,
        [name],
      );
      return found.rows[0];
    },
    hasSchema: async (schema) =>
      (await query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema])).count > 0,
    tablesOf: (schema) => tablesOf(query, schema),
    close: () => client.end().catch(() => {}),
  };
}

function clientOf(url: string): Client {
  try {
    if (!/^postgres(?:ql)?:/.test(url)) throw new TypeError("no scheme");
    return new Client({
      connectionString: url,
      // What others are told who have to wait for this session; Postgres keeps 63 bytes of it.
      application_name: `viewfinder hydrate, process ${process.pid} on ${hostname()}`,
      connectionTimeoutMillis: CONNECT_PATIENCE_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
  } catch {
    // No cause: the error of a URL that cannot be read holds the whole URL, and with it the password.
    throw new Outage(
      "The database's address is not a connection string. One looks like postgres://user:password@host:5432/database.",
      { retry: false },
    );
  }
}

/** Lets the server notice within seconds that this process died in the middle of a long statement. */
async function noticeDeadClients(client: Client): Promise<void> {
  try {
    await client.query("SET client_connection_check_interval = '2s'");
  } catch (error) {
    // Some systems cannot watch a socket; their server notices at the end of the statement, which is right too.
    if ((error as { code?: unknown }).code !== "22023") throw error;
  }
}

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** COPY's text format: cells between tabs, `\N` for null, a backslash before what would be read as something else. */
function encode(row: readonly Loaded[]): string {
  let line = "";
  for (let index = 0; index < row.length; index += 1) {
    const value = row[index];
    if (index > 0) line += "\t";
    if (value === null || value === undefined) line += "\\N";
    else if (typeof value === "number") line += String(value);
    else if (typeof value !== "string") line += `\\\\x${value.toString("hex")}`;
    else
      line += SPECIAL.test(value)
        ? value.replaceAll(/[\\\n\r\t]/g, (special) => ESCAPES[special] ?? special)
        : value;
  }
  return `${line}\n`;
}

interface ColumnRow {
  readonly table_name: string;
  readonly column_name: string;
  readonly type: string;
  readonly required: boolean;
  readonly key_place: number | null;
}

async function tablesOf(query: Warehouse["query"], schema: string): Promise<readonly ExistingTable[]> {
  const { rows } = await query<ColumnRow>(
    `SELECT c.relname AS table_name, a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS type,
            a.attnotnull AS required, array_position(i.indkey::int2[], a.attnum) AS key_place
       FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      ORDER BY c.relname, a.attnum`,
    [schema],
  );
  const tables = new Map<string, ColumnRow[]>();
  for (const row of rows) tables.set(row.table_name, [...(tables.get(row.table_name) ?? []), row]);
  return [...tables].map(([name, columns]) => ({
    name,
    columns: columns.map((column) => ({
      name: column.column_name,
      type: column.type,
      required: column.required,
    })),
    key: columns
      .filter((column) => column.key_place !== null)
      .sort((a, b) => (a.key_place ?? 0) - (b.key_place ?? 0))
      .map((column) => column.column_name),
  }));
}
