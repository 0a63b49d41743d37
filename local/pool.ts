// A connection string -> a pool of database sessions that can only read, and only for so long.
import { type CustomTypesConfig, Pool, TypeOverrides, types } from "pg";

const STATEMENT_TIMEOUT_MS = 30_000;
const CONNECT_PATIENCE_MS = 10_000;
const SIZE = 8;

/**
 * A JavaScript number or Date would round a value or move it to another day; text does neither. The
 * numbers are those of Postgres's types (pg_type.dat).
 */
function textTypes(): TypeOverrides {
  const chosen = new TypeOverrides();
  const { INT8, NUMERIC, DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL } = types.builtins;
  for (const one of [INT8, NUMERIC, DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL]) {
    chosen.setTypeParser(one, (text) => text);
  }
  // Lists of the same are taken apart like a list of texts (1009).
  const parseTexts = chosen.getTypeParser(1009) as unknown as (text: string) => (string | null)[];
  for (const list of [1016, 1231, 1182, 1115, 1185, 1187]) chosen.setTypeParser(list, parseTexts);
  return chosen;
}

const TEXT_TYPES = textTypes();

/** How values of a session of {@link openReader} are read, for a cursor, which has to be told. */
export const CURSOR_TYPES: CustomTypesConfig = { getTypeParser: TEXT_TYPES.getTypeParser.bind(TEXT_TYPES) };

/**
 * A pool whose every session is read-only, in UTC, named `viewfinder`, and gives up a statement after the
 * timeout (`pg` then throws code 57014). Whole and decimal numbers of any size, dates and times come as
 * text: `12345678901234567890`, `2024-02-29`, `2024-02-29 13:00:00+00`.
 *
 * @param url `postgres://…`; nothing in it can make a session writable
 * @param options.statementTimeoutMs for one statement, in milliseconds; 30 000 when not given
 * @param options.size sessions at most; 8 when not given
 * @throws nothing here; queries throw what `pg` throws. A lost server fails the queries under way and is
 *   connected to anew by the next; it never ends the process
 */
export function openReader(
  url: string,
  options: { readonly statementTimeoutMs?: number; readonly size?: number } = {},
): Pool {
  const { statementTimeoutMs = STATEMENT_TIMEOUT_MS, size = SIZE } = options;
  const pool = new Pool({
    connectionString: url,
    max: size,
    types: TEXT_TYPES,
    keepAlive: true,
    // Also bounds how long a query waits for a free session: one slow statement's time, and some.
    connectionTimeoutMillis: statementTimeoutMs + CONNECT_PATIENCE_MS,
    // Set once the session stands rather than in the connection's own options: those can be overruled
    // by the connection string, and poolers such as PgBouncer refuse them.
    verify: (client, done) => {
      client.query(SESSION, ["on", String(statementTimeoutMs)], (error) => done(error ?? undefined));
    },
  });
  return surviving(pool);
}

/**
 * One session more beside a pool of {@link openReader}, with the same settings: for what must not wait behind
 * the pool's own queries. End it by itself.
 */
export function openBeside(pool: Pool): Pool {
  return surviving(new Pool({ ...pool.options, max: 1, connectionTimeoutMillis: CONNECT_PATIENCE_MS }));
}

function surviving(pool: Pool): Pool {
  // Nothing is hidden by not acting on these: a query on a lost session fails by itself, and the pool
  // drops it. Without a listener, Node would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

const SESSION = `select
  set_config('default_transaction_read_only', $1, false),
  set_config('statement_timeout', $2, false),
  set_config('application_name', 'viewfinder', false),
  set_config('timezone', 'UTC', false),
  set_config('datestyle', 'ISO, YMD', false),
  set_config('extra_float_digits', '1', false)`;
