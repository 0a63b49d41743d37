// Columns -> the SQL that says two rows agree, or differ, in them.

/** True where `a` and `b` have the same values in all columns. Columns are plain names, none of them null. */
export function agree(
  a: string,
  b: string,
  columns: readonly string[],
  quote: (name: string) => string,
): string {
  return columns.map((column) => `${a}.${quote(column)} = ${b}.${quote(column)}`).join(" AND ");
}

/** True where `a` and `b` differ in any column; null is a value of its own. Spelled so that every warehouse knows it. */
export function differ(
  a: string,
  b: string,
  columns: readonly string[],
  quote: (name: string) => string,
): string {
  return columns
    .map((column) => {
      const [left, right] = [`${a}.${quote(column)}`, `${b}.${quote(column)}`];
      return `(${left} <> ${right} OR (${left} IS NULL) <> (${right} IS NULL))`;
    })
    .join(" OR ");
}

/** A list of columns of one row: `s."id", s."name"`. */
export function columnsOf(row: string, columns: readonly string[], quote: (name: string) => string): string {
  return columns.map((column) => `${row}.${quote(column)}`).join(", ");
}
