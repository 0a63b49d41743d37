// A statement for Redshift -> one for Postgres that does the same, where they differ in spelling or size.
import { nameOf, type Token } from "./tokens.ts";

/** The schema in Postgres that holds what Redshift has and Postgres has not. */
export const SYSTEM = "redshift_double";

/** Functions of Redshift that are made there. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  "version",
  "pg_last_copy_count",
  "pg_last_copy_id",
  "format_type",
  "from_hex",
  "to_hex",
  "from_varbyte",
  "to_varbyte",
  "getdate",
]);
const TABLES: ReadonlySet<string> = new Set([
  "sys_load_error_detail",
  "stv_slices",
  "pg_class",
  "pg_attribute",
]);

/** How long a text is, when nothing is said (Redshift, "Character types"), and a number ("Numeric types"). */
const UNSIZED: Readonly<Record<string, string>> = {
  text: "varchar(256)",
  varchar: "varchar(256)",
  numeric: "numeric(18,0)",
  decimal: "numeric(18,0)",
};

/** The statement in Postgres's words. Names are folded to small letters, quoted or not. */
export function rewrite(tokens: readonly Token[]): string {
  const casts: boolean[] = [];
  let before: Token | undefined;
  let beforeThat: Token | undefined;
  const written = tokens.map((token, at) => {
    if (token.kind === "blank") return token.text;
    const text = rewriteOne(token, nextOf(tokens, at), before, beforeThat, casts);
    if (token.text === "(") casts.push(nameOf(before) === "cast");
    if (token.text === ")") casts.pop();
    beforeThat = before;
    before = token;
    return text;
  });
  return written.join("");
}

function rewriteOne(
  token: Token,
  next: Token | undefined,
  before: Token | undefined,
  beforeThat: Token | undefined,
  casts: readonly boolean[],
): string {
  if (token.kind === "name") return token.text.toLowerCase();
  if (token.kind !== "word") return token.text;
  const word = nameOf(token);
  const qualified = before?.text === ".";
  if (!qualified && next?.text === "(" && FUNCTIONS.has(word)) return `${SYSTEM}.${word}`;
  if (!qualified && TABLES.has(word)) return `${SYSTEM}.${word}`;
  const cast = before?.text === "::" || (nameOf(before) === "as" && casts.at(-1) === true);
  if (!cast) return token.text;
  if (word === "varbyte") return "bytea";
  return next?.text === "(" || beforeThat === undefined ? token.text : (UNSIZED[word] ?? token.text);
}

function nextOf(tokens: readonly Token[], at: number): Token | undefined {
  return tokens.slice(at + 1).find((token) => token.kind !== "blank");
}
