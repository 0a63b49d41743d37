// A text that is read from left to right, piece by piece.

/** Blanks are spaces, tabs and line ends, as in Looker's own grammar. */
export function isBlank(character: string): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}

/** Knows how far a text has been read. */
export class Scanner {
  readonly text: string;
  /** Where the next piece starts, in UTF-16 units. */
  at = 0;

  /** @param text read from its start */
  constructor(text: string) {
    this.text = text;
  }

  /** True when nothing but blanks is left. */
  get done(): boolean {
    this.skipBlanks();
    return this.at === this.text.length;
  }

  /** The next word or sign that is not a blank, to be shown to people. */
  get next(): string {
    const rest = this.text.slice(this.at).trimStart();
    return /^[\p{L}\p{N}_]+|^[\s\S]/u.exec(rest)?.[0] ?? "";
  }

  /** Steps over blanks. */
  skipBlanks(): void {
    while (isBlank(this.text.charAt(this.at))) this.at += 1;
  }

  /**
   * Steps over blanks and then over what the pattern matches there.
   * @param pattern with the flag `y`
   * @returns the match, or undefined when there is none, and then only blanks are stepped over
   */
  take(pattern: RegExp): RegExpExecArray | undefined {
    this.skipBlanks();
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.at += match[0].length;
    return match;
  }
}
