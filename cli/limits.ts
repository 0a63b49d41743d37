// Settings of the environment -> how much the server may ask of the database.
import { Mistake } from "../generator/index.ts";

/** What `serve --help` says of it. */
export const LIMITS_HELP = `
Limits:
    VIEWFINDER_STATEMENT_TIMEOUT   seconds after which the database gives a question up (default: 30)
    VIEWFINDER_SESSIONS            sessions with the database at most (default: 8); what is more waits in a
                                   queue, and above 200 is told when to come again`;

/**
 * @param environment e.g. `process.env`
 * @returns what `openReader` takes; empty where nothing is set
 * @throws Mistake for what is not a whole number in its range
 */
export function readerLimits(environment: Readonly<Record<string, string | undefined>>): {
  readonly statementTimeoutMs?: number;
  readonly size?: number;
} {
  const seconds = wholeNumber(environment, "VIEWFINDER_STATEMENT_TIMEOUT", 1, 3_600);
  const size = wholeNumber(environment, "VIEWFINDER_SESSIONS", 2, 200);
  return {
    ...(seconds === undefined ? {} : { statementTimeoutMs: seconds * 1000 }),
    ...(size === undefined ? {} : { size }),
  };
}

function wholeNumber(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const text = environment[name]?.trim() ?? "";
  if (text === "") return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new Mistake(
    `${name} is "${text}"; write a whole number from ${least} to ${most.toLocaleString("en-US")}.`,
  );
}
