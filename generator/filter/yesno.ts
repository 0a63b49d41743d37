// A Looker yesno filter (`Yes`) -> which of the two it wants.
import type { Refuse } from "./refuse.ts";
import { Scanner } from "./scanner.ts";

const YES_OR_NO = /(yes|true|no|false)\b/iy;
const COMMA = /,/y;

/**
 * Reads Looker's filter language for yes and no (docs.cloud.google.com/looker/docs/filter-expressions, "Boolean").
 * @returns any of these; none for an empty expression
 * @throws Mistake when it says anything else
 */
export function parseYesNo(text: string, refuse: Refuse): readonly boolean[] {
  const scanner = new Scanner(text);
  const wanted: boolean[] = [];
  while (!scanner.done) {
    if (scanner.take(COMMA) !== undefined) continue;
    const word = scanner.take(YES_OR_NO)?.[1];
    if (word === undefined) throw refuse(scanner.at, `"${scanner.next}" is neither Yes nor No`);
    if (!scanner.done && scanner.take(COMMA) === undefined)
      throw refuse(scanner.at, `"${scanner.next}" stands where a comma is expected`);
    wanted.push(/^(?:yes|true)$/i.test(word));
  }
  return wanted;
}
