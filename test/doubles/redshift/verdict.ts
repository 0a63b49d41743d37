// One statement -> what becomes of it: passed on in Postgres's words, refused, or done by the double itself.
import { readCopy, type Copy } from "./copy-statement.ts";
import { refusalOf, SETTABLE, type Refusal } from "./refusal.ts";
import { rewrite, SYSTEM } from "./rewrite.ts";
import { columnOf, createTable, type TableVerdict } from "./table.ts";
import { nameOf, shapeOf, type Token, withoutBlanks } from "./tokens.ts";

/** What becomes of a statement. */
export type Verdict =
  | { readonly kind: "pass"; readonly sql: string }
  | { readonly kind: "refuse"; readonly refusal: Refusal }
  | { readonly kind: "copy"; readonly copy: Copy }
  /** Ends the transaction, too. */
  | { readonly kind: "truncate"; readonly sql: string }
  | { readonly kind: "commit" };

/** @param inside whether a transaction is open */
export function judge(tokens: readonly Token[], inside: boolean): Verdict {
  const shape = shapeOf(tokens);
  const refusal = refusalOf(tokens, shape, inside);
  if (refusal !== undefined) return { kind: "refuse", refusal };
  if (shape.startsWith("copy ")) {
    const copy = readCopy(tokens);
    return "code" in copy ? { kind: "refuse", refusal: copy } : { kind: "copy", copy };
  }
  if (/^(?:commit|end)\b/.test(shape)) return { kind: "commit" };
  if (shape.startsWith("truncate ")) return { kind: "truncate", sql: rewrite(tokens) };
  if (/^create (?:temp |temporary )?table\b/.test(shape) && !/^[^(]*\bas\b/.test(shape))
    return verdictOf(createTable(tokens));
  if (/^alter table\b.*\badd column\b/.test(shape)) return verdictOf(addColumn(tokens));
  if (/^alter table\b.*\balter column\b/.test(shape)) return verdictOf(alterColumn(tokens));
  if (/^set (?!transaction|session|local)/.test(shape)) return set(tokens);
  return { kind: "pass", sql: rewrite(tokens) };
}

function verdictOf(found: TableVerdict): Verdict {
  return "sql" in found ? { kind: "pass", sql: found.sql } : { kind: "refuse", refusal: found.refusal };
}

function set(tokens: readonly Token[]): Verdict {
  const name = nameOf(withoutBlanks(tokens)[1]);
  const whose = SETTABLE.get(name);
  if (whose === undefined) {
    const message = `unrecognized configuration parameter "${name}"`;
    return { kind: "refuse", refusal: { code: "42704", message } };
  }
  const sql = tokens.map((token) => token.text).join("");
  return { kind: "pass", sql: whose === "postgres" ? sql : sql.replace(/^(\s*set\s+)/i, `$1${SYSTEM}.`) };
}

/** `ALTER TABLE t ADD COLUMN c type`. */
function addColumn(tokens: readonly Token[]): TableVerdict {
  const all = withoutBlanks(tokens);
  const at = all.findIndex((token) => nameOf(token) === "column");
  const column = columnOf(all.slice(at + 1));
  return "sql" in column ? { sql: `${rewrite(apart(all.slice(0, at + 1)))} ${column.sql}` } : column;
}

/** `ALTER TABLE t ALTER COLUMN c TYPE varchar(n)`. */
function alterColumn(tokens: readonly Token[]): TableVerdict {
  const all = withoutBlanks(tokens);
  const at = all.findIndex((token) => nameOf(token) === "column");
  const name = all[at + 1];
  const typed = all.slice(at + 3);
  const column = name === undefined ? undefined : columnOf([name, ...typed]);
  if (column === undefined || "refusal" in column) return column ?? { sql: "" };
  const quoted = `"${nameOf(name)}"`;
  const table = rewrite(apart(all.slice(0, at - 1)));
  const bytes = Number(typed.find((token) => token.kind === "number")?.text ?? 256);
  return {
    sql: `${table} DROP CONSTRAINT IF EXISTS "bytes_${nameOf(name)}", ALTER COLUMN ${quoted} TYPE varchar(${bytes}), ADD CONSTRAINT "bytes_${nameOf(name)}" CHECK (octet_length(${quoted}) <= ${bytes})`,
  };
}

function apart(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token, at) => (at === 0 ? [token] : [{ kind: "blank", text: " " } as const, token]));
}
