// An error of Postgres or of the way to it -> an Outage in words without the password, or the error itself when it is our bug.
import { Mistake, Outage } from "../../generator/index.ts";
import { LoadRefused } from "./warehouse.ts";

/** Where a session goes, in words that may be printed. */
export interface Target {
  /** Host and port. */
  readonly place: string;
  readonly user: string;
  readonly database: string;
}

/** Redshift's number for two transactions that cannot both be as if they were alone (its guide, "Serializable isolation"). */
const NOT_SERIALIZABLE = "1023";

/** Whether a transaction failed only because of another one at the same moment, so that it can be tried again. */
export function isConflict(error: unknown): boolean {
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  if (error instanceof Outage) return cause !== undefined && isConflict(cause);
  const conflict =
    message === NOT_SERIALIZABLE || String(message).includes("conflict with concurrent transaction");
  return code === "40001" || code === "40P01" || (code === "XX000" && conflict);
}

/** Whether the connection is gone, so that nobody heard what became of the statement. */
export function isLost(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: unknown; message?: string };
  return GONE.test(`${String(code)} ${message}`) || /^(?:57P|08)/.test(String(code));
}

const GONE =
  /terminat|not queryable|timeout expired|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|closed/i;

interface Trouble {
  readonly words: string;
  readonly retry: boolean;
}

/**
 * @param error whatever the driver threw
 * @returns what to throw instead
 */
export function inWords(error: unknown, target: Target): unknown {
  if (error instanceof Mistake || error instanceof Outage || error instanceof LoadRefused) return error;
  const { code, message = "" } = error as { code?: unknown; message?: string };
  const trouble = troubleOf(typeof code === "string" ? code : "", message, target);
  return trouble === undefined ? error : new Outage(trouble.words, { retry: trouble.retry, cause: error });
}

const CONFLICT: Trouble = {
  words: `The database could not publish because somebody else changed the tables at the same moment. Nothing of this drop was published. Run the same command again.`,
  retry: true,
};

/** Codes of Node's sockets, and of Postgres (appendix A of its manual). */
function troubleOf(code: string, message: string, { place, user, database }: Target): Trouble | undefined {
  switch (code) {
    case "ECONNREFUSED":
    case "ENOENT":
      return {
        words: `No database answers at ${place}. Check that it runs and that the address is right.`,
        retry: true,
      };
    case "ENOTFOUND":
      return { words: `No machine of this name is known: ${place}. Check the spelling.`, retry: false };
    case "EAI_AGAIN":
      return { words: `The name in ${place} could not be looked up. Check the network.`, retry: true };
    case "28P01":
    case "28000":
      return {
        words: `The database at ${place} refuses the user ${user}. Check name and password.`,
        retry: false,
      };
    case "3D000":
      return {
        words: `The server at ${place} has no database called ${database}. Create it, or name another.`,
        retry: false,
      };
    case "53300":
      return { words: `The server at ${place} has no free connection. Try again later.`, retry: true };
    case "53200":
      if (!/shared memory/.test(message)) break;
      return {
        words: `The database at ${place} cannot hold as many locks as this drop has tables. Nothing of it was published. Raise its max_locks_per_transaction (1,000 sources need 512), start it anew, and run the same command again; or hydrate the sources one by one.`,
        retry: false,
      };
    case "53100":
      return {
        words: `The disk of the database at ${place} is full. Nothing of this drop was published. Make room, and run the same command again.`,
        retry: false,
      };
    case "25006":
      return {
        words: `The database at ${place} is read-only, so nothing can be loaded. Name the one that can be written to.`,
        retry: false,
      };
    case "42501":
      return {
        words: `The user ${user} may not do this in database ${database} at ${place}: ${message}. Grant the right (\`GRANT CREATE ON DATABASE\` makes hydrate's schemas possible), and run the same command again.`,
        retry: false,
      };
    case "55P03":
      return {
        words: `Somebody holds a lock on the tables, and it was not given back within a minute. Nothing of this drop was published. Run the same command again when long queries have ended.`,
        retry: true,
      };
    case "40001":
    case "40P01":
      return CONFLICT;
    case "XX000":
      if (isConflict({ code, message })) return CONFLICT;
      break;
    case "57014":
      return {
        words: `A statement took longer than the database at ${place} allows it to (${message}). Nothing of this drop was published. Raise the time limit of the user ${user}, or load a smaller drop.`,
        retry: false,
      };
    case "22P05":
    case "22021":
      return {
        words: `The database ${database} at ${place} does not keep its texts in UTF-8, so that it cannot hold this drop: ${message}. Nothing of it was published. Use a database made with ENCODING 'UTF8'.`,
        retry: false,
      };
    case "57P03":
      return { words: `The server at ${place} is starting or stopping. Try again in a moment.`, retry: true };
    default:
  }
  // Class 57: an administrator ended the session; class 53: out of memory; class 58: the server's own disk trouble.
  if (isLost({ code, message })) {
    // What the driver says of its own state tells nobody why.
    const why = message.includes("not queryable") ? "" : ` (${message})`;
    return {
      words: `The connection to the database at ${place} was lost${why}. Run the same command again: what was published stays, and is not loaded twice.`,
      retry: true,
    };
  }
  if (code.startsWith("53") || code.startsWith("58") || code.startsWith("57")) {
    return {
      words: `The database at ${place} gave up: ${message}. Nothing of this drop was published. Run the same command again.`,
      retry: true,
    };
  }
  return undefined;
}
