// What went wrong with a request -> status and body as Looker's API gives them.
import { Mistake, Outage } from "../../generator/index.ts";
import { Busy } from "./serving/busy.ts";

/** The HTTP methods and statuses the server refuses with. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429;

/** What else is known of a refusal. */
export interface RefusalDetails {
  /** With status 422: the member of the body that is wrong, e.g. `fields.0`. */
  readonly field?: string | undefined;
  /** With status 422: Looker's word for it. */
  readonly code?: "missing_field" | "invalid" | undefined;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter?: number | undefined;
}

/** A Mistake of the client's for which the server knows the HTTP status. */
export class Refusal extends Mistake {
  readonly status: RefusalStatus;
  readonly details: RefusalDetails;

  /** @param message what is wrong and what to do; all the client gets to see */
  constructor(status: RefusalStatus, message: string, details: RefusalDetails = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

/** Looker's `Error` and `ValidationError` (API 4.0); `errors` comes with status 422 only, and says what is wrong. */
export interface LookerErrorBody {
  readonly message: string;
  readonly documentation_url: string;
  readonly errors?: readonly {
    readonly field: string;
    readonly code: string;
    readonly message: string;
    readonly documentation_url: string;
  }[];
}

/** What a failed request is answered with. `isOurs`: nobody outside can mend it, so it belongs in the log. */
export interface FailedReply {
  readonly status: number;
  readonly body: LookerErrorBody;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined;
  readonly isOurs: boolean;
}

/** What is needed of a request to write Looker's documentation address, whose last part is a route. */
export interface FailedRequest {
  readonly id: string;
  readonly method: string;
  /** The route's pattern, e.g. `/api/4.0/queries/run/:result_format`; undefined when no route took it. */
  readonly route: string | undefined;
}

/** How soon a client may try again after an outage, in seconds. */
const RETRY_SECONDS = 5;

/**
 * Does `work`, and gives a Mistake in it the HTTP status.
 * @throws Refusal for a Mistake; anything else as it came
 */
export function refusing<Result>(status: RefusalStatus, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof Mistake && !(error instanceof Refusal)) throw new Refusal(status, error.message);
    throw error;
  }
}

/**
 * Any failure as Looker would answer it (API 4.0: `{message, documentation_url}`, with `errors` for 422).
 * A Mistake keeps its words; an Outage is 503 in its words; all else is our own bug, 500 with the request's number only.
 */
export function lookerReply(error: unknown, request: FailedRequest): FailedReply {
  const reply = (status: number, message: string, more: Partial<FailedReply> = {}): FailedReply => ({
    status,
    body: lookerBody(status, message, request),
    retryAfter: undefined,
    isOurs: false,
    ...more,
  });
  if (error instanceof Refusal)
    return reply(error.status, error.message, {
      body: lookerBody(error.status, error.message, request, error.details),
      retryAfter: error.details.retryAfter,
    });
  if (error instanceof Mistake) return reply(400, error.message);
  if (error instanceof Busy) return reply(429, error.message, { retryAfter: error.seconds });
  if (error instanceof Outage)
    return reply(503, withRequest(error.message, request.id), {
      retryAfter: error.retry ? RETRY_SECONDS : undefined,
    });
  const invalid = invalidRequest(error);
  if (invalid !== undefined)
    return reply(invalid.status, invalid.message, {
      body: lookerBody(invalid.status, invalid.message, request, invalid.details),
    });
  const unreadable = requestTrouble(error);
  if (unreadable !== undefined) return reply(unreadable.status, unreadable.message);
  return reply(
    500,
    `Something went wrong inside Viewfinder, not in your question. The server's log says more under request ${request.id}.`,
    { isOurs: true },
  );
}

/** What the world did, with the number under which the log has it. */
export function withRequest(message: string, id: string): string {
  return `${message} The server's log has this as request ${id}.`;
}

/** A failure as Looker's API says it, with the address under which Looker's documentation explains it. */
export function lookerBody(
  status: number,
  message: string,
  request: Pick<FailedRequest, "method" | "route">,
  details: RefusalDetails = {},
): LookerErrorBody {
  const route = (request.route ?? "").replace(/^\/api\/4\.0/, "");
  // The form of Looker's own addresses: /r/err/4.0/<status>/<method>/<route>.
  const documentation_url = `https://cloud.google.com/looker/docs/r/err/4.0/${status}/${request.method.toLowerCase()}${route}`;
  if (status !== 422) return { message, documentation_url };
  // Clients compare the message with these two words and read the rest under `errors`.
  const { field = "", code = "invalid" } = details;
  return {
    message: "Validation Failed",
    documentation_url,
    errors: [{ field, code, message, documentation_url }],
  };
}

/** A request that its route's schema does not take: what is wrong first, in one sentence. */
function invalidRequest(error: unknown): Refusal | undefined {
  const { code, validation, validationContext } = error as {
    readonly code?: unknown;
    readonly validation?: readonly { readonly instancePath: string; readonly message?: string }[];
    readonly validationContext?: string;
  };
  if (code !== "FST_ERR_VALIDATION") return undefined;
  const [first] = validation ?? [];
  const field = (first?.instancePath ?? "").replace(/^\//, "").replaceAll("/", ".");
  const what = first?.message ?? "it is of another form";
  if (validationContext !== "body")
    return new Refusal(400, `The parameter ${field} cannot be read: ${what}.`);
  if (field === "" && /received (undefined|null)$/.test(what))
    return new Refusal(
      400,
      "The request has no body. Send the question as JSON, with model, view and fields.",
    );
  const missing = what.endsWith("received undefined");
  return new Refusal(422, `The query is malformed${field === "" ? "" : ` at ${field}`}: ${what}.`, {
    field,
    code: missing ? "missing_field" : "invalid",
  });
}

/** Requests that the web framework itself could not read, by its codes (Fastify, "Errors"). */
function requestTrouble(
  error: unknown,
): { readonly status: RefusalStatus; readonly message: string } | undefined {
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  switch (code) {
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return {
        status: 415,
        message: "The body is not JSON. Send it with the header Content-Type: application/json.",
      };
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
      return {
        status: 400,
        message: "The request has no body. Send the question as JSON, with model, view and fields.",
      };
    case "FST_ERR_CTP_INVALID_JSON_BODY":
      return { status: 400, message: "The body is not JSON that can be read." };
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return { status: 413, message: "The question is longer than 1 MiB, which is more than is read." };
    default:
      if (typeof statusCode !== "number" || statusCode < 400 || statusCode >= 500) return undefined;
      return { status: 400, message: `The request cannot be read: ${(error as Error).message}` };
  }
}
