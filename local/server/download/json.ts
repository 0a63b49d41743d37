// Rows -> the pieces of a JSON file: one list of objects, or an object on each line.
import { cell } from "../../answer.ts";
import { type HeadKind, headsOf } from "./heads.ts";
import type { DownloadRows } from "./rows.ts";

/**
 * A number that JavaScript would round is text with all its digits, as in the API's answers; yes and no are
 * Looker's words.
 * @param lines true writes an object on each line (NDJSON), false one list of them
 */
export async function* writeJson(
  rows: DownloadRows,
  options: { readonly heads: HeadKind; readonly lines: boolean },
): AsyncGenerator<string> {
  const heads = headsOf(rows.columns, options.heads);
  const written = (row: readonly unknown[]): string =>
    JSON.stringify(
      Object.fromEntries(
        rows.columns.map((column, index) => {
          const held = cell(row[index], column);
          return [heads[index] ?? column.name, typeof held === "boolean" ? (held ? "Yes" : "No") : held];
        }),
      ),
    );
  if (!options.lines) yield "[";
  let before = options.lines ? "" : "\n";
  for await (const batch of rows.batches) {
    let text = "";
    for (const row of batch) {
      text += `${before}${written(row)}`;
      before = options.lines ? "\n" : ",\n";
    }
    yield text;
  }
  yield options.lines ? (before === "" ? "" : "\n") : "\n]\n";
}
