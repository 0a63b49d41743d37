// What Redshift refuses and Postgres does not, each with the words Redshift has for it.
import { nameOf, type Token, withoutBlanks } from "./tokens.ts";

/** A statement that is refused. */
export interface Refusal {
  /** Five letters of SQLSTATE. */
  readonly code: string;
  readonly message: string;
}

const SYNTAX = "42601";
const UNSUPPORTED = "0A000";
const NO_FUNCTION = "42883";

function near(word: string): Refusal {
  return { code: SYNTAX, message: `syntax error at or near "${word}"` };
}

function command(sql: string): Refusal {
  return {
    code: UNSUPPORTED,
    message: `SQL command "${sql.trim().replaceAll(/\s+/g, " ").slice(0, 60)}" not supported on Redshift tables.`,
  };
}

/** By the shape of a statement; `NAME` stands for a name with its schema. */
const RULES: readonly (readonly [
  pattern: RegExp,
  refusal: (found: RegExpExecArray, sql: string) => Refusal,
])[] = [
  [
    /^copy .* from stdin\b/,
    () => ({
      code: UNSUPPORTED,
      message: "LOAD source is not supported. (Hint: only S3 or DynamoDB or EMR based load is allowed)",
    }),
  ],
  [/^copy .*(\$\d+)/, (found) => near(found[1] ?? "")],
  [/^copy .* to stdout\b/, () => near("TO")],
  [/\bon (conflict)\b/, () => near("ON")],
  [/\b(returning)\b/, () => near("RETURNING")],
  [
    /\b(pg_(?:try_)?advisory_\w+|pg_notify|string_agg|encode|decode|hashtextextended|hashtext|regexp_matches|json_build_object|jsonb_build_object|row_to_json|to_jsonb?|unnest|array_agg|format) \(/,
    (found) => ({
      code: NO_FUNCTION,
      message: `function ${found[1]}() does not exist`,
    }),
  ],
  [/^create (?:unique )?index\b/, (_, sql) => command(sql)],
  [
    /^(?:create|alter|drop) (?:sequence|trigger|rule|domain|extension|type|aggregate)\b/,
    (_, sql) => command(sql),
  ],
  [
    /\b(nextval|currval|setval) \(/,
    (found) => ({ code: NO_FUNCTION, message: `function ${found[1]}() does not exist` }),
  ],
  [
    /^(?:do|listen|notify|unlisten|cluster|reindex|savepoint|release|lock table .* mode)\b/,
    (_, sql) => command(sql),
  ],
  [/^create (unlogged)\b/, () => near("UNLOGGED")],
  [/^alter table .* add (?:column )?.*, add\b/, () => near(",")],
  [/^alter table .* alter column \S+ (?:drop|set) not null$/, (_, sql) => command(sql)],
  [
    /^alter table .* alter column \S+ type (?!varchar|character varying)/,
    () => ({ code: UNSUPPORTED, message: "ALTER COLUMN TYPE is only supported for VARCHAR columns" }),
  ],
  [/\bfilter \( where\b/, () => near("(")],
  [/\blateral\b/, () => near("LATERAL")],
  [/\bdistinct on \(/, () => ({ code: UNSUPPORTED, message: "SELECT DISTINCT ON is not supported" })],
  [/(?:\bfrom|\bjoin|,) \( values\b/, () => near("VALUES")],
  [
    /\bfor (?:no key )?(?:update|share)\b/,
    () => ({ code: UNSUPPORTED, message: "SELECT FOR UPDATE/SHARE is not supported" }),
  ],
  [/\bis (?:not )?distinct from\b/, () => near("DISTINCT")],
  [/\bcollate "n"/, () => near("COLLATE")],
  [/\bas (?:not )?materialized\b/, () => near("MATERIALIZED")],
  [/\barray \[/, () => near("[")],
  [/= (?:any|all) \( \$/, () => near("$1")],
  [
    /\bwithin group \(.*\bwithin group \(/,
    () => ({
      code: UNSUPPORTED,
      message: "within group ORDER BY clauses for aggregate functions must be the same",
    }),
  ],
  [
    /\bgenerate_series \(/,
    () => ({
      code: UNSUPPORTED,
      message: "Specified types or functions (one per INFO message) not supported on Redshift tables.",
    }),
  ],
  [/^merge into NAME (?:as )?(?!using\b|as\b|\.)(\S+)/, (found) => near(found[1] ?? "")],
  [/^merge into NAME using \(/, () => near("(")],
  [/^delete from NAME (?:as )?(?!using\b|where\b|as\b|\.)(\S+)/, (found) => near(found[1] ?? "")],
  [/^update NAME (?:as )?(?!set\b|as\b|\.)(\S+)/, (found) => near(found[1] ?? "")],
];

/** Functions that need no frame beside ORDER BY in a window (Redshift, "Window functions"). */
const RANKING: ReadonlySet<string> = new Set([
  "row_number",
  "rank",
  "dense_rank",
  "ntile",
  "lag",
  "lead",
  "percent_rank",
  "cume_dist",
]);

/** What cannot be part of a transaction. */
const ALONE =
  /^(?:vacuum|alter table .* append from|alter table .* alter column \S+ type|create database|drop database)\b/;

const NAME = '(?:[a-z_][a-z0-9_$]*|"n")(?: \\. (?:[a-z_][a-z0-9_$]*|"n"))*';
const NAMED = RULES.map(
  ([pattern, refusal]) => [new RegExp(pattern.source.replaceAll("NAME", NAME)), refusal] as const,
);

/**
 * @param shape see `shapeOf`
 * @param inside whether a transaction is open
 * @returns undefined when Redshift would take the statement
 */
export function refusalOf(tokens: readonly Token[], shape: string, inside: boolean): Refusal | undefined {
  const sql = tokens.map((token) => token.text).join("");
  for (const [pattern, refusal] of NAMED) {
    const found = pattern.exec(shape);
    if (found !== null) return refusal(found, sql);
  }
  if (inside && ALONE.test(shape)) {
    const what = shape.startsWith("vacuum") ? "VACUUM" : shape.split(" ").slice(0, 2).join(" ").toUpperCase();
    return { code: "25001", message: `${what} cannot run inside a transaction block` };
  }
  return frameRefusal(tokens);
}

/** `SUM(x) OVER (ORDER BY y)` needs ROWS. */
function frameRefusal(tokens: readonly Token[]): Refusal | undefined {
  const all = withoutBlanks(tokens);
  for (const [at, token] of all.entries()) {
    if (token.kind !== "word" || nameOf(token) !== "over" || all[at + 1]?.text !== "(") continue;
    const window = all.slice(at + 1, closing(all, at + 1)).map(nameOf);
    const opening = openingBefore(all, at - 1);
    const called = nameOf(all[opening - 1]);
    if (window.includes("order") && !window.includes("rows") && !RANKING.has(called)) {
      return {
        code: UNSUPPORTED,
        message: "Aggregate window functions with an ORDER BY clause require a frame clause",
      };
    }
  }
  return undefined;
}

/** The place of the bracket that closes the one at `open`. */
export function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at]?.text === "(") depth += 1;
    if (tokens[at]?.text === ")") depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

function openingBefore(tokens: readonly Token[], close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at -= 1) {
    if (tokens[at]?.text === ")") depth += 1;
    if (tokens[at]?.text === "(") depth -= 1;
    if (depth === 0) return at;
  }
  return 0;
}

/** Parameters a session may set here; those that only Redshift has are kept under a name of our own. */
export const SETTABLE: ReadonlyMap<string, "postgres" | "redshift"> = new Map([
  ["statement_timeout", "postgres"],
  ["search_path", "postgres"],
  ["application_name", "postgres"],
  ["client_encoding", "postgres"],
  ["datestyle", "postgres"],
  ["extra_float_digits", "postgres"],
  ["timezone", "postgres"],
  ["query_group", "redshift"],
  ["enable_result_cache_for_session", "redshift"],
  ["enable_case_sensitive_identifier", "redshift"],
  ["wlm_query_slot_count", "redshift"],
]);

/** What a connection may say when it begins. */
export const STARTUP: ReadonlySet<string> = new Set([
  "user",
  "database",
  "application_name",
  "client_encoding",
  "datestyle",
  "extra_float_digits",
  "options",
]);
