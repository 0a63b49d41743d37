// Rows -> COPY's text format.
import type { Line, Loaded } from "../warehouse.ts";
import type { Rows } from "./rows.ts";
import { twinBuffer } from "./twin-buffer.ts";

const TAB = 0x09;
const LF = 0x0a;
const ZERO = 0x30;
const BACKSLASH = 0x5c;
const LETTER_N = 0x4e;
const LETTER_X = 0x78;
const HEX = Buffer.from("0123456789abcdef");
/** The digits of the largest number of ours, and the tab after them. */
const MOST_DIGITS = 17;
/** Numbers below it are whole in 32 bits, which are quicker to divide. */
const SMALL = 2 ** 31;
/** From so many bytes on, copying them by the system is quicker than one by one. */
const LONG = 40;

/** Gathers rows as text. */
export function textRows(): Rows {
  const twin = twinBuffer();
  let rows = 0;
  const add = (row: readonly Loaded[]): void => {
    const line = encode(row);
    // A character of a string is at most three bytes.
    twin.at += twin.room(line.length * 3).write(line, twin.at);
    rows += 1;
  };
  // Each value is written with a tab after it; the last tab becomes the line's end.
  const line: Line = {
    begin() {},
    number(value) {
      const bytes = twin.room(MOST_DIGITS);
      if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${value} is no number of ours`);
      twin.at =
        value < SMALL ? smallDigits(bytes, twin.at, value) : bytes.write(String(value), twin.at) + twin.at;
      bytes[twin.at++] = TAB;
    },
    text(from, begin, end) {
      const bytes = twin.room((end - begin) * 2 + 3);
      let { at } = twin;
      if (begin === end) {
        bytes[at++] = BACKSLASH;
        bytes[at++] = LETTER_N;
      } else if (end - begin > LONG && !isSpecial(from, begin, end)) {
        bytes.set(from.subarray(begin, end), at);
        at += end - begin;
      } else {
        for (let place = begin; place < end; place += 1) {
          const byte = from[place] ?? 0;
          const escape = ESCAPES[byte] ?? 0;
          if (escape !== 0) bytes[at++] = BACKSLASH;
          bytes[at++] = escape === 0 ? byte : escape;
        }
      }
      bytes[at++] = TAB;
      twin.at = at;
    },
    bytes(value) {
      const bytes = twin.room(2 * (value?.length ?? 0) + 4);
      let { at } = twin;
      bytes[at++] = BACKSLASH;
      if (value === null) {
        bytes[at++] = LETTER_N;
      } else {
        bytes[at++] = BACKSLASH;
        bytes[at++] = LETTER_X;
        for (let place = 0; place < value.length; place += 1) {
          const byte = value[place] ?? 0;
          bytes[at++] = HEX[byte >> 4] ?? 0;
          bytes[at++] = HEX[byte & 15] ?? 0;
        }
      }
      bytes[at++] = TAB;
      twin.at = at;
    },
    end() {
      twin.room(0)[twin.at - 1] = LF;
      rows += 1;
    },
  };
  return {
    format: "text",
    add,
    line,
    size: () => twin.at,
    take() {
      const taken = { bytes: twin.swap(), rows };
      rows = 0;
      return taken;
    },
  };
}

/** @returns the place after the digits */
function smallDigits(bytes: Buffer, at: number, value: number): number {
  let end = at + 1;
  for (let rest = (value / 10) | 0; rest > 0; rest = (rest / 10) | 0) end += 1;
  let rest = value;
  for (let place = end - 1; place >= at; place -= 1) {
    const tens = (rest / 10) | 0;
    bytes[place] = ZERO + (rest - tens * 10);
    rest = tens;
  }
  return end;
}

/** For each byte what stands for it after a backslash; 0 for those that stand for themselves. */
const ESCAPES = new Uint8Array(256);
for (const [special, letter] of ["\\\\", "\tt", "\nn", "\rr"].map((pair) => Buffer.from(pair)))
  ESCAPES[special ?? 0] = letter ?? 0;

function isSpecial(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (ESCAPES[bytes[at] ?? 0] !== 0) return true;
  return false;
}

const SPECIAL = /[\\\n\r\t]/;
const SPELLED: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Cells between tabs, `\N` for null, a backslash before what would be read as something else. */
function encode(row: readonly Loaded[]): string {
  let line = "";
  for (let index = 0; index < row.length; index += 1) {
    const value = row[index];
    if (index > 0) line += "\t";
    if (value === null || value === undefined) line += "\\N";
    else if (typeof value === "number") line += String(value);
    else if (typeof value !== "string") line += `\\\\x${value.toString("hex")}`;
    else
      line += SPECIAL.test(value)
        ? value.replaceAll(/[\\\n\r\t]/g, (special) => SPELLED[special] ?? special)
        : value;
  }
  return `${line}\n`;
}
