// Names as a store gives them -> nothing, or a refusal of those that nobody could read as they are.
import { Mistake } from "../../generator/index.ts";
import { shown } from "../words.ts";

/** What moves a terminal's cursor, breaks a line, or turns the direction of what follows. */
const ILLEGIBLE = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** Whether a name reads as what it is. */
export function isLegible(name: string): boolean {
  return !ILLEGIBLE.test(name);
}

/**
 * A name that is not what it seems could put words into every message it stands in.
 * @throws Mistake when a name holds a character that cannot be seen
 */
export function refuseIllegible(names: readonly string[]): void {
  const found = names.find((name) => !isLegible(name));
  if (found === undefined) return;
  const seen = found.replaceAll(
    new RegExp(ILLEGIBLE, "gu"),
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  throw new Mistake(
    `A name in this drop holds a character that cannot be seen: ${shown(seen)}. Nothing of this drop was loaded.\nAsk who delivered it whether they meant it, have it called otherwise, and run the same command again.`,
  );
}
