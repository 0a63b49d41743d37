// A reply -> how many bytes of its body were written.
import type { ServerResponse } from "node:http";

/**
 * Counts from now on, whoever writes: compressed where the body is, without headers and what frames it on the way.
 * @returns the bytes so far; of a client that went away the last of them may not have arrived
 */
export function countBody(response: ServerResponse): () => number {
  let bytes = 0;
  // An answer to HEAD has no body, whatever is written.
  const isHead = response.req.method === "HEAD";
  const write = response.write.bind(response) as Send;
  const end = response.end.bind(response) as Send;
  const count = (chunk: unknown, encoding: unknown): void => {
    if (isHead) return;
    if (typeof chunk === "string")
      bytes += Buffer.byteLength(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
    else if (chunk instanceof Uint8Array) bytes += chunk.byteLength;
  };
  const counted =
    (send: Send): Send =>
    (...args) => {
      count(args[0], args[1]);
      return send(...args);
    };
  Object.assign(response, { write: counted(write), end: counted(end) });
  return () => bytes;
}

type Send = (...args: unknown[]) => unknown;
