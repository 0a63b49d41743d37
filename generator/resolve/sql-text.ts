// SQL as written -> the first thing in it that would break a query it is put into.

/** What is wrong with a piece of SQL, in words. */
export interface SqlTrouble {
  readonly message: string;
  readonly hint: string;
}

/** Signs that end or change the query around them, wherever they stand outside quotes. */
const FORBIDDEN: readonly (readonly [sign: string, trouble: SqlTrouble])[] = [
  [
    ";",
    {
      message: "the SQL holds a `;`, which would end it early",
      hint: "write one expression without a semicolon",
    },
  ],
  [
    "--",
    {
      message: "the SQL holds a comment, which would swallow what a query puts after it",
      hint: "write the comment beside the SQL, after a `#`",
    },
  ],
  ["/*", { message: "the SQL holds a comment", hint: "write the comment beside the SQL, after a `#`" }],
  ["{{", { message: "a `{{` in the SQL is never closed", hint: "add the `}}`" }],
  ["{%", { message: "a `{%` in the SQL is never closed", hint: "add the `%}`" }],
  [
    "@{",
    {
      message: "the SQL holds a LookML constant, which Looker alone would understand",
      hint: "write its value",
    },
  ],
];

/**
 * @param sql one SQL expression as the model has it
 * @returns undefined when it can stand inside any query
 */
export function sqlTrouble(sql: string): SqlTrouble | undefined {
  if (sql.trim() === "")
    return { message: "the SQL is empty", hint: "write an expression, or leave `sql` out to read a column" };
  let open = 0;
  for (let at = 0; at < sql.length; at += 1) {
    const sign = sql.charAt(at);
    if (sign === "'" || sign === '"') {
      // A doubled quote inside closes and opens again, which comes to the same.
      const end = sql.indexOf(sign, at + 1);
      if (end < 0) return { message: `a ${sign} in the SQL is never closed`, hint: `add the other ${sign}` };
      if (sql.slice(at, end).includes(";"))
        return { message: "the SQL holds a `;`, which LookML cannot carry", hint: "write `CHR(59)` for it" };
      at = end;
      continue;
    }
    const forbidden = FORBIDDEN.find(([start]) => sql.startsWith(start, at));
    if (forbidden !== undefined) return forbidden[1];
    if (sign === "(") open += 1;
    if (sign === ")") open -= 1;
    if (open < 0) return { message: "a `)` in the SQL closes nothing", hint: "take it out, or add the `(`" };
  }
  if (open > 0) return { message: "a `(` in the SQL is never closed", hint: "add the `)`" };
  return undefined;
}
