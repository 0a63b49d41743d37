// The bytes of one value in its plainest spelling -> the value appended to what the record says; any other spelling is left to who reads with care.
import type { ColumnType } from "../../generator/index.ts";
import { LONGEST_TEXT, isDay, type Coercion } from "./scalar.ts";
import type { Spelled } from "./spelled.ts";

/**
 * Reads one value as `readScalar` would.
 * @param bytes text in UTF-8; the value is from `from` up to, and without, `to`
 * @returns true when it was plain, and is appended; false when nothing was appended and nothing is known of it
 */
export type ReadPlain = (bytes: Uint8Array, from: number, to: number, into: Spelled) => boolean;

const POINT = 0x2e;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const BLANK = 0x20;
const TRUE = Buffer.from("true");
const FALSE = Buffer.from("false");
const SPELLED_TRUE = ["True", "true", "TRUE"].map((word) => Buffer.from(word));
const SPELLED_FALSE = ["False", "false", "FALSE"].map((word) => Buffer.from(word));

/** Opens the reader of a type. @param coerced hears what is changed, which is the same for all values of a place */
export function plainReader(type: ColumnType, coerced: (coercion: Coercion) => void): ReadPlain {
  const read = reader(type, coerced);
  return (bytes, from, to, into) => {
    if (from < to) return read(bytes, from, to, into);
    coerced("empty");
    into.nothing();
    return true;
  };
}

function reader(type: ColumnType, coerced: (coercion: Coercion) => void): ReadPlain {
  switch (type.kind) {
    case "text": {
      const longest = type.bytes ?? LONGEST_TEXT;
      return (bytes, from, to, into) => readText(bytes, from, to, into, longest, coerced);
    }
    case "integer":
      return readInteger;
    case "decimal": {
      const { scale } = type;
      const before = type.precision - scale;
      return (bytes, from, to, into) => readDecimal(bytes, from, to, into, before, scale);
    }
    case "date":
      return readDate;
    case "boolean":
      return readBoolean;
    default:
      return () => false;
  }
}

function readText(
  bytes: Uint8Array,
  from: number,
  to: number,
  into: Spelled,
  longest: number,
  coerced: (coercion: Coercion) => void,
): boolean {
  let end = to;
  while (end > from && bytes[end - 1] === BLANK) end -= 1;
  if (isBlank(bytes, from, end)) {
    coerced("blank");
    into.nothing();
    return true;
  }
  if (end - from > longest) return false;
  if (end < to) coerced("trimmed");
  into.value(bytes, from, end);
  return true;
}

/** Whether nothing would be left of a text if blanks were left out at its ends. */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to;) {
    const size = blankAt(bytes, at);
    if (size === 0) return false;
    at += size;
  }
  return true;
}

/** How many bytes the blank has that begins here; 0 when what begins here is none (ECMAScript, "White Space", "Line Terminators"). */
function blankAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return first === BLANK || (first >= 9 && first <= 13) ? 1 : 0;
  if (first === 0xc2) return bytes[at + 1] === 0xa0 ? 2 : 0;
  const three = (first << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  // U+2000 to U+200A stand in a row.
  if (three >= 0xe28080 && three <= 0xe2808a) return 3;
  return OTHER_BLANKS.has(three) ? 3 : 0;
}

const OTHER_BLANKS = new Set([0xe19a80, 0xe280a8, 0xe280a9, 0xe280af, 0xe2819f, 0xe38080, 0xefbbbf]);

/** How many digits begin here, one after the other. */
function digitsAt(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const byte = bytes[at] ?? 0;
    if (byte < ZERO || byte > NINE) break;
    at += 1;
  }
  return at - from;
}

function readInteger(bytes: Uint8Array, from: number, to: number, into: Spelled): boolean {
  const first = bytes[from] === MINUS ? from + 1 : from;
  const digits = digitsAt(bytes, first, to);
  if (first + digits < to || digits === 0 || digits > 18) return false;
  if (bytes[first] === ZERO && to - from > 1) return false;
  into.value(bytes, from, to);
  return true;
}

function readDecimal(
  bytes: Uint8Array,
  from: number,
  to: number,
  into: Spelled,
  before: number,
  scale: number,
): boolean {
  const first = bytes[from] === MINUS ? from + 1 : from;
  const whole = digitsAt(bytes, first, to);
  const isZero = bytes[first] === ZERO;
  if (whole === 0 || (isZero && whole > 1) || (!isZero && whole > before)) return false;
  let end = first + whole;
  if (end < to) {
    if (bytes[end] !== POINT) return false;
    const after = digitsAt(bytes, end + 1, to);
    if (after === 0 || end + 1 + after < to) return false;
    let last = to;
    while (bytes[last - 1] === ZERO) last -= 1;
    if (last - end - 1 > scale) return false;
    if (last > end + 1) end = last;
  }
  // Less than nothing is nothing.
  if (isZero && end === first + whole && first > from) return false;
  into.value(bytes, from, end);
  return true;
}

function readDate(bytes: Uint8Array, from: number, to: number, into: Spelled): boolean {
  if (to - from !== 10 || bytes[from + 4] !== MINUS || bytes[from + 7] !== MINUS) return false;
  if (digitsAt(bytes, from, to) !== 4 || digitsAt(bytes, from + 5, to) !== 2) return false;
  if (digitsAt(bytes, from + 8, to) !== 2) return false;
  const year = pair(bytes, from) * 100 + pair(bytes, from + 2);
  if (!isDay(year, pair(bytes, from + 5), pair(bytes, from + 8))) return false;
  into.value(bytes, from, to);
  return true;
}

function pair(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) - ZERO) * 10 + (bytes[at + 1] ?? 0) - ZERO;
}

function readBoolean(bytes: Uint8Array, from: number, to: number, into: Spelled): boolean {
  for (const word of SPELLED_FALSE) if (isWord(bytes, from, to, word)) return spell(FALSE, into);
  for (const word of SPELLED_TRUE) if (isWord(bytes, from, to, word)) return spell(TRUE, into);
  return false;
}

function spell(word: Buffer, into: Spelled): true {
  into.value(word, 0, word.length);
  return true;
}

/** Whether the bytes from `from` up to `to` are these. */
export function isWord(bytes: Uint8Array, from: number, to: number, word: Uint8Array): boolean {
  if (to - from !== word.length) return false;
  for (let at = 0; at < word.length; at += 1) if (bytes[from + at] !== word[at]) return false;
  return true;
}
