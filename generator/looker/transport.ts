// Requests of Looker's SDK -> requests that end in time, wait as they are told, and fail with a status.
//
// What it puts right in @looker/sdk-node 26.12 and sdk-rtl 21.6: a timeout and a signal that never reach fetch, a line on
// stdout for each request, a Retry-After that is never found, errors without their status, a body that is cut off
// and passes for an answer.
import { setTimeout as pause } from "node:timers/promises";
import type {
  Authenticator,
  HttpMethod,
  IRawResponse,
  IRequestProps,
  ITransportSettings,
  SDKResponse,
  Values,
} from "@looker/sdk-rtl";
import { NodeTransport } from "@looker/sdk-node";
import { LookerRefusal } from "./refusal.ts";

/** How often a request that Looker put off is sent again. */
const MOST_TRIES = 5;
/** How often a request that can do no harm twice is sent when no answer comes. */
const MOST_TRIES_LOST = 3;
/** What is waited for at most, in milliseconds, whatever Retry-After says. */
const LONGEST_PAUSE_MS = 60_000;

type Options = Partial<ITransportSettings>;

/** The SDK's transport, mended. */
export class LookerTransport extends NodeTransport {
  /** Called when Looker no longer knows the token; the next request logs in anew. */
  onExpired: () => void = () => {};

  protected override async initRequest(
    method: HttpMethod,
    path: string,
    body?: unknown,
    authenticator?: Authenticator,
    options?: Options,
  ): Promise<IRequestProps> {
    // A signal of any kind keeps the SDK from writing about it to stdout; the one that counts is set below.
    const quiet = { signal: new AbortController().signal, ...options };
    const props = await super.initRequest(method, path, body, authenticator, quiet);
    props.signal = AbortSignal.timeout(secondsOf(options ?? {}, this.options) * 1000);
    return props;
  }

  /** @throws LookerRefusal for every answer but a good one, and for none */
  override async rawRequest(
    method: HttpMethod,
    path: string,
    queryParams?: Values,
    body?: unknown,
    authenticator?: Authenticator,
    options?: Options,
  ): Promise<IRawResponse> {
    let renewed = false;
    for (let tries = 1; ; tries += 1) {
      const response = await super.rawRequest(method, path, queryParams, body, authenticator, options);
      const request = `${method} ${path.replace(/^\/?api\/4\.0/, "").replace(/^https?:\/\/[^/]+\/api\/4\.0/, "")}`;
      const { statusCode: status } = response as { readonly statusCode: number | undefined };
      const again = isRepeatable(method, path) && tries < MOST_TRIES_LOST;
      if (status === undefined) {
        if (again) continue;
        throw lost(request, response.body, secondsOf(options ?? {}, this.options));
      }
      try {
        response.body = await (response.body as Promise<unknown>);
      } catch (error) {
        if (again) continue;
        throw lost(request, error, secondsOf(options ?? {}, this.options));
      }
      if (response.ok && isPage(response)) throw page(request, status);
      if (response.ok) return response;
      if (status === 401 && authenticator !== undefined && !renewed) {
        renewed = true;
        this.onExpired();
        continue;
      }
      if ((status === 429 || status === 503) && tries < MOST_TRIES) {
        await pause(pauseOf(response, tries));
        continue;
      }
      throw refused(request, status, response.body);
    }
  }

  /** As the SDK's, without its catching everything. */
  override async request<TSuccess, TError>(
    method: HttpMethod,
    path: string,
    queryParams?: Values,
    body?: unknown,
    authenticator?: Authenticator,
    options?: Options,
  ): Promise<SDKResponse<TSuccess, TError>> {
    const response = await this.rawRequest(method, path, queryParams, body, authenticator, options);
    return this.parseResponse<TSuccess, TError>(response);
  }
}

/** Nothing that is asked here is answered with a web page: it is of something that stands before Looker. */
function isPage({ contentType, body }: IRawResponse): boolean {
  // The text of a file is no page, whatever it is said to be.
  const text: unknown = body;
  return (
    contentType.startsWith("text/html") && typeof text === "string" && /^\s*<(?:!doctype|html)\b/i.test(text)
  );
}

function page(request: string, status: number): LookerRefusal {
  return new LookerRefusal({
    status,
    request,
    said: "a web page came in place of an answer. Either base_url is not where the API is, or something before Looker wants somebody to log in",
    details: [],
  });
}

/** Whether doing it twice does what doing it once does. */
function isRepeatable(method: HttpMethod, path: string): boolean {
  return (method !== "POST" && method !== "DELETE") || path.endsWith("/login");
}

function secondsOf(options: Options, usual: Options): number {
  return options.timeout ?? usual.timeout ?? 120;
}

/** How long Looker asks to wait, in milliseconds: seconds, or a date (RFC 9110, 10.2.3); else longer each time. */
function pauseOf({ headers }: IRawResponse, tries: number): number {
  const told = (headers as Readonly<Record<string, string | undefined>>)["retry-after"] ?? "";
  const until = /^\d+$/.test(told) ? Number(told) * 1000 : Date.parse(told) - Date.now();
  const wait = Number.isNaN(until) ? 1000 * 2 ** (tries - 1) : until;
  return Math.min(LONGEST_PAUSE_MS, Math.max(0, wait));
}

function lost(request: string, error: unknown, seconds: number): LookerRefusal {
  const { name, message, cause } = Object(error) as Partial<Error>;
  const deeper = Object(cause) as { readonly message?: string; readonly code?: string };
  const known = CAUSES[deeper.code ?? ""];
  const isTooLate = name === "TimeoutError";
  const said = isTooLate
    ? `nothing within ${seconds} s`
    : (known ?? firstLine(deeper.message ?? deeper.code ?? message ?? String(error)));
  return new LookerRefusal({ status: undefined, request, said, details: [], isTooLate }, error);
}

const UNTRUSTED = "its certificate is of nobody this machine trusts; name your own in NODE_EXTRA_CA_CERTS";

/** What Node calls the ways a connection fails (`errno`, and the codes of its TLS), in words. */
const CAUSES: Readonly<Record<string, string>> = {
  ENOTFOUND: "there is no host of this name",
  ECONNREFUSED: "nothing listens there",
  ERR_SSL_WRONG_VERSION_NUMBER: "no https is spoken there",
  CERT_HAS_EXPIRED: "its certificate has run out",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is of another host",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
};

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}

function refused(request: string, status: number, body: unknown): LookerRefusal {
  const { message, errors } = readBody(body);
  const details = errors.map((one) => [one.field, one.message].filter((word) => word).join(": "));
  const said =
    message ??
    (typeof body === "string" && body.length < 200 && body.trim() !== "" ? body : "no reason given");
  return new LookerRefusal({ status, request, said, details: details.filter((one) => one !== "") });
}

/** Looker's Error and ValidationError (API 4.0), as far as it is one. */
function readBody(body: unknown): {
  readonly message: string | undefined;
  readonly errors: readonly { readonly field?: string; readonly message?: string }[];
} {
  try {
    const read = Object(typeof body === "string" ? JSON.parse(body) : body) as Readonly<
      Record<string, unknown>
    >;
    const { message, errors } = read;
    return {
      message: typeof message === "string" ? message : undefined,
      errors: Array.isArray(errors)
        ? (errors as { readonly field?: string; readonly message?: string }[])
        : [],
    };
  } catch {
    return { message: undefined, errors: [] };
  }
}
