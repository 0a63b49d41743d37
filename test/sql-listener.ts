// A pool -> the text of every statement its sessions are sent, as they are sent.
import type pg from "pg";

/** @returns grows with every statement */
export function listenToSql(pool: pg.Pool): readonly string[] {
  const heard: string[] = [];
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    Reflect.set(client, "query", (first: unknown, ...rest: unknown[]) => {
      heard.push(typeof first === "string" ? first : String(Reflect.get(Object(first), "text")));
      return query(first, ...rest);
    });
  });
  return heard;
}
