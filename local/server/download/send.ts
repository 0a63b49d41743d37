// Rows and how many there are -> a reply that is a whole file, or a broken connection.
import type { ServerResponse } from "node:http";
import { Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { countBody } from "../body-bytes.ts";

/** A file on its way. */
export interface SentFile {
  /** All headers but those of the transfer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly pieces: AsyncIterable<string | Uint8Array>;
  /** Compresses on the way. */
  readonly gzip: boolean;
  /** How many rows the file has, told again behind it. */
  readonly rows: number;
}

/** How long a client may leave a file unread, in milliseconds. */
const PATIENCE_MS = 120_000;

/**
 * Writes as fast as the client reads. Whatever fails, the connection is reset: a file that is not whole never
 * ends like one that is, not even for clients that take the end of the connection for the end of the file.
 * @returns how many bytes the file has, compressed where it is
 * @throws what the pieces throw, and when the client goes away
 */
export async function sendFile(response: ServerResponse, file: SentFile): Promise<number> {
  const { socket } = response;
  const written = countBody(response);
  response.setTimeout(PATIENCE_MS, () => socket?.resetAndDestroy());
  response.writeHead(200, {
    ...file.headers,
    trailer: "X-Rows-Sent",
    ...(file.gzip ? { "content-encoding": "gzip" } : {}),
  });
  try {
    const squeeze: Transform[] = file.gzip ? [createGzip()] : [];
    await pipeline([Readable.from(file.pieces), ...squeeze, response], { end: false });
    response.addTrailers({ "X-Rows-Sent": String(file.rows) });
    await new Promise<void>((resolve, reject) => {
      response.once("close", () =>
        response.writableFinished ? resolve() : reject(new Error("the client went away")),
      );
      response.end(resolve);
    });
  } catch (error) {
    socket?.resetAndDestroy();
    throw error;
  }
  return written();
}
