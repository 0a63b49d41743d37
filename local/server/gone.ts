// A reply under way -> a signal that tells when its client went away.
import type { ServerResponse } from "node:http";

/**
 * Fastify's own `request.signal` listens to the request, which on Node 20 closes as soon as its body is
 * read; the response closes only when it is sent or its connection is lost.
 * @returns a signal that aborts when the connection is lost before the whole reply is sent
 */
export function goneSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
