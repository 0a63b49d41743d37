// An error of the database while it answers -> words, and who can act.
import { Mistake, Outage } from "../generator/index.ts";

/**
 * @param error whatever the driver threw
 * @param cancelled whether the client went away or cancelled
 * @returns a Mistake for what the question or the model's SQL asks, an Outage for the world, else the error itself
 *   (codes: PostgreSQL, "Error Codes")
 */
export function answerTrouble(error: unknown, cancelled: boolean): Error {
  if (cancelled) return new Mistake("The question was cancelled.");
  const code: unknown = Reflect.get(Object(error), "code");
  const message = messageOf(error);
  if (typeof code !== "string") {
    // pg says this without a code when the server goes away under a query.
    if (/connection terminated|connection ended|not queryable/i.test(message))
      return wentAway(error, message);
    // pg says this without a code when the address holds no password and the server asks for one.
    if (message.startsWith("SASL"))
      return keptOut(error, "it asks for a password, and the address holds none");
    return error instanceof Error ? error : new Error(String(error));
  }
  switch (code) {
    case "57014":
      return new Outage(
        "The database stopped the question because it took too long. Narrow it with a filter, or try again: a second run is often faster.",
        { retry: true, cause: error },
      );
    case "42P01":
    case "3F000":
      return new Outage(
        `The warehouse lacks a table: ${message}. If nothing is loaded yet, run \`viewfinder hydrate\` with a drop; if the model's own SQL names it, correct that.`,
        { retry: false, cause: error },
      );
    case "42703":
      return new Outage(
        `The warehouse lacks a column: ${message}. If the model has changed since the last load, run \`viewfinder hydrate\` again; if the model's own SQL names it, correct that.`,
        { retry: false, cause: error },
      );
    case "42501":
      return new Outage(
        `The database does not let this user read: ${message}. Ask its owner for the right to.`,
        {
          retry: false,
          cause: error,
        },
      );
  }
  if (/^(08|53|57P|ECONN|EPIPE|ENET|EHOST|ETIMEDOUT)/.test(code)) return wentAway(error, message);
  if (code.startsWith("28") || code === "3D000") return keptOut(error, message);
  if (code.startsWith("22"))
    return new Mistake(`The question cannot be computed over this data: ${message}.`);
  if (code.startsWith("42")) {
    return new Mistake(
      `The database does not accept the SQL of a field in this question: ${message}. Look at the \`sql\` of its fields in the model.`,
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}

function keptOut(error: unknown, why: string): Outage {
  return new Outage(
    `The database does not let us in: ${why}. Look at user, password and database in its address.`,
    {
      retry: false,
      cause: error,
    },
  );
}

function wentAway(error: unknown, message: string): Outage {
  return new Outage(`The database went away: ${message}. Trying again may help.`, {
    retry: true,
    cause: error,
  });
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
