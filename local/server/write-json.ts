// An answer -> the text of Looker's `json` result: a list of rows keyed by full field name.
import type { Answer } from "../answer.ts";

/**
 * A number that JavaScript cannot hold is text here too, so that no reader rounds it unawares; yes and no
 * are Looker's words.
 * @returns a line for each row
 */
export function writeJson(answer: Answer): string {
  const rows = answer.rows.map((row) => {
    const cells = answer.columns.map((column) => {
      const cell = row[column.name] ?? null;
      return [column.name, typeof cell === "boolean" ? (cell ? "Yes" : "No") : cell] as const;
    });
    return JSON.stringify(Object.fromEntries(cells));
  });
  return `[${rows.join(",\n")}]`;
}
