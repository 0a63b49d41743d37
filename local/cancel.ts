// A session with a query under way -> the database is told to stop that query.
import { connect } from "node:net";
import type pg from "pg";

/** How long the database may take to hear it, in milliseconds. */
const PATIENCE_MS = 5_000;
/** The code of a CancelRequest, in place of a protocol version (PostgreSQL, "Message Formats"). */
const CANCEL_REQUEST = 80_877_102;

/**
 * Sends the protocol's own CancelRequest over a connection of its own: it needs no free session and no
 * password, and a pooler such as PgBouncer passes it on to the right server, which a process number could
 * not do. Like libpq's `PQcancel` it goes without TLS; it holds nothing but the session's own cancel key.
 *
 * The server hangs up once it has signalled the session's process. A query that is sent on the session after
 * this has come back is therefore never hit.
 * @returns when the server has passed it on, or cannot be reached any more
 */
export function cancelQuery(client: pg.ClientBase): Promise<void> {
  const pid: unknown = Reflect.get(client, "processID");
  const secret: unknown = Reflect.get(client, "secretKey");
  if (typeof pid !== "number" || typeof secret !== "number") return Promise.resolve();
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(CANCEL_REQUEST, 4);
  message.writeInt32BE(pid, 8);
  message.writeInt32BE(secret, 12);
  const host: unknown = Reflect.get(client, "host");
  const port = Number(Reflect.get(client, "port"));
  const name = typeof host === "string" && host !== "" ? host : "localhost";
  return new Promise((resolve) => {
    const socket = name.startsWith("/")
      ? connect({ path: `${name}/.s.PGSQL.${port}` })
      : connect({ host: name, port });
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.once("connect", () => socket.write(message));
    // Whoever holds the session sees for himself whether his query ends.
    socket.on("error", () => {});
    socket.once("close", () => resolve());
    socket.resume();
  });
}
