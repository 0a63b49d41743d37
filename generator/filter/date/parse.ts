// A Looker date filter (`3 days ago for 2 days, 2018-05`) -> its terms.
import type { Refuse } from "../refuse.ts";
import { Scanner } from "../scanner.ts";
import type { DateTerm, Period } from "../tree.ts";
import { readInterval, readSome, readUnit } from "./interval.ts";
import { readPeriod } from "./period.ts";

const COMMA = /,/y;
const NULL = /null\b/iy;
const NOT_NULL = /not\s+null\b/iy;
const BEFORE_OR_AFTER = /(before|after)\b/iy;
const LAST_SOME = /last\s+(?=\d)/iy;
const FOR = /for\b/iy;
const TO = /to\b/iy;

/**
 * Reads Looker's date filter language (docs.cloud.google.com/looker/docs/filter-expressions, "Date and time").
 * @returns terms any of which may hold; none for an empty expression
 * @throws Mistake when it is not a date filter
 */
export function parseDate(text: string, refuse: Refuse): readonly DateTerm[] {
  const scanner = new Scanner(text);
  const terms: DateTerm[] = [];
  while (!scanner.done) {
    if (scanner.take(COMMA) !== undefined) continue;
    terms.push(readTerm(scanner, refuse));
    if (!scanner.done && scanner.take(COMMA) === undefined)
      throw refuse(scanner.at, `"${scanner.next}" stands where a comma is expected`);
  }
  return terms;
}

function readTerm(scanner: Scanner, refuse: Refuse): DateTerm {
  if (scanner.take(NULL) !== undefined) return { kind: "null" };
  if (scanner.take(NOT_NULL) !== undefined) return { kind: "not null" };
  const side = scanner.take(BEFORE_OR_AFTER)?.[1]?.toLowerCase();
  if (side !== undefined)
    return { kind: side === "before" ? "before" : "after", period: readEdge(scanner, refuse) };
  if (scanner.take(LAST_SOME) !== undefined) return { kind: "last", interval: readInterval(scanner, refuse) };
  const start = scanner.at;
  const some = readSome(scanner, refuse);
  if (some !== undefined && some.direction === undefined) return { kind: "last", interval: some.interval };
  scanner.at = start;
  const period = readPeriod(scanner, refuse);
  if (scanner.take(FOR) !== undefined)
    return { kind: "for", start: period, interval: readInterval(scanner, refuse) };
  const at = scanner.at;
  if (scanner.take(TO) === undefined) return { kind: "in", period };
  return { kind: "to", start: period, end: readEnd(scanner, period, at, refuse) };
}

/** What `before` and `after` are told: Looker's own parser reads `before 2 months` as `before 2 months ago`. */
function readEdge(scanner: Scanner, refuse: Refuse): Period {
  const start = scanner.at;
  const some = readSome(scanner, refuse);
  if (some !== undefined && some.direction === undefined)
    return { kind: "relative", count: 0 - some.interval.count, unit: some.interval.unit };
  scanner.at = start;
  return readPeriod(scanner, refuse);
}

/** Looker knows two kinds of `to`: between dates, and `this year to second`, where the second unit is alone. */
function readEnd(scanner: Scanner, start: Period, at: number, refuse: Refuse): Period {
  if (start.kind === "relative" && start.count === 0)
    return { kind: "relative", count: 0, unit: readUnit(scanner, refuse) };
  if (start.kind === "relative" || start.kind === "weekday")
    throw refuse(at, '"to" stands between two dates, or in "this year to day"');
  const end = readPeriod(scanner, refuse);
  if (end.kind === "relative" || end.kind === "weekday")
    throw refuse(at, '"to" stands between two dates, or in "this year to day"');
  return end;
}
