// A request that Looker did not grant -> what happened, in words, and whether trying again may help.
import { Outage } from "../failure.ts";

/** What is known of a request that failed. */
export interface Refused {
  /** The HTTP status; undefined when no whole answer came. */
  readonly status: number | undefined;
  /** The endpoint in words, e.g. `POST /projects/movies/validate`. */
  readonly request: string;
  /** Looker's own message, or the network's. */
  readonly said: string;
  /** What Looker says of single values, of a 422. */
  readonly details: readonly string[];
  /** Whether it was given up because no answer came in time. */
  readonly isTooLate?: boolean;
}

/** Looker, or the way to it, refused a request. Nobody outside generator/looker sees it: a door turns it into an Outage. */
export class LookerRefusal extends Error implements Refused {
  override readonly name = "LookerRefusal";
  readonly status: number | undefined;
  readonly request: string;
  readonly said: string;
  readonly details: readonly string[];
  readonly isTooLate: boolean;

  constructor(refused: Refused, cause?: unknown) {
    super(`${refused.request}: ${refused.said}`, { cause });
    this.status = refused.status;
    this.request = refused.request;
    this.said = refused.said;
    this.details = refused.details;
    this.isTooLate = refused.isTooLate === true;
  }

  /** Whether the request may have had its effect all the same: no answer came. */
  get isLost(): boolean {
    return this.status === undefined;
  }
}

/**
 * The result of a request, or undefined where Looker has no such thing (404).
 * @throws LookerRefusal for everything else
 */
export async function ifThere<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof LookerRefusal && error.status === 404) return undefined;
    throw error;
  }
}

/**
 * @param error anything thrown while talking to Looker; what is no refusal is given back as it is
 * @param doing what was being done, as the start of a sentence, e.g. `The LookML could not be validated`
 * @param host the instance's name
 */
export function inWords(error: unknown, doing: string, host: string): unknown {
  if (!(error instanceof LookerRefusal)) return error;
  const { status, said, details, request } = error;
  const sentence = [said, ...details].map(stopped).join(" ");
  const tell = (words: string, retry: boolean): Outage =>
    new Outage(`${doing}: ${words}`, { retry, cause: error });
  if (status === undefined) return tell(`no whole answer came from ${host} (${said}).`, true);
  if (status === 401) return tell(`${host} does not accept the client id and secret any more.`, false);
  if (status === 403 || status === 404)
    return tell(
      `${host} says ${status} to ${request}: ${sentence} Looker says the same where this API user lacks the right to it; an admin gives it under Admin, Roles.`,
      false,
    );
  if (status === 429) return tell(`${host} takes no more requests for now. ${sentence}`, true);
  if (status >= 500) return tell(`${host} failed with ${status}. ${sentence}`, true);
  return tell(`${host} says ${status}: ${sentence}`, false);
}

function stopped(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
