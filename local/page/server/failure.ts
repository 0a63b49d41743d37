// What can go wrong when the server is asked, as kinds that the page has words and a next step for.

/**
 * `timeout`: the database stopped the question; `cancelled`: it was called back; `connection`: no reply came;
 * `offline`: the browser has no network; `forbidden`: the caller may not; `login`: nobody is logged in any more;
 * `unknown`: it asks for what is not there; `changed`: the model is another than the page was made from; `busy`: too
 * much is asked at once; `outage`: the database; `refused`: the question cannot be answered; `fault`: our own bug.
 */
export type FailureKind =
  | "timeout"
  | "cancelled"
  | "connection"
  | "offline"
  | "forbidden"
  | "login"
  | "unknown"
  | "changed"
  | "busy"
  | "outage"
  | "refused"
  | "fault";

/** What else is known of a failure. */
export interface FailureDetails {
  /** After how many seconds the same may succeed. */
  readonly seconds?: number | undefined;
  /** What the server's log calls the request. */
  readonly request?: string | undefined;
  readonly status?: number | undefined;
}

/** A request that failed. The message is in words for people, and says what is wrong. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly details: FailureDetails;

  /** @param message what is wrong; what to do next is said by kind (`answer/advice.ts`) */
  constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
    super(message);
    this.kind = kind;
    this.details = details;
  }
}
