// A Looker location filter (`40 miles from 36.97, -122.03`) -> what it says.
import { readNumber } from "../number/number.ts";
import type { Refuse } from "../refuse.ts";
import { Scanner } from "../scanner.ts";
import { DISTANCE_UNITS, type LocationTerm, type Place } from "../tree.ts";

const NULL = /null\b/iy;
const NOT_NULL = /(?:-|not\s+)null\b/iy;
const BOX = /inside\s+box\s+from\b/iy;
const TO = /to\b/iy;
const FROM = /from\b/iy;
const COMMA = /,/y;
const UNIT = new RegExp(String.raw`(${DISTANCE_UNITS.join("|")})\b`, "iy");

/**
 * Reads Looker's location filter language (docs.cloud.google.com/looker/docs/filter-expressions, "Location").
 * @returns undefined for an empty expression, which means anywhere
 * @throws Mistake when it is not a location filter
 */
export function parseLocation(text: string, refuse: Refuse): LocationTerm | undefined {
  const scanner = new Scanner(text);
  if (scanner.done) return undefined;
  const term = readTerm(scanner, refuse);
  if (!scanner.done) throw refuse(scanner.at, `nothing is expected after it, and "${scanner.next}" follows`);
  return term;
}

function readTerm(scanner: Scanner, refuse: Refuse): LocationTerm {
  if (scanner.take(NOT_NULL) !== undefined) return { kind: "not null" };
  if (scanner.take(NULL) !== undefined) return { kind: "null" };
  if (scanner.take(BOX) !== undefined) {
    const from = readPlace(scanner, refuse);
    if (scanner.take(TO) === undefined)
      throw refuse(scanner.at, "to and the opposite corner of the box are expected");
    return { kind: "box", from, to: readPlace(scanner, refuse) };
  }
  const at = scanner.at;
  const first = readNumber(scanner, refuse);
  const name = scanner.take(UNIT)?.[1]?.toLowerCase();
  const unit = DISTANCE_UNITS.find((one) => one === name);
  if (unit === undefined) {
    scanner.at = at;
    return { kind: "point", place: readPlace(scanner, refuse) };
  }
  if (first.startsWith("-")) throw refuse(at, "a distance is not below 0");
  if (scanner.take(FROM) === undefined) throw refuse(scanner.at, "from and a place are expected");
  return { kind: "circle", radius: first, unit, center: readPlace(scanner, refuse) };
}

function readPlace(scanner: Scanner, refuse: Refuse): Place {
  const latitude = readDegrees(scanner, 90, "latitude", refuse);
  if (scanner.take(COMMA) === undefined)
    throw refuse(scanner.at, "a place is its latitude and its longitude, with a comma between them");
  return { latitude, longitude: readDegrees(scanner, 180, "longitude", refuse) };
}

function readDegrees(scanner: Scanner, most: number, what: string, refuse: Refuse): string {
  scanner.skipBlanks();
  const at = scanner.at;
  const degrees = readNumber(scanner, refuse);
  if (Math.abs(Number(degrees)) > most) throw refuse(at, `a ${what} is between -${most} and ${most}`);
  return degrees;
}
