// A query -> text to read: the SQL as it is run, with its bound values below it.
import type { Query } from "../query.ts";

/** Ends with a line break. A value's line breaks are escaped: none ends the comment it stands in. */
export function showQuery(query: Query): string {
  const values = query.values.map((value, index) => `-- $${index + 1} = ${JSON.stringify(value)}\n`);
  return `${query.text.trimEnd()}\n${values.join("")}`;
}
