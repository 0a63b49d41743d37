// The text of a list or object cell, a Python or JSON literal -> its values, or why and where it cannot be read.

/** A value of a literal. `at` is where it begins: 1 for the cell's first character. */
export type Literal =
  | { readonly kind: "text"; readonly at: number; readonly value: string }
  /** As written, so that no digit is lost. */
  | { readonly kind: "number"; readonly at: number; readonly value: string }
  | { readonly kind: "boolean"; readonly at: number; readonly value: string }
  | { readonly kind: "none"; readonly at: number }
  | { readonly kind: "list"; readonly at: number; readonly items: readonly Literal[] }
  | { readonly kind: "dict"; readonly at: number; readonly entries: ReadonlyMap<string, Literal> };

/** Why a text is no literal, and where. */
export interface Unreadable {
  readonly kind: "unreadable";
  readonly at: number;
  readonly reason: string;
}

/** How deep lists and dicts may stand in each other. */
const DEEPEST = 32;
/** How many values a literal may hold in all. */
const MOST_VALUES = 100_000;

const BLANK = /[ \t\n\r\f]*/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const ORDINARY = { "'": /[^'\\\n\r]*/y, '"': /[^"\\\n\r]*/y };
const CAREFUL = /[\\\n\r]/;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  "/": "/",
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\n": "",
};
const HEX_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Ends the reading from any depth; never leaves this file. */
class Stop extends Error {
  readonly at: number;
  constructor(at: number, reason: string) {
    super(reason);
    this.at = at;
  }
}

/**
 * Reads what Python's `repr` and JSON write: texts in either quote with all their escapes, numbers, `None`,
 * `null`, `True`, `true`, `False`, `false`, lists and dicts. Nothing is evaluated.
 */
export function readLiteral(text: string): Literal | Unreadable {
  try {
    return new Reader(text).whole();
  } catch (error) {
    if (error instanceof Stop) return { kind: "unreadable", at: error.at + 1, reason: error.message };
    throw error;
  }
}

class Reader {
  private at = 0;
  private depth = 0;
  private values = 0;
  private readonly text: string;
  /** True where no text in it can hold an escape or be broken by a line end. */
  private readonly plain: boolean;

  constructor(text: string) {
    this.text = text;
    this.plain = !CAREFUL.test(text);
  }

  whole(): Literal {
    this.blanks();
    const value = this.value();
    this.blanks();
    if (this.at < this.text.length) throw this.stop("more text follows where the value has ended");
    return value;
  }

  private stop(reason: string, at = this.at): Stop {
    return new Stop(at, at >= this.text.length ? `${reason}; the cell ends too early` : reason);
  }

  /** The text that the pattern matches from here on; undefined when it does not. */
  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private blanks(): void {
    // One blank after a comma or colon is what every writer writes.
    if (this.text.charCodeAt(this.at) === 32) this.at += 1;
    if (this.text.charCodeAt(this.at) <= 32) this.take(BLANK);
  }

  private value(): Literal {
    this.values += 1;
    if (this.values > MOST_VALUES) throw this.stop(`more than ${MOST_VALUES.toLocaleString("en-US")} values`);
    const at = this.at + 1;
    const first = this.text[this.at];
    if (first === "'" || first === '"') return { kind: "text", at, value: this.string(first) };
    if (first === "[") return { kind: "list", at, items: this.list() };
    if (first === "{") return { kind: "dict", at, entries: this.dict() };
    const number = this.take(NUMBER);
    if (number !== undefined) return { kind: "number", at, value: number };
    return this.word(at);
  }

  private word(at: number): Literal {
    const start = this.at;
    const word = this.take(WORD);
    switch (word) {
      case "None":
      case "null":
        return { kind: "none", at };
      case "True":
      case "true":
        return { kind: "boolean", at, value: "true" };
      case "False":
      case "false":
        return { kind: "boolean", at, value: "false" };
      // Python 2 marked its texts: u'Drama'.
      case "u": {
        const quote = this.text[this.at];
        if (quote === "'" || quote === '"') return { kind: "text", at, value: this.string(quote) };
        break;
      }
      default:
    }
    throw this.stop(
      "a value is expected (a text in quotes, a number, a list, a dict, True, False or None)",
      start,
    );
  }

  private list(): readonly Literal[] {
    const items: Literal[] = [];
    this.bracketed("]", () => {
      items.push(this.value());
    });
    return items;
  }

  private dict(): ReadonlyMap<string, Literal> {
    const entries = new Map<string, Literal>();
    this.bracketed("}", () => {
      const at = this.at;
      const key = this.value();
      if (key.kind !== "text" && key.kind !== "number")
        throw this.stop("a key must be a text or a number", at);
      if (entries.has(key.value)) throw this.stop(`the key \`${key.value}\` stands here a second time`, at);
      this.blanks();
      if (this.text[this.at] !== ":") throw this.stop("a colon is expected after the key");
      this.at += 1;
      this.blanks();
      entries.set(key.value, this.value());
    });
    return entries;
  }

  /** What stands between brackets, separated by commas; a comma before the closing one is fine. */
  private bracketed(close: string, one: () => void): void {
    this.depth += 1;
    if (this.depth > DEEPEST)
      throw this.stop(`lists and dicts stand more than ${DEEPEST} deep in each other`);
    this.at += 1;
    this.blanks();
    while (this.text[this.at] !== close) {
      one();
      this.blanks();
      if (this.text[this.at] === ",") {
        this.at += 1;
        this.blanks();
      } else if (this.text[this.at] !== close) {
        throw this.stop(`a comma or \`${close}\` is expected`);
      }
    }
    this.at += 1;
    this.depth -= 1;
  }

  private string(quote: "'" | '"'): string {
    const start = this.at;
    // Nearly every cell is free of what needs care, and then the text ends where its quote comes again.
    if (this.plain) {
      const end = this.text.indexOf(quote, start + 1);
      if (end > 0) {
        this.at = end + 1;
        return this.text.slice(start + 1, end);
      }
    }
    this.at += 1;
    let value = "";
    for (;;) {
      value += this.take(ORDINARY[quote]) ?? "";
      const next = this.text[this.at];
      if (next === quote) {
        this.at += 1;
        return value;
      }
      if (next !== "\\") {
        if (next === undefined) throw new Stop(start, "a text begins here and its closing quote never comes");
        throw this.stop("a text is broken by a line end");
      }
      value += this.escape();
    }
  }

  private escape(): string {
    const start = this.at;
    const letter = this.text[start + 1] ?? "";
    const simple = SIMPLE_ESCAPES[letter];
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    const digits = HEX_ESCAPES[letter];
    if (digits !== undefined) {
      const hex = this.text.slice(start + 2, start + 2 + digits);
      const code =
        /^[0-9a-fA-F]+$/.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : Number.NaN;
      // The comparison is false for what is not a number at all.
      if (!(code <= 0x10ffff))
        throw this.stop(`\`\\${letter}\` needs ${digits} hexadecimal digits of a character`, start);
      this.at += 2 + digits;
      return digits === 8 ? String.fromCodePoint(code) : String.fromCharCode(code);
    }
    const octal = /^[0-7]{1,3}/.exec(this.text.slice(start + 1, start + 4))?.[0];
    if (octal !== undefined) {
      this.at += 1 + octal.length;
      return String.fromCharCode(Number.parseInt(octal, 8));
    }
    throw this.stop(`\`\\${letter}\` is not an escape that can be read`, start);
  }
}
