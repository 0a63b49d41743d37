// The text of a LookML file that parses -> its blocks and parameters in order, each with its offset, repeated ones too.

/** A value of a list: `a`, `"a"`, or `a: "value"`. */
export interface Item {
  readonly text: string;
  /** Where it starts in the file's text. */
  readonly at: number;
}

/** One parameter or block. */
export interface Entry {
  readonly key: string;
  readonly at: number;
  /** The name of a block; undefined for one without, and for a parameter. */
  readonly name: Item | undefined;
  /** What stands in the block. */
  readonly inside: readonly Entry[];
  /** The value of a parameter, without its quotes. */
  readonly value: Item | undefined;
  /** The values of a list; of `filters` and `sorts`, the names before the colons. */
  readonly list: readonly Item[];
}

/** Everything in a file, in its order. The text is one that `parseLookml` reads. */
export function scanLookml(text: string): readonly Entry[] {
  return new Scanner(text).entries();
}

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Up to the `}` of the block around, or the end. */
  entries(): readonly Entry[] {
    const found: Entry[] = [];
    for (this.#skip(); this.#at < this.#text.length && this.#sign() !== "}"; this.#skip()) {
      const key = this.#word();
      this.#skip();
      // The text parses, so anything else is a sign that stands for nothing.
      if (key.text === "" || this.#sign() !== ":") this.#at += 1;
      else {
        this.#at += 1;
        found.push(this.#entry(key));
      }
    }
    this.#at += 1;
    return found;
  }

  #entry(key: Item): Entry {
    const plain = { key: key.text, at: key.at, name: undefined, inside: [], value: undefined, list: [] };
    if (/^(?:sql|html|expr)/.test(key.text)) return { ...plain, value: this.#until(";;") };
    this.#skip();
    const sign = this.#sign();
    if (sign === '"') return { ...plain, value: this.#quoted() };
    if (sign === "[") return { ...plain, list: this.#list() };
    if (sign === "{") {
      this.#at += 1;
      return { ...plain, inside: this.entries() };
    }
    const word = this.#word();
    const after = this.#at;
    this.#skip();
    if (this.#sign() === "{") {
      this.#at += 1;
      return { ...plain, name: word, inside: this.entries() };
    }
    this.#at = after;
    return { ...plain, value: word };
  }

  #list(): readonly Item[] {
    const items: Item[] = [];
    this.#at += 1;
    for (this.#skip(); this.#at < this.#text.length && this.#sign() !== "]"; this.#skip()) {
      if (this.#sign() === '"') items.push(this.#quoted());
      else {
        const word = this.#word();
        if (word.text === "") this.#at += 1;
        else items.push(word);
      }
      this.#skip();
      if (this.#sign() !== ":") continue;
      this.#at += 1;
      this.#skip();
      if (this.#sign() === '"') this.#quoted();
      else this.#word();
    }
    this.#at += 1;
    return items;
  }

  #word(): Item {
    const at = this.#at;
    const text = /^[^\s:{}[\]",#]+/.exec(this.#text.slice(at, at + 500))?.[0] ?? "";
    this.#at += text.length;
    return { text, at };
  }

  #quoted(): Item {
    const at = this.#at + 1;
    const text = /^(?:[^"\\]|\\[^])*/.exec(this.#text.slice(at))?.[0] ?? "";
    this.#at = at + text.length + 1;
    return { text, at };
  }

  #until(end: string): Item {
    const at = this.#at;
    const found = this.#text.indexOf(end, at);
    const stop = found < 0 ? this.#text.length : found;
    this.#at = stop + end.length;
    return { text: this.#text.slice(at, stop), at };
  }

  #sign(): string {
    return this.#text.charAt(this.#at);
  }

  /** Past spaces and comments. */
  #skip(): void {
    const blank = /(?:\s|#[^\n]*)*/y;
    blank.lastIndex = this.#at;
    this.#at += blank.exec(this.#text)?.[0].length ?? 0;
  }
}
