// The bytes of a list or object cell as nearly every writer writes it -> its elements appended to what the record says; any other is left to who reads with care.
import type { ColumnType, SourceField } from "../../generator/index.ts";
import { isWord, plainReader, type ReadPlain } from "./plain.ts";
import type { Coercion } from "./scalar.ts";
import type { Spelled } from "./spelled.ts";

/**
 * Reads one cell as `createDecoder` would.
 * @returns how many elements it has, all of them appended; -1 when it is not plain: then what was appended and heard
 *   in the meantime counts for nothing
 */
export type ReadElements = (bytes: Uint8Array, from: number, to: number, into: Spelled) => number;

const BLANK = 0x20;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const LF = 0x0a;
const CR = 0x0d;
const LIST = { open: 0x5b, close: 0x5d };
const DICT = { open: 0x7b, close: 0x7d };
const NONE = ["None", "null"].map((word) => Buffer.from(word));
/** Longer cells may hold more values than a literal may; who reads with care counts them. */
const LONGEST = 64 * 1024;

/** What stands in a dict: a text in quotes, or a number. */
const QUOTED = { text: true, date: true, integer: false, decimal: false } as const;

interface PlainField {
  readonly name: Buffer;
  readonly quoted: boolean;
  readonly read: ReadPlain;
}

/**
 * @param fields of which there are no more than 30
 * @param coerced one for each field: hears what is changed
 * @returns undefined when no cell of such a shape is read here
 */
export function elementsReader(
  kind: "list" | "object",
  fields: readonly SourceField[],
  coerced: readonly ((coercion: Coercion) => void)[],
): ReadElements | undefined {
  const plain = fields.flatMap(({ name, type }, at): readonly PlainField[] => {
    const quoted = quotedWhen(type);
    if (quoted === undefined) return [];
    const read = plainReader(type, coerced[at] ?? (() => {}));
    return [{ name: Buffer.from(name), quoted, read }];
  });
  if (plain.length < fields.length || fields.length > 30) return undefined;
  const finder = new Finder(plain);
  return (bytes, from, to, into) => {
    if (to - from > LONGEST) return -1;
    const elements = kind === "list" ? finder.list(bytes, from, to) : finder.object(bytes, from, to);
    if (elements < 0) return -1;
    into.elements(elements);
    for (let element = 0, span = 0; element < elements; element += 1) {
      for (const { read } of plain) {
        const begin = finder.spans[span] ?? 0;
        const end = finder.spans[span + 1] ?? 0;
        span += 2;
        if (begin < 0) into.nothing();
        else if (!read(bytes, begin, end, into)) return -1;
      }
    }
    return elements;
  };
}

function quotedWhen(type: ColumnType): boolean | undefined {
  const { kind } = type;
  return kind in QUOTED ? QUOTED[kind as keyof typeof QUOTED] : undefined;
}

/** Finds where values stand; reads none of them. Whatever it does not know makes its methods return -1. */
class Finder {
  /** For each element and field the first byte of its value and the byte after the last; both -1 for null. */
  spans: Int32Array = new Int32Array(256);
  private readonly fields: readonly PlainField[];
  private bytes: Uint8Array = new Uint8Array();

  constructor(fields: readonly PlainField[]) {
    this.fields = fields;
  }

  /** @returns how many dicts the list has */
  list(bytes: Uint8Array, from: number, to: number): number {
    this.bytes = bytes;
    if (bytes[from] !== LIST.open) return -1;
    let elements = 0;
    let at = this.after(from + 1);
    while (bytes[at] !== LIST.close || elements > 0) {
      at = this.dict(at, to, elements);
      if (at < 0) return -1;
      elements += 1;
      at = this.after(at);
      if (bytes[at] === LIST.close) break;
      if (bytes[at] !== COMMA) return -1;
      at = this.after(at + 1);
    }
    // What stands beyond the cell may look as if it went on; then this is not its end.
    return this.after(at + 1) === to ? elements : -1;
  }

  /** @returns 1: the object is there */
  object(bytes: Uint8Array, from: number, to: number): number {
    this.bytes = bytes;
    const end = this.dict(from, to, 0);
    return end >= 0 && this.after(end) === to ? 1 : -1;
  }

  /** @returns the place after it */
  private dict(from: number, to: number, element: number): number {
    const { bytes, fields } = this;
    const spans = this.room((element + 1) * fields.length * 2);
    if (bytes[from] !== DICT.open) return -1;
    let at = this.after(from + 1);
    for (let seen = 0, keys = 1; ; keys += 1) {
      const keyEnd = this.stringEnd(at, to);
      const field = keyEnd < 0 ? -1 : this.fieldNamed(at + 1, keyEnd);
      if (field < 0 || (seen & (1 << field)) !== 0) return -1;
      seen |= 1 << field;
      at = this.after(keyEnd + 1);
      if (bytes[at] !== COLON) return -1;
      at = this.after(at + 1);
      const end = this.valueEnd(at, to, fields[field]?.quoted === true);
      if (end < 0) return -1;
      const none = NONE.some((word) => isWord(bytes, at, end, word));
      const quoted = bytes[at] === DOUBLE || bytes[at] === SINGLE;
      const place = (element * fields.length + field) * 2;
      spans[place] = none ? -1 : quoted ? at + 1 : at;
      spans[place + 1] = none ? -1 : end;
      at = this.after(quoted ? end + 1 : end);
      if (bytes[at] === DICT.close) return keys === fields.length ? at + 1 : -1;
      if (bytes[at] !== COMMA) return -1;
      at = this.after(at + 1);
    }
  }

  /** @returns the place after a number, `None` or `null`, or that of the quote that ends a text */
  private valueEnd(from: number, to: number, quoted: boolean): number {
    const { bytes } = this;
    const first = bytes[from];
    if (first === DOUBLE || first === SINGLE) return quoted ? this.stringEnd(from, to) : -1;
    let at = from;
    while (at < to && bytes[at] !== COMMA && bytes[at] !== DICT.close && bytes[at] !== BLANK) at += 1;
    // A number that is not there is none, and no value either.
    if (!quoted && at > from) return at;
    return NONE.some((word) => isWord(bytes, from, at, word)) ? at : -1;
  }

  /** @returns the place of the quote that ends the text that begins here */
  private stringEnd(from: number, to: number): number {
    const { bytes } = this;
    const quote = bytes[from];
    if (quote !== SINGLE && quote !== DOUBLE) return -1;
    for (let at = from + 1; at < to; at += 1) {
      const byte = bytes[at];
      if (byte === quote) return at;
      if (byte === BACKSLASH || byte === LF || byte === CR) return -1;
    }
    return -1;
  }

  private fieldNamed(from: number, to: number): number {
    const { bytes, fields } = this;
    for (let at = 0; at < fields.length; at += 1) {
      const name = fields[at]?.name;
      if (name !== undefined && isWord(bytes, from, to, name)) return at;
    }
    return -1;
  }

  private after(from: number): number {
    let at = from;
    while (this.bytes[at] === BLANK) at += 1;
    return at;
  }

  private room(numbers: number): Int32Array {
    if (numbers > this.spans.length) {
      const more = new Int32Array(numbers * 2);
      more.set(this.spans);
      this.spans = more;
    }
    return this.spans;
  }
}
