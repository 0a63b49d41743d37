// A request to the server -> its reply's text and headers, or a Failure that says what went wrong.
import { Failure, type FailureKind } from "./failure.ts";

/** A reply that came whole. */
export interface Reply {
  readonly text: string;
  readonly headers: Headers;
}

/**
 * @param path from the server's root, e.g. `/values/movies/movies/genres.name?q=ac`
 * @param signal ends the request, and with it the work the server does for it
 * @throws Failure; of kind `cancelled` when the signal was aborted
 */
export async function request(path: string, init: RequestInit, signal: AbortSignal): Promise<Reply> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, { ...init, signal });
    text = await response.text();
  } catch (error) {
    throw unreached(error, signal);
  }
  if (response.ok) return { text, headers: response.headers };
  throw failureOf(response, text);
}

/** Asks for JSON. @throws Failure, as {@link request} */
export async function getJson<Value>(path: string, signal: AbortSignal): Promise<Value> {
  const { text } = await request(path, { headers: { accept: "application/json" } }, signal);
  return JSON.parse(text) as Value;
}

/** Asks for a file. @throws Failure, as {@link request}; also when the file breaks off */
export async function requestFile(
  path: string,
  signal: AbortSignal,
): Promise<{ readonly blob: Blob; readonly headers: Headers }> {
  let response: Response;
  try {
    response = await fetch(path, { signal });
  } catch (error) {
    throw unreached(error, signal);
  }
  if (!response.ok) throw failureOf(response, await response.text());
  try {
    return { blob: await response.blob(), headers: response.headers };
  } catch (error) {
    if (signal.aborted || !navigator.onLine) throw unreached(error, signal);
    throw new Failure("connection", "The file broke off before its end. Try again.");
  }
}

/** Sends JSON. @throws Failure, as {@link request} */
export async function postJson(path: string, body: unknown, signal: AbortSignal): Promise<Reply> {
  return request(
    path,
    { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
    signal,
  );
}

/**
 * JSON in which numbers stay text, so that none is rounded (ECMAScript, "JSON.parse source text access").
 * A browser without it rounds them as ever.
 */
export function parseExactly(text: string): unknown {
  const parse = JSON.parse as (
    text: string,
    revive: (key: string, value: unknown, context?: { readonly source?: string }) => unknown,
  ) => unknown;
  return parse(text, (_key, value, context) =>
    typeof value === "number" ? (context?.source ?? String(value)) : value,
  );
}

/** Why no reply came; what is no failure of the network comes back as it is. */
function unreached(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return new Failure("cancelled", "Cancelled.");
  if (!navigator.onLine) return new Failure("offline", "This computer is offline.");
  return error instanceof TypeError ? new Failure("connection", "The server does not answer.") : error;
}

function failureOf(response: Response, text: string): Failure {
  const said = wordsOf(text);
  const words = said === undefined ? `The server answered with status ${response.status}.` : forReaders(said);
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new Failure(kindOf(response.status, said), words, {
    seconds: Number.isFinite(seconds) ? seconds : undefined,
    request: response.headers.get("x-request-id") ?? undefined,
    status: response.status,
  });
}

function wordsOf(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as {
      readonly message?: unknown;
      readonly errors?: readonly { readonly message?: unknown }[];
    };
    const said = body.errors?.[0]?.message ?? body.message;
    return typeof said === "string" ? said : undefined;
  } catch {
    // Not from our server but from something in between; its status is all there is.
    return undefined;
  }
}

/** Without what is for those who read the server's log: its name for the request, and the address of the database. */
function forReaders(said: string): string {
  return said
    .replace(/ The server's log has this as request [^ ]+\.$/, "")
    .replace(/: (?:connect|getaddrinfo|read|write) E[A-Z_]+(?: [^\s;]*[^\s;.])?/, "");
}

/** @param said by our server; undefined when it was something in between that replied */
function kindOf(status: number, said: string | undefined): FailureKind {
  if (said === undefined && status >= 502 && status <= 504) return "connection";
  switch (status) {
    case 401:
      return "login";
    case 403:
      return "forbidden";
    case 404:
      return "unknown";
    case 429:
      return "busy";
    case 503:
      return isTimeout(said ?? "") ? "timeout" : "outage";
    default:
      return status >= 500 ? "fault" : "refused";
  }
}

/** Whether the server's words tell of the time limit on statements. */
export function isTimeout(words: string): boolean {
  return /\b(took longer|time limit|timed out|too long)\b/i.test(words);
}
