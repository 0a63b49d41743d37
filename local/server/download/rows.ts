// A query -> its rows a few at a time, as fast as whoever reads them takes them.
import Cursor from "pg-cursor";
import type pg from "pg";
import { CURSOR_TYPES } from "../../pool.ts";
import type { Query, QueryColumn } from "../../query.ts";

/** Some rows, each with a value for every column, as the driver gave them: text for numbers that may be long. */
export type Batch = readonly (readonly unknown[])[];

/** What a file is written from. */
export interface DownloadRows {
  readonly columns: readonly QueryColumn[];
  /** Can be gone through once; it throws when the rows do not all come. */
  readonly batches: AsyncIterable<Batch>;
}

/** Rows that are asked for at once: small enough to hold, large enough that asking costs nothing. */
const ROWS_AT_ONCE = 1_000;

/**
 * Reads over a cursor, so that the database waits for the reader and nobody holds all rows.
 * @param expected how many rows there are, as they were counted on the same state of the tables
 * @throws Error in the middle when other than the expected rows come: a file must never end as if it were whole
 */
export async function* readBatches(
  client: pg.ClientBase,
  query: Query,
  expected: number,
): AsyncGenerator<Batch> {
  const cursor = client.query(
    new Cursor<readonly unknown[]>(query.text, [...query.values], { rowMode: "array", types: CURSOR_TYPES }),
  );
  let read = 0;
  let open = true;
  try {
    for (;;) {
      const batch = await cursor.read(ROWS_AT_ONCE).catch((error: unknown) => {
        // The database has closed it already, or is gone; then closing would wait for ever.
        open = false;
        throw error;
      });
      read += batch.length;
      if (batch.length === 0) break;
      yield batch;
    }
  } finally {
    if (open) await closed(client, cursor);
  }
  if (read !== expected) throw new Error(`${read} rows came, and ${expected} were counted before`);
}

/** Closes the cursor, unless its connection ends first: then nobody would say that it is closed. */
async function closed(client: pg.ClientBase, cursor: Cursor): Promise<void> {
  let ended = (): void => {};
  const end = new Promise<void>((resolve) => {
    ended = resolve;
    client.once("end", ended);
  });
  await Promise.race([cursor.close(), end]);
  client.removeListener("end", ended);
}

/** Rows that are held already. */
export async function* heldBatches(rows: Batch): AsyncGenerator<Batch> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
    yield rows.slice(start, start + ROWS_AT_ONCE);
}
