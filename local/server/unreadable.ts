// Bytes that are no request that can be read -> a last reply in Looker's words, and the end of the connection.
import type { Socket } from "node:net";
import { lookerBody } from "./looker-error.ts";

/** The longest address and headers together, in bytes: a question in an address may name many values. */
export const LONGEST_HEADERS = 64 * 1024;

/** How long a client may take to send its request, in milliseconds; the answer may take longer. */
export const SENDING_MS = 60_000;

/**
 * Answers in place of a route, which never sees such a request.
 * @param error of Node's HTTP parser, by its code (Node.js, "Errors": HPE_HEADER_OVERFLOW, ERR_HTTP_REQUEST_TIMEOUT)
 */
export function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) return void socket.destroy();
  const [status, reason, message] = told(error.code);
  const body = JSON.stringify(lookerBody(status, message, { method: "get", route: undefined }));
  socket.end(
    [
      `HTTP/1.1 ${status} ${reason}`,
      "Content-Type: application/json; charset=utf-8",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Cache-Control: no-store",
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}

function told(code: string | undefined): readonly [number, string, string] {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return [
        431,
        "Request Header Fields Too Large",
        `The address and the headers are longer than ${LONGEST_HEADERS / 1024} KiB together. Send a question as long as that in a body, with POST to /api/4.0/queries/run/json.`,
      ];
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return [
        408,
        "Request Timeout",
        `The request did not come whole within ${SENDING_MS / 1000} seconds. Send it again.`,
      ];
    default:
      return [400, "Bad Request", "What was sent is not an HTTP request that can be read."];
  }
}
