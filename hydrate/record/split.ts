// Bytes of a CSV file -> raw records, each with its exact place, in memory that does not grow with the file.
//
// The rules are RFC 4180's, with a line feed alone as a line end too. A record that breaks them ends where
// it would have ended anyway and carries its fault, so that one bad record never swallows the next one.
// csv-parse is the judge of all this in test/hydrate-split.test.ts; it is not used here because it gives no
// record back for a bad quote, loses the file's rest after one, and reads a fifth as fast.

import { isUtf8 } from "node:buffer";

/** Where and how a record breaks the rules of CSV. `at` counts bytes from the record's first. */
export interface SplitFault {
  readonly code: "bare_quote" | "after_quote" | "open_quote" | "endless";
  readonly at: number;
}

/** One record as it came. */
export interface RawRecord {
  /** 0 for the header, 1 for the first record after it. */
  readonly number: number;
  /** The physical line its first byte stands on; the header's is 1. */
  readonly line: number;
  /** Its bytes in the file: from `start` up to, and without, `end`. The line end is not part of it. */
  readonly start: number;
  readonly end: number;
  readonly bytes: Buffer;
  /**
   * For each cell: first byte, byte after the last, and 1 when it holds doubled quotes; quotes left out. Records that
   * one chunk completes share the array: those of this one begin at `firstCell`, and it has `width` cells.
   */
  readonly cells: Int32Array;
  readonly firstCell: number;
  readonly width: number;
  /** True when all its bytes are text in UTF-8 without a NUL; false when nobody has looked yet. */
  readonly sound: boolean;
  readonly fault: SplitFault | undefined;
  /** False when the file ended instead of a line. */
  readonly terminated: boolean;
}

type Made = { -readonly [Key in keyof RawRecord]: RawRecord[Key] };

/** Takes a file in chunks of any size. */
export interface Splitter {
  /** The records that `chunk` completes, in order. After a record with the fault `endless`, push no more. */
  push(chunk: Buffer): RawRecord[];
  /** The record that the end of the file completes, if there is one. */
  finish(): RawRecord | undefined;
  /** How many lines held nothing at all; they are no records. */
  readonly emptyLines: number;
}

/** The longest record in bytes that is held in memory; a longer one is a quote that is never closed. */
export const LONGEST_RECORD = 16 * 1024 * 1024;

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** For so many numbers there is room at first, and for no more than so many before they are needed. */
const FEWEST_NUMBERS = 256;
const MOST_NUMBERS = 32 * 1024;

/** What the byte before was: nothing of the cell yet, plain text, text in quotes, the closing quote, a CR after it. */
type State = "start" | "plain" | "quoted" | "closed" | "closed_cr";

/** @param longest the most bytes a record may have */
export function createSplitter(longest: number = LONGEST_RECORD): Splitter {
  // `held` begins with the record that is being read; `at` and all offsets of cells count from there.
  let held: Buffer = Buffer.alloc(0);
  let base = 0;
  let at = 0;
  let begun = false;
  let state: State = "start";
  let cellStart = 0;
  let doubled = 0;
  // Those of the record that is being read begin at `firstCell`; the array is never written to once it was given away.
  let cells = new Int32Array(FEWEST_NUMBERS);
  let firstCell = 0;
  let cellsEnd = 0;
  let fault: SplitFault | undefined;
  let line = 1;
  let recordLine = 1;
  let number = 0;
  let emptyLines = 0;

  const blame = (code: SplitFault["code"], place: number): void => {
    fault ??= { code, at: place };
  };
  const cell = (start: number, end: number): void => {
    if (cellsEnd + 3 > cells.length) {
      const more = new Int32Array(cells.length * 2);
      more.set(cells);
      cells = more;
    }
    cells[cellsEnd] = start;
    cells[cellsEnd + 1] = end;
    cells[cellsEnd + 2] = doubled;
    cellsEnd += 3;
  };
  const record = (from: number, to: number, terminated: boolean): Made => {
    const made: Made = {
      number,
      line: recordLine,
      start: base + from,
      end: base + to,
      bytes: held.subarray(from, to),
      cells,
      firstCell,
      width: (cellsEnd - firstCell) / 3,
      sound: false,
      fault,
      terminated,
    };
    number += 1;
    firstCell = cellsEnd;
    fault = undefined;
    return made;
  };

  /** Skips a byte order mark; false while too few bytes are there to tell. */
  const begin = (ended: boolean): boolean => {
    if (begun) return true;
    if (held.length < BYTE_ORDER_MARK.length && !ended) return false;
    begun = true;
    if (held.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)) {
      base = BYTE_ORDER_MARK.length;
      held = held.subarray(base);
    }
    return true;
  };

  const scan = (): Made[] => {
    const made: Made[] = [];
    // What was given away stays as it is, so the cells of a record that was begun move to an array of its own.
    const begunCells = cells.subarray(firstCell, cellsEnd);
    cells = new Int32Array(Math.max(begunCells.length * 2, Math.min(cells.length, MOST_NUMBERS)));
    cells.set(begunCells);
    cellsEnd -= firstCell;
    firstCell = 0;
    const bytes = held;
    const length = bytes.length;
    let from = 0;
    for (; at < length; at += 1) {
      const byte = bytes[at];
      if (state === "quoted") {
        if (byte === QUOTE) state = "closed";
        else if (byte === LF) line += 1;
        // Most bytes say nothing: a loop that looks for nothing else runs over them quickest.
        else while (at + 1 < length && bytes[at + 1] !== QUOTE && bytes[at + 1] !== LF) at += 1;
        continue;
      }
      if (state === "closed") {
        if (byte === QUOTE) {
          doubled = 1;
          state = "quoted";
          continue;
        }
        if (byte === CR) {
          state = "closed_cr";
          continue;
        }
        if (byte !== COMMA && byte !== LF) {
          blame("after_quote", at - from);
          state = "plain";
          continue;
        }
      } else if (state === "closed_cr" && byte !== LF) {
        blame("after_quote", at - 1 - from);
        state = "plain";
      }
      if (byte === COMMA) {
        cell(cellStart, state === "closed" ? at - from - 1 : at - from);
        cellStart = at - from + 1;
        doubled = 0;
        state = "start";
      } else if (byte === LF) {
        const after = state === "plain" && bytes[at - 1] === CR ? at - 1 : at;
        const last = state === "closed_cr" ? at - 1 : after;
        line += 1;
        if (last === from && cellsEnd === firstCell) {
          emptyLines += 1;
        } else {
          const close = state === "closed" || state === "closed_cr" ? 1 : 0;
          cell(cellStart, last - from - close);
          made.push(record(from, last, true));
        }
        recordLine = line;
        from = at + 1;
        cellStart = 0;
        doubled = 0;
        state = "start";
      } else if (byte === QUOTE) {
        if (state === "start") {
          state = "quoted";
          cellStart = at - from + 1;
        } else {
          blame("bare_quote", at - from);
        }
      } else {
        if (state === "start") state = "plain";
        while (at + 1 < length && bytes[at + 1] !== COMMA && bytes[at + 1] !== LF && bytes[at + 1] !== QUOTE)
          at += 1;
      }
    }
    // One look at all of them is quicker than one at each: a text may be cut before and after any line end.
    const whole = bytes.subarray(0, from);
    if (made.length > 0 && isUtf8(whole) && !whole.includes(0)) for (const one of made) one.sound = true;
    held = bytes.subarray(from);
    base += from;
    at -= from;
    return made;
  };

  return {
    push(chunk) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      if (!begin(false)) return [];
      const made = scan();
      if (held.length > longest) {
        blame("endless", 0);
        made.push(record(0, held.length, false));
      }
      return made;
    },
    finish() {
      if (!begin(true)) return undefined;
      const [early] = scan();
      if (early !== undefined) return early;
      if (held.length === 0) return undefined;
      let last = held.length;
      if (state === "quoted") blame("open_quote", Math.max(cellStart - 1, 0));
      if ((state === "plain" || state === "closed_cr") && held[last - 1] === CR) last -= 1;
      if (last === 0) return undefined;
      const close = state === "closed" || state === "closed_cr" ? 1 : 0;
      cell(cellStart, last - close);
      const made = record(0, last, false);
      held = Buffer.alloc(0);
      return made;
    },
    get emptyLines() {
      return emptyLines;
    },
  };
}

/** How many cells a record has. */
export function cellCount(record: RawRecord): number {
  return record.width;
}

/**
 * The text of one cell, its quotes removed. Only for records whose bytes are valid UTF-8.
 * @param index 0 for the first cell
 */
export function cellText(record: RawRecord, index: number): string {
  const place = record.firstCell + index * 3;
  const from = record.cells[place];
  const to = record.cells[place + 1];
  if (from === to) return "";
  const text = record.bytes.toString("utf8", from, to);
  return record.cells[place + 2] === 1 ? text.replaceAll('""', '"') : text;
}

/**
 * The same, where the record's bytes have been read already.
 * @param text the whole record's, one character for each byte
 */
export function cellTextIn(text: string, record: RawRecord, index: number): string {
  const place = record.firstCell + index * 3;
  const cell = text.slice(record.cells[place], record.cells[place + 1]);
  return record.cells[place + 2] === 1 ? cell.replaceAll('""', '"') : cell;
}
