// A value into the Python literal that the published file's list columns are written in.

/** What the list columns hold: text, whole numbers, nothing, and lists and dictionaries of these. */
export type Literal = string | number | null | readonly Literal[] | { readonly [key: string]: Literal };

/**
 * Writes a value as Python's `repr` does, dictionary keys in the given order. The rules for text are
 * those of CPython's unicode_repr: single quotes, unless the text holds a single quote and no double
 * one; backslashes and the chosen quote escaped; everything unprintable as \xNN, \uNNNN or \UNNNNNNNN.
 */
export function literal(value: Literal): string {
  if (value === null) return "None";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return quoted(value);
  if (isList(value)) return `[${value.map(literal).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${quoted(key)}: ${literal(item)}`)
    .join(", ")}}`;
}

// Array.isArray alone does not tell a readonly list from a dictionary.
function isList(value: Literal): value is readonly Literal[] {
  return Array.isArray(value);
}

const shortEscapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

// Python calls these characters unprintable; the plain blank is the one separator it prints.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = "";
  for (const character of text) {
    const short = shortEscapes[character];
    if (short !== undefined) out += short;
    else if (character === quote) out += `\\${quote}`;
    else if (character !== " " && unprintable.test(character)) out += escaped(character.codePointAt(0) ?? 0);
    else out += character;
  }
  return quote + out + quote;
}

function escaped(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${hex.padStart(4, "0")}`;
  return `\\U${hex.padStart(8, "0")}`;
}
