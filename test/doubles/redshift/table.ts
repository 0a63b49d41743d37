// CREATE TABLE as Redshift takes it -> as Postgres keeps it: keys are not enforced, texts are counted in bytes.
import { closing, type Refusal } from "./refusal.ts";
import { rewrite } from "./rewrite.ts";
import { nameOf, type Token, withoutBlanks } from "./tokens.ts";

/** Types of Postgres that Redshift's tables do not have. */
const UNKNOWN_TYPES =
  /^(?:bytea|json|jsonb|uuid|serial|bigserial|smallserial|inet|cidr|money|xml|bit|point|tsvector|hstore|citext|interval)$/;
const CONSTRAINTS: ReadonlySet<string> = new Set([
  "not",
  "null",
  "default",
  "primary",
  "unique",
  "references",
  "encode",
  "distkey",
  "sortkey",
  "identity",
  "generated",
]);
/** Sizes in bytes (Redshift, "Character types" and "VARBYTE"). */
const MOST = { varchar: 65_535, char: 4_096, varbyte: 16_777_216, digits: 38 } as const;

/** Either what Postgres is told, or why Redshift would not take it. */
export type TableVerdict = { readonly sql: string } | { readonly refusal: Refusal };

/** @param tokens of a statement whose shape begins with `create … table` and which gives columns */
export function createTable(tokens: readonly Token[]): TableVerdict {
  const all = withoutBlanks(tokens);
  const open = all.findIndex((token) => token.text === "(");
  const close = closing(all, open);
  const items = splitAtCommas(all.slice(open + 1, close));
  const columns = items.filter((item) => !isTableConstraint(item));
  const key = items.flatMap((item) => (isKey(item) ? namesIn(item) : []));
  const written: string[] = [];
  for (const column of columns) {
    const verdict = columnOf(column, key.includes(nameOf(column[0])));
    if ("refusal" in verdict) return verdict;
    written.push(verdict.sql);
  }
  const names = columns.map((column) => nameOf(column[0]));
  const wrong = attributeRefusal(all.slice(close + 1), names);
  if (wrong !== undefined) return { refusal: wrong };
  return { sql: `${rewrite(spaced(all.slice(0, open)))} (${written.join(", ")})` };
}

/**
 * One column, for CREATE TABLE and ADD COLUMN.
 * @param inKey a column of the primary key holds a value in every row
 */
export function columnOf(tokens: readonly Token[], inKey = false): TableVerdict {
  const name = nameOf(tokens[0]);
  const until = tokens.findIndex((token, at) => at > 0 && CONSTRAINTS.has(nameOf(token)));
  const typed = tokens.slice(1, until < 0 ? tokens.length : until);
  const rest = (until < 0 ? [] : tokens.slice(until)).map(nameOf);
  const type = typeOf(name, typed);
  if ("refusal" in type) return type;
  const required = inKey || rest.join(" ").includes("not null") || rest.includes("primary");
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const limit =
    type.bytes === undefined
      ? ""
      : ` CONSTRAINT "bytes_${name}" CHECK (octet_length(${quoted}) <= ${type.bytes})`;
  return { sql: `${quoted} ${type.sql}${required ? " NOT NULL" : ""}${limit}` };
}

type Typed = { readonly sql: string; readonly bytes: number | undefined } | { readonly refusal: Refusal };

function typeOf(column: string, tokens: readonly Token[]): Typed {
  const words = tokens.filter((token) => token.kind === "word").map(nameOf);
  const sizes = tokens.filter((token) => token.kind === "number").map((token) => Number(token.text));
  const type = words.join(" ");
  const [size] = sizes;
  const refuse = (message: string): Typed => ({ refusal: { code: "0A000", message } });
  if (UNKNOWN_TYPES.test(type) || tokens.some((token) => token.text === "["))
    return refuse(`Column "${column}" has unsupported type "${type}".`);
  if (type === "text" || type === "varchar" || type === "character varying" || type === "nvarchar") {
    const bytes = type === "text" ? 256 : (size ?? 256);
    if (bytes > MOST.varchar) return refuse(`length for type varchar cannot exceed ${MOST.varchar}`);
    return { sql: `varchar(${bytes})`, bytes };
  }
  if (type === "varbyte" || type === "varbinary" || type === "binary varying") {
    const bytes = size ?? 64_000;
    if (bytes > MOST.varbyte) return refuse(`length for type varbyte cannot exceed ${MOST.varbyte}`);
    return { sql: "bytea", bytes };
  }
  if (type === "char" || type === "character") {
    if ((size ?? 1) > MOST.char) return refuse(`length for type char cannot exceed ${MOST.char}`);
    return { sql: `char(${size ?? 1})`, bytes: size ?? 1 };
  }
  if (type === "numeric" || type === "decimal") {
    const [precision = 18, scale = 0] = sizes;
    if (precision > MOST.digits)
      return refuse(`NUMERIC precision ${precision} must be between 1 and ${MOST.digits}`);
    return { sql: `numeric(${precision}, ${scale})`, bytes: undefined };
  }
  return { sql: tokens.map((token) => token.text).join(" "), bytes: undefined };
}

function isTableConstraint(item: readonly Token[]): boolean {
  const [first, second] = [nameOf(item[0]), nameOf(item[1])];
  if (item[0]?.kind === "name") return false;
  return (
    first === "constraint" ||
    ((first === "primary" || first === "foreign") && second === "key") ||
    (first === "unique" && item[1]?.text === "(")
  );
}

function isKey(item: readonly Token[]): boolean {
  return isTableConstraint(item) && item.some((token) => nameOf(token) === "primary");
}

function namesIn(item: readonly Token[]): readonly string[] {
  const open = item.findIndex((token) => token.text === "(");
  return item
    .slice(open + 1, closing(item, open))
    .filter((token) => token.text !== ",")
    .map(nameOf);
}

/** DISTSTYLE, DISTKEY, SORTKEY, BACKUP, ENCODE AUTO: proved, and of no effect here. */
function attributeRefusal(tokens: readonly Token[], columns: readonly string[]): Refusal | undefined {
  const near = (token: Token | undefined): Refusal => ({
    code: "42601",
    message: `syntax error at or near "${token?.text ?? ";"}"`,
  });
  let at = 0;
  while (at < tokens.length) {
    const word = nameOf(tokens[at]);
    const next = tokens[at + 1];
    if (word === "compound" || word === "interleaved") at += 1;
    else if (word === "diststyle" && /^(?:auto|even|all|key)$/.test(nameOf(next))) at += 2;
    else if (word === "backup" && /^(?:yes|no)$/.test(nameOf(next))) at += 2;
    else if ((word === "sortkey" || word === "encode") && nameOf(next) === "auto") at += 2;
    else if ((word === "distkey" || word === "sortkey") && next?.text === "(") {
      const close = closing(tokens, at + 1);
      const named = tokens.slice(at + 2, close).filter((token) => token.text !== ",");
      if (word === "distkey" && named.length !== 1) return near(named[1]);
      const missing = named.map(nameOf).find((name) => !columns.includes(name));
      if (missing !== undefined)
        return { code: "42703", message: `column "${missing}" named in key does not exist` };
      at = close + 1;
    } else return near(tokens[at]);
  }
  return undefined;
}

function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const items: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    if (token.text === "," && depth === 0) items.push([]);
    else items.at(-1)?.push(token);
  }
  return items;
}

function spaced(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token, at) => (at === 0 ? [token] : [{ kind: "blank", text: " " } as const, token]));
}
