// Postgres as a warehouse: one session, COPY FROM STDIN, advisory locks.
import { DIALECTS, Mistake } from "../../generator/index.ts";
import { abreast } from "./postgres/abreast.ts";
import { withoutKey } from "./postgres/key.ts";
import { loadByStream } from "./postgres/load.ts";
import { tablesOf } from "./postgres/tables.ts";
import type { Session } from "./session.ts";
import type { Warehouse } from "./warehouse.ts";

/** How long publishing waits for readers to let go of a table (only changes of its columns need that). */
const LOCK_PATIENCE = "60s";
/** How long a transaction may stand still between two statements; shorter than others wait for its locks. */
const IDLE_PATIENCE = "20s";
/** What one step of a statement may take to sort or to join before it turns to the disk. */
const SORT_MEMORY = "64MB";
/** The same for the making of an index. */
const INDEX_MEMORY = "128MB";
/** The longest value a row of Postgres holds is 1 GB; no record is as long as that. */
const LONGEST_BYTES = 512 * 1024 * 1024;

/** How many statements of a script go in one message. */
const AT_ONCE = 100;
/** From this version on, CREATE TABLE takes STORAGE (PostgreSQL 16's release notes); without it, a table for long values is made beside. */
const STORAGE_SAID = 160_000;

/** The number that stands for a lock's name. */
const LOCK = "hashtextextended('viewfinder hydrate ' || $1, 0)";

/**
 * @param session one that leads to Postgres
 * @throws Outage when the database cannot be used
 * @throws Mistake when its encoding is another than UTF8
 */
export async function postgresWarehouse(session: Session): Promise<Warehouse> {
  const { query, transaction, close } = session;
  const version = await refuseOtherEncodings(session);
  await query(`SET lock_timeout = '${LOCK_PATIENCE}'`);
  // A process that was stopped in the middle of publishing must not keep others from the tables for long.
  await query(`SET idle_in_transaction_session_timeout = '${IDLE_PATIENCE}'`);
  // What a server grants all its sessions is little; of these there is one, which sorts whole tables.
  await query(`SET work_mem = '${SORT_MEMORY}'; SET maintenance_work_mem = '${INDEX_MEMORY}'`);
  await noticeDeadClients(session);
  return {
    dialect: DIALECTS.postgres,
    longestName: 63,
    mostColumns: 1_600,
    bytesType: "bytea",
    longestBytes: LONGEST_BYTES,
    textType: "text",
    alwaysShort: version >= STORAGE_SAID ? " STORAGE PLAIN" : "",
    createScratch: "CREATE UNLOGGED TABLE",
    asText: (sql) => `CAST(${sql} AS text)`,
    byteOrder: (sql) => `${sql} COLLATE "C"`,
    bytes: (mark) => mark,
    readBytes: (value) => (Buffer.isBuffer(value) ? value : undefined),
    canLoosen: true,
    canRetype: () => true,
    query,
    script: async (statements) => {
      for (let from = 0; from < statements.length; from += AT_ONCE)
        await query(statements.slice(from, from + AT_ONCE).join(";\n"));
    },
    abreast: (works) => abreast(session, works),
    load: (options) => loadByStream(session, options),
    transaction,
    takeLock: async (name) => {
      const taken = await query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS taken`, [name]);
      return taken.rows[0]?.taken === true;
    },
    isLocked: async (name) => {
      // A lock's number stands in two halves (PostgreSQL's manual, "pg_locks").
      const found = await query(
        `SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
          WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
            AND (CAST(l.classid AS bigint) << 32) | CAST(l.objid AS bigint) = ${LOCK}`,
        [name],
      );
      return found.count > 0;
    },
    hasSchema: async (schema) =>
      (await query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema])).count > 0,
    withoutKey: (schema, table) => withoutKey(query, schema, table),
    tablesOf: (schema) => tablesOf(query, schema),
    close,
  };
}

/**
 * In another encoding (SQL_ASCII has none at all) a filter on text compares other characters than it says.
 * @returns the server's version as its `server_version_num`
 */
async function refuseOtherEncodings({ query }: Session): Promise<number> {
  const said = await query<{ encoding: string; name: string; version: string }>(
    "SELECT current_setting('server_encoding') AS encoding, current_database() AS name, current_setting('server_version_num') AS version",
  );
  const { encoding = "", name = "", version } = said.rows[0] ?? {};
  if (encoding !== "UTF8")
    throw new Mistake(
      `The database ${name} keeps text in ${encoding}, and would answer text filters wrongly. Make one in UTF8 (CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'), and load into that.`,
    );
  return Number(version);
}

/** Lets the server notice within seconds that this process died in the middle of a long statement. */
async function noticeDeadClients({ client, told }: Session): Promise<void> {
  await told(async () => {
    try {
      await client.query("SET client_connection_check_interval = '2s'");
    } catch (error) {
      // Some systems cannot watch a socket; their server notices at the end of the statement, which is right too.
      if ((error as { code?: unknown }).code !== "22023") throw error;
    }
  });
}
