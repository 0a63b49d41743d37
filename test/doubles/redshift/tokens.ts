// SQL -> tokens that put together give the same SQL, and a shape in which statements can be told apart.

/** `word`: a bare name or keyword. `name`: a quoted one. `text`: a literal. `blank`: white space or a comment. */
export interface Token {
  readonly kind: "word" | "name" | "text" | "number" | "parameter" | "sign" | "blank";
  readonly text: string;
}

const PATTERN =
  /(?<blank>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<name>"(?:[^"]|"")*")|(?<text>'(?:[^']|'')*')|(?<parameter>\$\d+)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>[A-Za-z_][A-Za-z0-9_$]*)|(?<sign>::|<>|<=|>=|!=|\|\||[\s\S])/gy;

/** @returns all of it, in order */
export function tokensOf(sql: string): readonly Token[] {
  return [...sql.matchAll(PATTERN)].map((found): Token => {
    const groups = found.groups ?? {};
    const kind = (Object.keys(groups) as Token["kind"][]).find((one) => groups[one] !== undefined);
    return { kind: kind ?? "sign", text: found[0] };
  });
}

/** The tokens that mean something. */
export function withoutBlanks(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter((token) => token.kind !== "blank");
}

/** Statements between semicolons. */
export function statementsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text === ";") statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements.filter((tokens) => withoutBlanks(tokens).length > 0);
}

/** Words in small letters with one blank between all tokens; names as `"n"`, texts as `'s'`. */
export function shapeOf(tokens: readonly Token[]): string {
  return withoutBlanks(tokens)
    .map(({ kind, text }) => (kind === "name" ? '"n"' : kind === "text" ? "'s'" : text.toLowerCase()))
    .join(" ");
}

/** What a literal says. */
export function literalOf(token: Token | undefined): string {
  return (token?.text ?? "").slice(1, -1).replaceAll("''", "'");
}

/** A name as Redshift has it: in small letters, quoted or not. */
export function nameOf(token: Token | undefined): string {
  const text = token?.text ?? "";
  return (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text).toLowerCase();
}
