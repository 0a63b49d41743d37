// The parameter `fields` of Looker's API -> which members of a reply are wanted, and the reply with those only.
import { z } from "zod";
import { Refusal } from "../looker-error.ts";

/** Members by name; undefined for all that is in one. */
export interface Wanted {
  readonly [member: string]: Wanted | undefined;
}

/** The parameter itself, for routes. */
export const wantedFields = z
  .string()
  .max(10_000)
  .optional()
  .describe("Members to give, e.g. name,explores(name,label); all of them when left out");

const DEEPEST = 20;

/**
 * @param text e.g. `id, fields(dimensions(name,type))`
 * @returns undefined when everything is wanted
 * @throws Refusal with status 400 for brackets that do not match
 */
export function readWanted(text: string | undefined): Wanted | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const tokens = text.match(/[(),]|[^(),]+/g) ?? [];
  let at = 0;
  const list = (depth: number): Wanted => {
    const members = new Map<string, Wanted | undefined>();
    while (at < tokens.length && tokens[at] !== ")") {
      const token = tokens[at] ?? "";
      at += 1;
      if (token === ",") continue;
      const member = token.trim();
      if (token === "(" || depth > DEEPEST) throw unreadable(text);
      if (tokens[at] !== "(") {
        if (member !== "") members.set(member, undefined);
        continue;
      }
      at += 1;
      members.set(member, list(depth + 1));
      if (tokens[at] !== ")") throw unreadable(text);
      at += 1;
    }
    // Names come from outside, so that one may be `__proto__`, which only this keeps as a name.
    return Object.fromEntries(members);
  };
  const wanted = list(0);
  if (at < tokens.length) throw unreadable(text);
  return wanted;
}

/** The value with the wanted members only, in lists too; what it lacks stays absent, as in Looker. */
export function pick<Value>(value: Value, wanted: Wanted | undefined): Value;
export function pick(value: unknown, wanted: Wanted | undefined): unknown {
  if (wanted === undefined || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((one: unknown) => pick(one, wanted));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([member]) => Object.hasOwn(wanted, member))
      .map(([member, inside]) => [member, pick(inside as unknown, wanted[member])]),
  );
}

function unreadable(text: string): Refusal {
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return new Refusal(
    400,
    `The parameter fields cannot be read: "${shown}". Write names with commas between, and those inside one in brackets, as in name,explores(name,label).`,
  );
}
